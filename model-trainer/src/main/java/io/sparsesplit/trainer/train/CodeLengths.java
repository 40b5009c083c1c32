package io.sparsesplit.trainer.train;

import java.util.Arrays;

/**
 * How many bits each symbol of each channel takes, given the exit's class: {@code -log2} of how often it came in the last
 * batches. It is what the frequency tables of the entropy code will say, learned while features are trained to suit it.
 */
final class CodeLengths {

    /** A batch counts half after some 140 others. */
    private static final double KEPT = 0.995;

    /** As if every symbol had been seen a little, so that none is impossible. */
    private static final double UNSEEN = 0.05;

    private static final double LN_2 = StrictMath.log(2);

    private final int contexts;
    private final int channels;
    private final int levels;
    private final float[] counts;
    private final float[] bits;

    /** All symbols alike. */
    CodeLengths(int contexts, int channels, int levels) {
        this.contexts = contexts;
        this.channels = channels;
        this.levels = levels;
        this.counts = new float[contexts * channels * levels];
        this.bits = new float[counts.length];
        Arrays.fill(bits, (float) (StrictMath.log(levels) / LN_2));
    }

    /** Where the symbols of a channel begin in {@link #bits} and in the counts of a batch. */
    int first(int context, int channel) {
        return (context * channels + channel) * levels;
    }

    /** Live. */
    float[] bits() {
        return bits;
    }

    /** Live: how often each symbol came, the last batches counting most. */
    float[] counts() {
        return counts;
    }

    /** Room for the counts of a batch. */
    int[] batchCounts() {
        return new int[counts.length];
    }

    /** Takes in what a batch had. */
    void learn(int[] batch) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = (float) KEPT * counts[i] + batch[i];
        }
        measure();
    }

    /** After {@link #counts} were changed. */
    void measure() {
        for (int table = 0; table < contexts * channels; table++) {
            int first = table * levels;
            double sum = levels * UNSEEN;
            for (int s = first; s < first + levels; s++) {
                sum += counts[s];
            }
            double whole = StrictMath.log(sum);
            for (int s = first; s < first + levels; s++) {
                bits[s] = (float) ((whole - StrictMath.log(counts[s] + UNSEEN)) / LN_2);
            }
        }
    }
}
