package io.sparsesplit.model.network;

/**
 * The answer of one exit for one image, with its confidence.
 *
 * @param classification answer of the exit
 * @param criterion criterion that the confidence is measured by
 * @param confidence confidence, 0 to 1
 * @param threshold least confidence with which the exit answers; 1 or more when it may not answer
 */
public record ExitScore(Classification classification, Criterion criterion, double confidence, double threshold) {

    /** Returns whether the exit answers. A confidence of 1 is a rounded one and does not reach a threshold of 1. */
    public boolean confident() {
        return threshold < 1 && confidence >= threshold;
    }
}
