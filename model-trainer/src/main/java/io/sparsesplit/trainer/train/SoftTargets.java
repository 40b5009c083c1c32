package io.sparsesplit.trainer.train;

import java.util.Arrays;

/**
 * Distillation (Hinton et al., 2015) at temperature 1: a network learns a mixture of the label and what a teacher thinks of
 * the image as it is, distorted or not.
 */
public final class SoftTargets {

    private final float[][] probabilities;
    private final float share;

    /**
     * What a teacher says.
     *
     * @param probabilities of the classes, by image; not copied
     * @param share of the teacher in what is learned, 0 to 1; the label has the rest
     */
    SoftTargets(float[][] probabilities, double share) {
        this.probabilities = probabilities;
        this.share = (float) share;
    }

    /** Returns what the teacher says of some of the images, in the order given. */
    SoftTargets select(int[] images) {
        return new SoftTargets(
                Arrays.stream(images).mapToObj(image -> probabilities[image]).toArray(float[][]::new), share);
    }

    float target(int image, int c, float label) {
        return (1 - share) * label + share * probabilities[image][c];
    }
}
