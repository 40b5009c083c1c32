package io.sparsesplit.model.pattern;

import java.util.Arrays;
import java.util.Random;

/**
 * Random structured pattern: right neuron by right neuron, left neurons are drawn uniformly among those that have edges
 * left to give. A left neuron that has as many edges left as there are right neurons left is taken without a draw, or
 * it would miss its out-degree.
 *
 * <p>It never gets stuck: with {@code r} right neurons left, the edges left are {@code r * inDegree} and no left neuron
 * has more than {@code r} of them; so at most {@code inDegree} neurons must be taken, and at least that many can be.
 */
final class RandomStructured {

    private RandomStructured() {}

    static int[] sources(Junction junction, Random random) {
        int inDegree = junction.inDegree();
        int[] left = new int[junction.inputs()];
        Arrays.fill(left, junction.outDegree());
        int[] sources = new int[junction.edges()];
        int[] candidates = new int[junction.inputs()];
        int next = 0;
        for (int rows = junction.outputs(); rows > 0; rows--) {
            int free = 0;
            int end = next + inDegree;
            for (int i = 0; i < left.length; i++) {
                if (left[i] == rows) {
                    sources[next++] = i;
                } else if (left[i] > 0) {
                    candidates[free++] = i;
                }
            }
            while (next < end) {
                int drawn = random.nextInt(free);
                sources[next++] = candidates[drawn];
                candidates[drawn] = candidates[--free];
            }
            for (int edge = end - inDegree; edge < end; edge++) {
                left[sources[edge]]--;
            }
        }
        return sources;
    }
}
