package io.sparsesplit.trainer.train;

import io.sparsesplit.model.kernel.Kernel;
import io.sparsesplit.model.network.Activation;
import io.sparsesplit.model.network.Layer;
import io.sparsesplit.model.pattern.Pattern;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A layer whose numbers change. Works on tiles: a row per neuron, in which image {@code lane} is at {@code lane}, so that
 * every edge reads and writes contiguous memory.
 */
final class TrainableLayer {

    private final Pattern pattern;
    private final Activation activation;
    private final int[] sources;
    private final float[] weights;
    private final float[] biases;
    private final Kernel kernel;

    /** Weights are drawn from a normal distribution: variance 2 / in-degree before a ReLU, else 1 / in-degree. */
    TrainableLayer(Pattern pattern, Activation activation, Random random) {
        this.pattern = pattern;
        this.activation = activation;
        this.sources = pattern.sources();
        this.weights = new float[pattern.junction().edges()];
        this.biases = new float[pattern.junction().outputs()];
        this.kernel = Kernel.live(pattern, weights, biases);
        double gain = activation == Activation.RELU ? 2 : 1;
        double deviation = Math.sqrt(gain / pattern.junction().inDegree());
        for (int edge = 0; edge < weights.length; edge++) {
            weights[edge] = (float) (random.nextGaussian() * deviation);
        }
    }

    int inputs() {
        return pattern.junction().inputs();
    }

    int outputs() {
        return pattern.junction().outputs();
    }

    /** Live, in the canonical order of the pattern. */
    float[] weights() {
        return weights;
    }

    /** Live. */
    float[] biases() {
        return biases;
    }

    Layer toLayer() {
        return new Layer(pattern, weights, biases, activation);
    }

    void forward(float[][] x, float[][] y, int lanes) {
        kernel.forward(x, y, lanes);
        for (float[] row : y) {
            activation.apply(row, lanes);
        }
    }

    /**
     * Adds to the gradients what a tile contributes.
     *
     * @param x what {@link #forward} read
     * @param y what it wrote
     * @param dy derivative of the loss by {@code y}; becomes that by the weighted sums
     * @param dWeights added to
     * @param dBiases added to
     * @param dx derivative of the loss by {@code x}, added to; null when nobody asks
     */
    void backward(
            float[][] x,
            float[][] y,
            float[][] dy,
            int lanes,
            float[] dWeights,
            float[] dBiases,
            float @Nullable [][] dx) {
        int inDegree = pattern.junction().inDegree();
        int edge = 0;
        for (int o = 0; o < outputs(); o++) {
            float[] row = dy[o];
            if (activation == Activation.RELU) {
                keepWhereActive(row, y[o], lanes);
            }
            dBiases[o] += sum(row, lanes);
            for (int end = edge + inDegree; edge < end; edge++) {
                dWeights[edge] += dot(row, x[sources[edge]], lanes);
                if (dx != null) {
                    addScaled(weights[edge], row, dx[sources[edge]], lanes);
                }
            }
        }
    }

    private static void keepWhereActive(float[] dy, float[] y, int length) {
        for (int l = 0; l < length; l++) {
            dy[l] = y[l] > 0 ? dy[l] : 0;
        }
    }

    private static void addScaled(float w, float[] x, float[] y, int length) {
        for (int l = 0; l < length; l++) {
            y[l] += w * x[l];
        }
    }

    private static float sum(float[] x, int length) {
        float sum = 0;
        for (int l = 0; l < length; l++) {
            sum += x[l];
        }
        return sum;
    }

    /** Eight sums, so that an addition need not wait for the one before; their order is part of the result. */
    private static float dot(float[] a, float[] b, int length) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        int l = 0;
        for (; l <= length - 8; l += 8) {
            s0 += a[l] * b[l];
            s1 += a[l + 1] * b[l + 1];
            s2 += a[l + 2] * b[l + 2];
            s3 += a[l + 3] * b[l + 3];
            s4 += a[l + 4] * b[l + 4];
            s5 += a[l + 5] * b[l + 5];
            s6 += a[l + 6] * b[l + 6];
            s7 += a[l + 7] * b[l + 7];
        }
        for (; l < length; l++) {
            s0 += a[l] * b[l];
        }
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }
}
