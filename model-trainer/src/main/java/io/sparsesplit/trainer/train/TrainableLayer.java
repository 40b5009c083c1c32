package io.sparsesplit.trainer.train;

import io.sparsesplit.model.kernel.Kernel;
import io.sparsesplit.model.network.Activation;
import io.sparsesplit.model.network.Layer;
import io.sparsesplit.model.pattern.Pattern;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A layer whose numbers change. Works on tiles: value {@code n} of image {@code lane} is at {@code n * lanes + lane}, so
 * that every edge reads and writes contiguous memory.
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

    void forward(float[] x, float[] y, int lanes) {
        kernel.forward(x, y, lanes);
        activation.apply(y, outputs() * lanes);
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
            float[] x, float[] y, float[] dy, int lanes, float[] dWeights, float[] dBiases, float @Nullable [] dx) {
        if (activation == Activation.RELU) {
            for (int i = 0; i < outputs() * lanes; i++) {
                dy[i] = y[i] > 0 ? dy[i] : 0;
            }
        }
        int inDegree = pattern.junction().inDegree();
        int edge = 0;
        for (int o = 0; o < outputs(); o++) {
            int row = o * lanes;
            dBiases[o] += sum(dy, row, lanes);
            for (int end = edge + inDegree; edge < end; edge++) {
                int source = sources[edge] * lanes;
                dWeights[edge] += dot(dy, row, x, source, lanes);
                if (dx != null) {
                    addScaled(weights[edge], dy, row, dx, source, lanes);
                }
            }
        }
    }

    private static void addScaled(float w, float[] x, int xFrom, float[] y, int yFrom, int length) {
        for (int l = 0; l < length; l++) {
            y[yFrom + l] += w * x[xFrom + l];
        }
    }

    private static float sum(float[] x, int from, int length) {
        float sum = 0;
        for (int l = 0; l < length; l++) {
            sum += x[from + l];
        }
        return sum;
    }

    /** Eight sums, so that an addition need not wait for the one before; their order is part of the result. */
    private static float dot(float[] a, int aFrom, float[] b, int bFrom, int length) {
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
            s0 += a[aFrom + l] * b[bFrom + l];
            s1 += a[aFrom + l + 1] * b[bFrom + l + 1];
            s2 += a[aFrom + l + 2] * b[bFrom + l + 2];
            s3 += a[aFrom + l + 3] * b[bFrom + l + 3];
            s4 += a[aFrom + l + 4] * b[bFrom + l + 4];
            s5 += a[aFrom + l + 5] * b[bFrom + l + 5];
            s6 += a[aFrom + l + 6] * b[bFrom + l + 6];
            s7 += a[aFrom + l + 7] * b[bFrom + l + 7];
        }
        for (; l < length; l++) {
            s0 += a[aFrom + l] * b[bFrom + l];
        }
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }
}
