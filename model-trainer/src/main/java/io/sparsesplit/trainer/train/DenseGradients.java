package io.sparsesplit.trainer.train;

import io.sparsesplit.model.pattern.Junction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of the weights of a junction that is dense or nearly so, with the memory they need. Those of a right neuron are a
 * sum of the images' activations, each times a number: a loop over left neurons that the compiler turns into vector
 * instructions, as it does not with the sum over images of an edge. It pays although missing edges are computed as well.
 */
final class DenseGradients {

    /** Measured: an edge costs a third of what it costs by itself. */
    private static final double LEAST_DENSITY = 0.4;

    private static final int BLOCK = 8;

    private final float[][] images;
    private final float[] sums;

    private DenseGradients(int inputs, int lanes) {
        images = new float[lanes][inputs];
        sums = new float[inputs];
    }

    /**
     * For a junction; null when it is too sparse.
     *
     * @param lanes a multiple of 8
     */
    static @Nullable DenseGradients of(Junction junction, int lanes) {
        return junction.density() < LEAST_DENSITY ? null : new DenseGradients(junction.inputs(), lanes);
    }

    /**
     * Adds the gradients of a tile.
     *
     * @param x activations of the left layer
     * @param dy derivative of the loss by the weighted sums of the right layer
     * @param sources left neuron of each edge
     * @param dWeights added to
     */
    void gradients(float[][] x, float[][] dy, int lanes, int[] sources, float[] dWeights) {
        for (int lane = 0; lane < lanes; lane += BLOCK) {
            transpose(x, lane);
        }
        int inDegree = sources.length / dy.length;
        for (int o = 0; o < dy.length; o++) {
            Arrays.fill(sums, 0);
            for (int lane = 0; lane < lanes; lane += 4) {
                TrainableLayer.addFour(
                        dy[o][lane],
                        images[lane],
                        dy[o][lane + 1],
                        images[lane + 1],
                        dy[o][lane + 2],
                        images[lane + 2],
                        dy[o][lane + 3],
                        images[lane + 3],
                        sums,
                        sums.length);
            }
            int first = o * inDegree;
            for (int edge = first; edge < first + inDegree; edge++) {
                dWeights[edge] += sums[sources[edge]];
            }
        }
    }

    private void transpose(float[][] x, int lane) {
        float[] i0 = images[lane];
        float[] i1 = images[lane + 1];
        float[] i2 = images[lane + 2];
        float[] i3 = images[lane + 3];
        float[] i4 = images[lane + 4];
        float[] i5 = images[lane + 5];
        float[] i6 = images[lane + 6];
        float[] i7 = images[lane + 7];
        for (int i = 0; i < sums.length; i++) {
            float[] row = x[i];
            i0[i] = row[lane];
            i1[i] = row[lane + 1];
            i2[i] = row[lane + 2];
            i3[i] = row[lane + 3];
            i4[i] = row[lane + 4];
            i5[i] = row[lane + 5];
            i6[i] = row[lane + 6];
            i7[i] = row[lane + 7];
        }
    }
}
