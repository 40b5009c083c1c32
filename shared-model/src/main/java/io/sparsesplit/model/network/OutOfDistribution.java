package io.sparsesplit.model.network;

/**
 * Tells images that look like none of the classes, by the squared Mahalanobis distance of an exit's activations to the nearest
 * class (Lee et al., A Simple Unified Framework for Detecting Out-of-Distribution Samples and Adversarial Attacks, NeurIPS
 * 2018):
 *
 * <pre>
 * score(x) = min over classes c of  (x - mean_c)' S^-1 (x - mean_c)
 * </pre>
 *
 * All classes share the covariance {@code S = L L'} of the activations within their classes. The detector holds
 * {@code W = L^-1}, which is lower triangular, and the whitened means {@code W mean_c}: a score costs one product with
 * {@code W} and a squared Euclidean distance for each class. Sums are taken in double precision and in a fixed order, so that
 * the score of an image is the same on every machine. Immutable.
 */
public final class OutOfDistribution {

    private final float[] whitening;
    private final float[] means;
    private final int features;
    private final double threshold;

    /**
     * Makes a detector from its numbers.
     *
     * @param features number of activations that the detector reads, 1 or more
     * @param whitening rows of {@code W} one after the other, each up to its diagonal:
     *     {@code features * (features + 1) / 2} values; copied
     * @param means whitened means of the classes one after the other, {@code classes * features} values; copied
     * @param threshold greatest score of an image that looks like one of the classes, 0 or more
     * @throws IllegalArgumentException when a length does not fit, there is no class, or the threshold is negative or no
     *     finite number
     */
    public OutOfDistribution(int features, float[] whitening, float[] means, double threshold) {
        if (features < 1 || whitening.length != whiteningLength(features)) {
            throw new IllegalArgumentException(
                    "an out-of-distribution detector of %d features needs %d whitening values, not %d"
                            .formatted(features, whiteningLength(features), whitening.length));
        }
        if (means.length == 0 || means.length % features != 0) {
            throw new IllegalArgumentException(
                    "an out-of-distribution detector needs a mean of %d features for each class, not %d values in all"
                            .formatted(features, means.length));
        }
        if (!(threshold >= 0 && Double.isFinite(threshold))) {
            throw new IllegalArgumentException(
                    "an out-of-distribution threshold must be a number of at least 0, not " + threshold);
        }
        this.features = features;
        this.whitening = whitening.clone();
        this.means = means.clone();
        this.threshold = threshold;
    }

    /** Returns how many whitening values a detector of so many features has. */
    public static int whiteningLength(int features) {
        return Math.toIntExact((long) features * (features + 1) / 2);
    }

    /** Returns the number of activations that the detector reads. */
    public int features() {
        return features;
    }

    /** Returns the number of classes. */
    public int classes() {
        return means.length / features;
    }

    /** Returns a copy of the rows of {@code W}, each up to its diagonal. */
    public float[] whitening() {
        return whitening.clone();
    }

    /** Returns a copy of the whitened means, class by class. */
    public float[] means() {
        return means.clone();
    }

    /** Returns the greatest score of an image that looks like one of the classes. */
    public double threshold() {
        return threshold;
    }

    /** Returns the number of values that the detector adds to the edge's parameters. */
    public int parameters() {
        return whitening.length + means.length;
    }

    /** Returns the same detector with another threshold. */
    public OutOfDistribution withThreshold(double newThreshold) {
        return new OutOfDistribution(features, whitening, means, newThreshold);
    }

    /**
     * Returns the score of an image.
     *
     * @param activations activations of the image behind the layer of the first exit, length {@link #features()}
     * @return 0 or more, always finite: activations that overflowed or are no number give {@link Double#MAX_VALUE}
     * @throws IllegalArgumentException when the length is another
     */
    public double score(float[] activations) {
        if (activations.length != features) {
            throw new IllegalArgumentException("%d activations given to an out-of-distribution detector that reads %d"
                    .formatted(activations.length, features));
        }
        double[] whitened = whitened(activations);
        double nearest = Double.MAX_VALUE;
        for (int first = 0; first < means.length; first += features) {
            double distance = 0;
            for (int i = 0; i < features; i++) {
                double difference = whitened[i] - means[first + i];
                distance += difference * difference;
            }
            // Not Math.min, which would let a distance that is no number through.
            nearest = distance < nearest ? distance : nearest;
        }
        return nearest;
    }

    /** Returns the score of an image beside the threshold. */
    OutOfDistributionScore judge(float[] activations) {
        return new OutOfDistributionScore(score(activations), threshold);
    }

    private double[] whitened(float[] activations) {
        double[] whitened = new double[features];
        int next = 0;
        for (int i = 0; i < features; i++) {
            double sum = 0;
            for (int j = 0; j <= i; j++) {
                sum += (double) whitening[next++] * activations[j];
            }
            whitened[i] = sum;
        }
        return whitened;
    }
}
