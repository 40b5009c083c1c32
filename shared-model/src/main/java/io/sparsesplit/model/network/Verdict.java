package io.sparsesplit.model.network;

/**
 * What an exit thinks of an image and how sure it is.
 *
 * @param classification the exit's own answer
 * @param criterion how confidence was measured
 * @param confidence in [0, 1]
 * @param threshold what it was held against; 1 or more when the exit was not allowed to answer
 */
public record Verdict(Classification classification, Criterion criterion, double confidence, double threshold) {

    /** Whether the exit may answer. A confidence of 1 is but a rounded one: it does not reach a threshold of 1. */
    public boolean confident() {
        return threshold < 1 && confidence >= threshold;
    }
}
