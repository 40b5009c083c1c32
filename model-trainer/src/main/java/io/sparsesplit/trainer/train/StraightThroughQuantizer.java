package io.sparsesplit.trainer.train;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a tile of features becomes on its way from head to tail while both are trained, with the memory it needs: rounded to
 * the values of a quantizer, if there is one, and followed by the exit's class, if the tail reads it.
 *
 * <p>Rounding has no derivative worth the name: the tail's is passed on to the features as it is ("straight through", Bengio
 * et al., 2013). The derivative of the rate is the slope of the line between the code lengths of the two symbols next to a
 * feature. Their sum is passed on only where it changes what travels: outside the quantizer's range the clipped value is
 * constant, so a derivative that would move the feature further out is dropped (the bounded straight-through estimator of
 * Hubara et al., Quantized Neural Networks, JMLR 2018). Without that bound the feature grows without end, and the loss of the
 * exit that reads it with it: a training with 30,000 parameters ended at an accuracy of 69.87 %. A channel with
 * a single level never changes, and receives no derivative.
 */
final class StraightThroughQuantizer {

    private final int features;
    private final int classes;
    private final @Nullable Rate rate;
    private final float[][] received;
    private final float[][] derivatives;
    private final float[][] slopes;
    /** Side on which a feature lies outside the range of its quantizer: -1 below, 1 above, 0 within. */
    private final byte[][] outside;

    private final int[] context;
    private final int[] counts;

    /**
     * A crossing for tiles.
     *
     * @param classes 0 when the tail does not read the exit's class
     * @param rate how features are rounded and what they cost; null when they cross as they are, for nothing
     */
    StraightThroughQuantizer(int features, int classes, int lanes, @Nullable Rate rate) {
        this.features = features;
        this.classes = classes;
        this.rate = rate;
        this.received = new float[features + classes][lanes];
        this.derivatives = new float[features + classes][lanes];
        this.slopes = new float[features][lanes];
        this.outside = new byte[features][lanes];
        this.context = new int[lanes];
        this.counts = rate == null ? new int[0] : rate.lengths().batchCounts();
    }

    /** What the tail reads: a row per feature, then one per class. */
    float[][] received() {
        return received;
    }

    /** Of the loss by {@link #received}, to be added to. */
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
            if (rate == null) {
                System.arraycopy(sent[c], 0, received[c], 0, sent[c].length);
            } else {
                bits += round(c, sent[c], images, rate);
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

    private double round(int channel, float[] sent, int images, Rate levels) {
        float low = levels.low()[channel];
        float step = levels.step()[channel];
        int top = levels.top(channel);
        if (top == 0) {
            Arrays.fill(received[channel], low);
            Arrays.fill(slopes[channel], 0);
            return 0;
        }
        float[] lengths = levels.lengths().bits();
        double bits = 0;
        for (int lane = 0; lane < images; lane++) {
            int first = levels.lengths().first(context[lane], channel);
            float unclipped = (sent[lane] - low) / step;
            float level = Math.max(0, Math.min(top, unclipped));
            outside[channel][lane] = (byte) (unclipped > top ? 1 : unclipped < 0 ? -1 : 0);
            int symbol = (int) (level + 0.5f);
            int below = Math.min(top - 1, (int) level);
            received[channel][lane] = low + symbol * step;
            slopes[channel][lane] = (lengths[first + below + 1] - lengths[first + below]) / step;
            bits += lengths[first + symbol];
            counts[first + symbol]++;
        }
        return bits;
    }

    /**
     * Adds to the derivatives by the features what the tail and the rate say.
     *
     * @param dSent derivatives of the loss by the features, a row per feature; added to
     * @param images lanes that hold an image
     * @param batch images in the whole batch, over which the mean is taken
     * @param rateShare share of the full rate weight, 0 to 1
     */
    void backward(float[][] dSent, int images, int batch, double rateShare) {
        for (int c = 0; c < features; c++) {
            if (rate == null) {
                add(derivatives[c], dSent[c], images);
            } else if (rate.top(c) > 0) {
                addBounded(c, dSent[c], images, (float) (rate.beta() * rateShare / batch));
            }
        }
    }

    private static void add(float[] from, float[] to, int images) {
        for (int lane = 0; lane < images; lane++) {
            to[lane] += from[lane];
        }
    }

    private void addBounded(int channel, float[] dSent, int images, float scale) {
        float[] from = derivatives[channel];
        float[] slope = slopes[channel];
        byte[] side = outside[channel];
        for (int lane = 0; lane < images; lane++) {
            float derivative = from[lane] + scale * slope[lane];
            // A step goes against the derivative: above the range only a positive one leads back, below only a negative
            // one.
            dSent[lane] += side[lane] * derivative >= 0 ? derivative : 0;
        }
    }
}
