package io.sparsesplit.trainer.train;

import io.sparsesplit.model.codec.Quantizer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a tile of features becomes on its way from head to tail while both are trained, with the memory it needs: rounded to
 * the values of a quantizer, if there is one, and followed by the exit's class, if the tail reads it.
 *
 * <p>Rounding has no derivative worth the name: the tail's is passed on to the features as it is ("straight through", Bengio
 * et al., 2013). That of the rate is the slope of the line between the code lengths of the two symbols next to a feature.
 */
final class Crossing {

    private final int features;
    private final int classes;
    private final @Nullable Quantizer quantizer;
    private final @Nullable CodeLengths lengths;
    private final double beta;
    private final float[][] received;
    private final float[][] derivatives;
    private final float[][] slopes;
    private final int[] context;
    private final int[] counts;

    Crossing(int features, int classes, int lanes, @Nullable Rate rate) {
        this.features = features;
        this.classes = classes;
        this.quantizer = rate == null ? null : rate.quantizer();
        this.lengths = rate == null ? null : rate.lengths();
        this.beta = rate == null ? 0 : rate.beta();
        this.received = new float[features + classes][lanes];
        this.derivatives = new float[features + classes][lanes];
        this.slopes = new float[features][lanes];
        this.context = new int[lanes];
        this.counts = lengths == null ? new int[0] : lengths.batchCounts();
    }

    /** What the tail reads: a row per feature, then one per class. */
    float[][] received() {
        return received;
    }

    /** Of the loss by {@link #received}. */
    float[][] derivatives() {
        return derivatives;
    }

    /** How often each symbol came in the last tile. */
    int[] counts() {
        return counts;
    }

    /**
     * Sends a tile across.
     *
     * @param exitLogits of the last exit, a row per class
     * @param images lanes that hold one
     * @return bits of all their symbols
     */
    double forward(float[][] sent, float[][] exitLogits, int images) {
        Arrays.fill(counts, 0);
        for (float[] row : derivatives) {
            Arrays.fill(row, 0);
        }
        readClasses(exitLogits, images);
        double bits = 0;
        for (int c = 0; c < features; c++) {
            if (quantizer == null || lengths == null) {
                System.arraycopy(sent[c], 0, received[c], 0, sent[c].length);
            } else {
                bits += quantize(c, sent[c], images, quantizer, lengths);
            }
        }
        return bits;
    }

    private void readClasses(float[][] exitLogits, int images) {
        for (int lane = 0; lane < images; lane++) {
            int best = 0;
            for (int c = 1; c < exitLogits.length; c++) {
                best = exitLogits[c][lane] > exitLogits[best][lane] ? c : best;
            }
            context[lane] = classes == 0 ? 0 : best;
        }
        for (int c = 0; c < classes; c++) {
            for (int lane = 0; lane < images; lane++) {
                received[features + c][lane] = context[lane] == c ? 1 : 0;
            }
        }
    }

    private double quantize(int channel, float[] sent, int images, Quantizer values, CodeLengths code) {
        float low = values.low(channel);
        float step = values.step(channel);
        int top = values.levels(channel) - 1;
        float[] bits = code.bits();
        double sum = 0;
        for (int lane = 0; lane < images; lane++) {
            int first = code.first(context[lane], channel);
            float level = Math.max(0, Math.min(top, (sent[lane] - low) / step));
            int symbol = (int) (level + 0.5f);
            int below = Math.min(top - 1, (int) level);
            received[channel][lane] = low + symbol * step;
            slopes[channel][lane] = top == 0 ? 0 : (bits[first + below + 1] - bits[first + below]) / step;
            sum += bits[first + symbol];
            counts[first + symbol]++;
        }
        return sum;
    }

    /**
     * Adds to the derivatives by the features what the tail and the rate say.
     *
     * @param rateWeight nats that a bit is worth, in this step
     */
    void backward(float[][] dSent, int images, int batch, double rateWeight) {
        float scale = (float) (beta * rateWeight / batch);
        for (int c = 0; c < features; c++) {
            float[] from = derivatives[c];
            for (int lane = 0; lane < images; lane++) {
                dSent[c][lane] += from[lane] + scale * slopes[c][lane];
            }
        }
    }
}
