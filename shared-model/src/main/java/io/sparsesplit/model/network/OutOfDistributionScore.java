package io.sparsesplit.model.network;

/**
 * How far an image lies from all classes.
 *
 * @param value score of the image, 0 or more, see {@link OutOfDistribution#score}
 * @param threshold greatest score of an image that looks like one of the classes
 */
public record OutOfDistributionScore(double value, double threshold) {

    /** Returns whether the image looks like none of the classes. */
    public boolean noneOfThese() {
        return value > threshold;
    }
}
