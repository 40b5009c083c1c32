package io.sparsesplit.model.pattern;

import java.util.Random;

/**
 * Cyclic pattern: with {@code g = gcd(inputs, outputs)}, right neuron {@code o} is joined to every left neuron
 * {@code i = o + delta (mod g)} for a set of {@code L} distinct offsets {@code delta}. Then
 * {@code inDegree = L * inputs / g} and {@code outDegree = L * outputs / g}, which are exactly the feasible degrees, so
 * that a cyclic pattern exists for every feasible junction. Neighbouring right neurons read neighbouring left neurons:
 * products over it need no gathers.
 */
final class Cyclic {

    private Cyclic() {}

    static int[] sources(Junction junction, Random random) {
        int g = Density.gcd(junction.inputs(), junction.outputs());
        int[] offsets = offsets(g, junction.outDegree() / (junction.outputs() / g), random);
        int[] sources = new int[junction.edges()];
        int edge = 0;
        for (int o = 0; o < junction.outputs(); o++) {
            for (int block = 0; block < junction.inputs(); block += g) {
                for (int offset : offsets) {
                    sources[edge++] = block + (o + offset) % g;
                }
            }
        }
        return sources;
    }

    /** {@code count} distinct numbers below {@code g}: the head of a partial Fisher-Yates shuffle. */
    private static int[] offsets(int g, int count, Random random) {
        int[] all = new int[g];
        for (int i = 0; i < g; i++) {
            all[i] = i;
        }
        int[] offsets = new int[count];
        for (int i = 0; i < count; i++) {
            int j = i + random.nextInt(g - i);
            offsets[i] = all[j];
            all[j] = all[i];
        }
        return offsets;
    }
}
