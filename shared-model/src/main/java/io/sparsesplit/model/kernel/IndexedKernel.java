package io.sparsesplit.model.kernel;

import io.sparsesplit.model.pattern.Junction;
import io.sparsesplit.model.pattern.Pattern;

/**
 * {@code y[o] = b[o] + sum_k w[o, k] * x[source(o, k)]} for any pattern, one index per edge. A single image is gathered;
 * a tile reads one contiguous row per edge.
 */
public final class IndexedKernel implements Kernel {

    private final Junction junction;
    private final int[] sources;
    private final float[] weights;
    private final float[] biases;

    IndexedKernel(Pattern pattern, float[] weights, float[] biases) {
        this.junction = pattern.junction();
        this.sources = pattern.sources();
        this.weights = weights;
        this.biases = biases;
    }

    @Override
    public void forward(float[] x, float[] y) {
        int inDegree = junction.inDegree();
        int edge = 0;
        for (int o = 0; o < junction.outputs(); o++) {
            int end = edge + inDegree;
            // Four sums, so that an addition need not wait for the one before.
            float s0 = biases[o];
            float s1 = 0;
            float s2 = 0;
            float s3 = 0;
            for (; edge <= end - 4; edge += 4) {
                s0 += weights[edge] * x[sources[edge]];
                s1 += weights[edge + 1] * x[sources[edge + 1]];
                s2 += weights[edge + 2] * x[sources[edge + 2]];
                s3 += weights[edge + 3] * x[sources[edge + 3]];
            }
            for (; edge < end; edge++) {
                s0 += weights[edge] * x[sources[edge]];
            }
            y[o] = (s0 + s1) + (s2 + s3);
        }
    }

    @Override
    public void forward(float[][] x, float[][] y, int lanes) {
        int inDegree = junction.inDegree();
        for (int o = 0; o < junction.outputs(); o++) {
            Tiles.product(weights, sources, o * inDegree, (o + 1) * inDegree, biases[o], x, y[o], lanes);
        }
    }
}
