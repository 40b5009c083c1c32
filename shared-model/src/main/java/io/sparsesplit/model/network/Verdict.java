package io.sparsesplit.model.network;

/**
 * What an exit thinks of an image and how sure it is.
 *
 * @param classification the exit's own answer
 * @param criterion how confidence was measured
 * @param confidence in [0, 1]
 * @param threshold what it was held against; above 1 when the exit was not allowed to answer
 */
public record Verdict(Classification classification, Criterion criterion, double confidence, double threshold) {

    /** Whether the exit may answer. */
    public boolean confident() {
        return confidence >= threshold;
    }
}
