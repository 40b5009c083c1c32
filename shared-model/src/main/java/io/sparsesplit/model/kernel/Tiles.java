package io.sparsesplit.model.kernel;

import java.util.Arrays;

/**
 * Products over tiles. Every neuron has a row of its own, an array that is always read from its beginning: the compiler
 * turns such loops into vector instructions, and does not when they run over several offsets of one array.
 */
final class Tiles {

    private Tiles() {}

    /**
     * {@code y[l] = bias + sum_k weights[from + k] * x[sources[from + k]][l]}, four edges at a time, so that the sum is
     * read and written once for four.
     */
    static void product(
            float[] weights, int[] sources, int from, int to, float bias, float[][] x, float[] y, int lanes) {
        Arrays.fill(y, 0, lanes, bias);
        int edge = from;
        for (; edge <= to - 4; edge += 4) {
            addFour(
                    weights[edge],
                    x[sources[edge]],
                    weights[edge + 1],
                    x[sources[edge + 1]],
                    weights[edge + 2],
                    x[sources[edge + 2]],
                    weights[edge + 3],
                    x[sources[edge + 3]],
                    y,
                    lanes);
        }
        for (; edge < to; edge++) {
            addOne(weights[edge], x[sources[edge]], y, lanes);
        }
    }

    private static void addFour(
            float w0,
            float[] x0,
            float w1,
            float[] x1,
            float w2,
            float[] x2,
            float w3,
            float[] x3,
            float[] y,
            int lanes) {
        for (int l = 0; l < lanes; l++) {
            y[l] += w0 * x0[l] + w1 * x1[l] + w2 * x2[l] + w3 * x3[l];
        }
    }

    private static void addOne(float w, float[] x, float[] y, int lanes) {
        for (int l = 0; l < lanes; l++) {
            y[l] += w * x[l];
        }
    }
}
