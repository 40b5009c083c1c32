package io.sparsesplit.trainer.train;

import io.sparsesplit.model.kernel.Kernel;
import io.sparsesplit.model.network.Activation;
import io.sparsesplit.model.network.Layer;
import io.sparsesplit.model.pattern.Junction;
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
    private final int[] edgesByInput;
    private final float[] weights;
    private final float[] biases;
    private final Kernel kernel;

    TrainableLayer(Pattern pattern, Activation activation, Initialisation initialisation, Random random) {
        this.pattern = pattern;
        this.activation = activation;
        this.sources = pattern.sources();
        this.edgesByInput =
                byInput(sources, pattern.junction().inputs(), pattern.junction().outDegree());
        this.weights = new float[pattern.junction().edges()];
        this.biases = new float[pattern.junction().outputs()];
        this.kernel = Kernel.live(pattern, weights, biases);
        initialisation.fill(pattern.junction(), activation, weights, biases, random);
    }

    Junction junction() {
        return pattern.junction();
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
     * @param lanes even
     * @param dWeights added to
     * @param dBiases added to
     * @param dx derivative of the loss by {@code x}, added to; null when nobody asks
     * @param dense for junctions that are dense enough for it; null for others
     */
    void backward(
            float[][] x,
            float[][] y,
            float[][] dy,
            int lanes,
            float[] dWeights,
            float[] dBiases,
            float @Nullable [][] dx,
            @Nullable DenseGradients dense) {
        for (int o = 0; o < outputs(); o++) {
            if (activation == Activation.RELU) {
                keepWhereActive(dy[o], y[o], lanes);
            }
            dBiases[o] += sum(dy[o], lanes);
        }
        if (dense == null) {
            gradients(x, dy, lanes, dWeights);
        } else {
            dense.gradients(x, dy, lanes, sources, dWeights);
        }
        if (dx != null) {
            backward(dy, lanes, dx);
        }
    }

    /** {@code dW[o, i] = sum over lanes of dy[o] x[i]}, edge by edge. */
    private void gradients(float[][] x, float[][] dy, int lanes, float[] dWeights) {
        int inDegree = pattern.junction().inDegree();
        for (int o = 0; o < outputs(); o++) {
            int edge = o * inDegree;
            int end = edge + inDegree;
            for (; edge <= end - 4; edge += 4) {
                fourDots(
                        dy[o],
                        x[sources[edge]],
                        x[sources[edge + 1]],
                        x[sources[edge + 2]],
                        x[sources[edge + 3]],
                        lanes,
                        dWeights,
                        edge);
            }
            for (; edge < end; edge++) {
                dWeights[edge] += dot(dy[o], x[sources[edge]], lanes);
            }
        }
    }

    /** {@code dx = W^T dy}, left neuron by left neuron, so that each row is written once for four edges. */
    private void backward(float[][] dy, int lanes, float[][] dx) {
        int inDegree = pattern.junction().inDegree();
        int outDegree = pattern.junction().outDegree();
        for (int i = 0; i < inputs(); i++) {
            int next = i * outDegree;
            int end = next + outDegree;
            for (; next <= end - 4; next += 4) {
                int a = edgesByInput[next];
                int b = edgesByInput[next + 1];
                int c = edgesByInput[next + 2];
                int d = edgesByInput[next + 3];
                addFour(
                        weights[a],
                        dy[a / inDegree],
                        weights[b],
                        dy[b / inDegree],
                        weights[c],
                        dy[c / inDegree],
                        weights[d],
                        dy[d / inDegree],
                        dx[i],
                        lanes);
            }
            for (; next < end; next++) {
                int edge = edgesByInput[next];
                addScaled(weights[edge], dy[edge / inDegree], dx[i], lanes);
            }
        }
    }

    /** The edges of each left neuron, ascending. */
    private static int[] byInput(int[] sources, int inputs, int outDegree) {
        int[] edges = new int[sources.length];
        int[] filled = new int[inputs];
        for (int edge = 0; edge < sources.length; edge++) {
            int input = sources[edge];
            edges[input * outDegree + filled[input]++] = edge;
        }
        return edges;
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

    static void addFour(
            float w0,
            float[] x0,
            float w1,
            float[] x1,
            float w2,
            float[] x2,
            float w3,
            float[] x3,
            float[] y,
            int length) {
        for (int l = 0; l < length; l++) {
            y[l] += w0 * x0[l] + w1 * x1[l] + w2 * x2[l] + w3 * x3[l];
        }
    }

    private static float sum(float[] x, int length) {
        float even = 0;
        float odd = 0;
        for (int l = 0; l < length; l += 2) {
            even += x[l];
            odd += x[l + 1];
        }
        return even + odd;
    }

    private static float dot(float[] a, float[] b, int length) {
        float even = 0;
        float odd = 0;
        for (int l = 0; l < length; l += 2) {
            even += a[l] * b[l];
            odd += a[l + 1] * b[l + 1];
        }
        return even + odd;
    }

    /** Four products with the same row: eight sums, so that an addition need not wait for the one before. */
    private static void fourDots(
            float[] a, float[] b0, float[] b1, float[] b2, float[] b3, int length, float[] sums, int first) {
        float even0 = 0;
        float even1 = 0;
        float even2 = 0;
        float even3 = 0;
        float odd0 = 0;
        float odd1 = 0;
        float odd2 = 0;
        float odd3 = 0;
        for (int l = 0; l < length; l += 2) {
            float even = a[l];
            float odd = a[l + 1];
            even0 += even * b0[l];
            even1 += even * b1[l];
            even2 += even * b2[l];
            even3 += even * b3[l];
            odd0 += odd * b0[l + 1];
            odd1 += odd * b1[l + 1];
            odd2 += odd * b2[l + 1];
            odd3 += odd * b3[l + 1];
        }
        sums[first] += even0 + odd0;
        sums[first + 1] += even1 + odd1;
        sums[first + 2] += even2 + odd2;
        sums[first + 3] += even3 + odd3;
    }
}
