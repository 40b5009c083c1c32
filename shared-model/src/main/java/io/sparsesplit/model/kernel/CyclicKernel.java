package io.sparsesplit.model.kernel;

import io.sparsesplit.model.pattern.Density;
import io.sparsesplit.model.pattern.Junction;
import io.sparsesplit.model.pattern.Pattern;
import java.util.Arrays;

/**
 * The product over a cyclic pattern without gathers and without an index per edge: with
 * {@code g = gcd(inputs, outputs)}, right neurons {@code q * g .. q * g + g - 1} read, for each left block {@code p} and
 * offset {@code delta}, the left neurons {@code p * g + (j + delta) mod g}: two contiguous runs. Weights are stored in that
 * order.
 */
public final class CyclicKernel implements Kernel {

    /** Below this many neurons a run is too short for vector instructions to pay. */
    private static final int MIN_RUN = 32;

    private final Junction junction;
    private final int g;
    private final int[] offsets;
    private final float[] weights;
    private final float[] biases;

    CyclicKernel(Pattern pattern, float[] weights, float[] biases) {
        this.junction = pattern.junction();
        this.g = junction.outputs() / Density.smallestOutDegree(junction.inputs(), junction.outputs());
        this.offsets = new int[junction.inDegree() / (junction.inputs() / g)];
        this.biases = biases;
        this.weights = new float[weights.length];
        // Right neuron 0 reads left neuron delta of the first block for every offset delta.
        for (int d = 0; d < offsets.length; d++) {
            offsets[d] = pattern.source(0, d);
        }
        int[] rank = new int[junction.inputs()];
        for (int o = 0; o < junction.outputs(); o++) {
            for (int k = 0; k < junction.inDegree(); k++) {
                rank[pattern.source(o, k)] = k;
            }
            for (int p = 0; p < junction.inputs() / g; p++) {
                for (int d = 0; d < offsets.length; d++) {
                    int source = p * g + (o + offsets[d]) % g;
                    this.weights[run(o / g, p, d) + o % g] = weights[o * junction.inDegree() + rank[source]];
                }
            }
        }
    }

    /** Whether runs are long enough. */
    static boolean pays(Junction junction) {
        return junction.outputs() / Density.smallestOutDegree(junction.inputs(), junction.outputs()) >= MIN_RUN;
    }

    @Override
    public void forward(float[] x, float[] y) {
        System.arraycopy(biases, 0, y, 0, junction.outputs());
        for (int q = 0; q < junction.outputs() / g; q++) {
            for (int p = 0; p < junction.inputs() / g; p++) {
                for (int d = 0; d < offsets.length; d++) {
                    int run = run(q, p, d);
                    int head = g - offsets[d];
                    addProduct(run, x, p * g + offsets[d], y, q * g, head);
                    addProduct(run + head, x, p * g, y, q * g + head, offsets[d]);
                }
            }
        }
    }

    @Override
    public void forward(float[] x, float[] y, int lanes) {
        float[] sum = new float[lanes];
        for (int o = 0; o < junction.outputs(); o++) {
            Arrays.fill(sum, biases[o]);
            for (int p = 0; p < junction.inputs() / g; p++) {
                for (int d = 0; d < offsets.length; d++) {
                    int source = p * g + (o + offsets[d]) % g;
                    IndexedKernel.addScaled(weights[run(o / g, p, d) + o % g], x, source * lanes, sum, 0, lanes);
                }
            }
            System.arraycopy(sum, 0, y, o * lanes, lanes);
        }
    }

    private int run(int q, int p, int d) {
        return ((q * (junction.inputs() / g) + p) * offsets.length + d) * g;
    }

    private void addProduct(int wFrom, float[] x, int xFrom, float[] y, int yFrom, int length) {
        for (int j = 0; j < length; j++) {
            y[yFrom + j] += weights[wFrom + j] * x[xFrom + j];
        }
    }
}
