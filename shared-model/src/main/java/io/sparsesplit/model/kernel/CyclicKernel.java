package io.sparsesplit.model.kernel;

import io.sparsesplit.model.pattern.Density;
import io.sparsesplit.model.pattern.Junction;
import io.sparsesplit.model.pattern.Pattern;

/**
 * The product over a cyclic pattern without a gather: with {@code g = gcd(inputs, outputs)}, the {@code g} right neurons
 * {@code q * g + j} of block {@code q} read, for each left block {@code p} and offset {@code delta}, the left neurons
 * {@code p * g + (j + delta) mod g}: a left block, rotated. So for each {@code p} and {@code delta} the block is copied
 * in rotated order, and multiplied, element by element, by a row of weights for each {@code q}.
 */
public final class CyclicKernel implements Kernel {

    /** Below this many neurons in a block, copying and short loops cost more than a gather. */
    private static final int MIN_BLOCK = 128;

    private final Junction junction;
    private final int g;
    private final int[] offsets;
    /** Row {@code (p * offsets + d) * blocks + q} holds the weights of {@code g} edges. */
    private final float[][] weights;

    private final float[] biases;
    private final IndexedKernel tiles;

    CyclicKernel(Pattern pattern, float[] canonical, float[] biases) {
        this.junction = pattern.junction();
        this.g = block(junction);
        this.offsets = new int[junction.inDegree() / leftBlocks()];
        this.biases = biases;
        this.tiles = new IndexedKernel(pattern, canonical, biases);
        this.weights = new float[leftBlocks() * offsets.length * rightBlocks()][g];
        // Right neuron 0 reads left neuron delta of the first block for every offset delta.
        for (int d = 0; d < offsets.length; d++) {
            offsets[d] = pattern.source(0, d);
        }
        int[] rank = new int[junction.inputs()];
        for (int o = 0; o < junction.outputs(); o++) {
            for (int k = 0; k < junction.inDegree(); k++) {
                rank[pattern.source(o, k)] = k;
            }
            for (int p = 0; p < leftBlocks(); p++) {
                for (int d = 0; d < offsets.length; d++) {
                    int source = p * g + (o + offsets[d]) % g;
                    weights[row(p, d, o / g)][o % g] = canonical[o * junction.inDegree() + rank[source]];
                }
            }
        }
    }

    /** Whether blocks are long enough. */
    static boolean pays(Junction junction) {
        return block(junction) >= MIN_BLOCK;
    }

    @Override
    public void forward(float[] x, float[] y) {
        float[][] sums = new float[rightBlocks()][g];
        float[] rotated = new float[g];
        for (int q = 0; q < sums.length; q++) {
            System.arraycopy(biases, q * g, sums[q], 0, g);
        }
        for (int p = 0; p < leftBlocks(); p++) {
            for (int d = 0; d < offsets.length; d++) {
                int head = g - offsets[d];
                System.arraycopy(x, p * g + offsets[d], rotated, 0, head);
                System.arraycopy(x, p * g, rotated, head, offsets[d]);
                for (int q = 0; q < sums.length; q++) {
                    addProduct(weights[row(p, d, q)], rotated, sums[q], g);
                }
            }
        }
        for (int q = 0; q < sums.length; q++) {
            System.arraycopy(sums[q], 0, y, q * g, g);
        }
    }

    @Override
    public void forward(float[][] x, float[][] y, int lanes) {
        tiles.forward(x, y, lanes);
    }

    private static int block(Junction junction) {
        return junction.outputs() / Density.smallestOutDegree(junction.inputs(), junction.outputs());
    }

    private int leftBlocks() {
        return junction.inputs() / g;
    }

    private int rightBlocks() {
        return junction.outputs() / g;
    }

    private int row(int p, int d, int q) {
        return (p * offsets.length + d) * rightBlocks() + q;
    }

    private static void addProduct(float[] w, float[] x, float[] y, int length) {
        for (int j = 0; j < length; j++) {
            y[j] += w[j] * x[j];
        }
    }
}
