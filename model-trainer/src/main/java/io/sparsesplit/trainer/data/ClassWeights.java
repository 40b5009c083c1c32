package io.sparsesplit.trainer.data;

import java.util.Arrays;

/**
 * Weights of classes in a loss, so that each class counts alike however many images it has (King and Zeng, Logistic Regression in
 * Rare Events Data, 2001): the weight of a class of {@code n_c} images is {@code n / (classes * n_c)}, at most
 * {@value #MAX} times that of the largest class. Weights are scaled so that their mean over images is 1, which leaves the learning
 * rate as it was.
 */
public final class ClassWeights {

    /** Largest weight against that of the largest class: beyond it, single images would decide a step of training. */
    public static final int MAX = 30;

    private ClassWeights() {}

    /**
     * Returns the balanced weights.
     *
     * @param counts number of images of each class; a class without images gets weight 0
     * @throws IllegalArgumentException when there are no images, or a count is negative
     */
    public static float[] balanced(ClassCounts counts) {
        return balanced(counts.images().stream().mapToInt(Integer::intValue).toArray());
    }

    /**
     * Returns the balanced weights.
     *
     * @param counts number of images of each class; a class without images gets weight 0
     * @throws IllegalArgumentException when there are no images, or a count is negative
     */
    public static float[] balanced(int[] counts) {
        long images = Arrays.stream(counts).asLongStream().sum();
        if (images == 0 || Arrays.stream(counts).anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException(
                    "classes of %s images cannot be balanced".formatted(Arrays.toString(counts)));
        }
        int largest = Arrays.stream(counts).max().orElse(0);
        double[] weights = Arrays.stream(counts)
                .mapToDouble(count -> count == 0 ? 0 : Math.min(MAX, (double) largest / count))
                .toArray();
        double sum = 0;
        for (int c = 0; c < counts.length; c++) {
            sum += weights[c] * counts[c];
        }
        float[] balanced = new float[counts.length];
        for (int c = 0; c < counts.length; c++) {
            balanced[c] = (float) (weights[c] * images / sum);
        }
        return balanced;
    }

    /** Returns weights that leave the loss as it is. */
    public static float[] uniform(int classes) {
        float[] weights = new float[classes];
        Arrays.fill(weights, 1);
        return weights;
    }

    /**
     * Returns the weights by default: uniform for data that is balanced, see {@link ClassCounts#isBalanced}, balanced weights
     * otherwise.
     */
    public static float[] byDefault(ClassCounts counts) {
        return counts.isBalanced() ? uniform(counts.images().size()) : balanced(counts);
    }
}
