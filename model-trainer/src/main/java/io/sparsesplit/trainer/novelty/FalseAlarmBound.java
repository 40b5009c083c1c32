package io.sparsesplit.trainer.novelty;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Computes an exact bound of how often images of the known classes are said to look like none of them, from images that the
 * detector was not fitted to.
 *
 * <p>The threshold is the score of rank {@code m + 1} from the top of {@code n} scores, and only greater scores are alarms. For any
 * distribution of scores without ties the share of all images above it has the distribution {@code Beta(m + 1, n - m)}, so that it
 * exceeds a rate {@code p} with probability {@code P(Bin(n, p) <= m)}: the bound of Clopper and Pearson for {@code m} hits. Ties
 * only make alarms rarer. These are the tolerance limits of Wilks (Determination of Sample Sizes for Setting Tolerance Limits,
 * Annals of Mathematical Statistics 12, 1941).
 */
final class FalseAlarmBound {

    private static final int NOT_ENOUGH_IMAGES = -1;

    private FalseAlarmBound() {}

    /**
     * Returns how many of the images may be false alarms at most.
     *
     * @param images number of images, 0 or more
     * @param rate share of all images that may be false alarms, above 0 and below 1
     * @param confidence least probability that the share is kept, in (0, 1)
     * @return 0 to images - 1; -1 when so few images prove nothing
     */
    static int mostFalseAlarms(int images, double rate, double confidence) {
        if (images == 0) {
            return NOT_ENOUGH_IMAGES;
        }
        BinomialDistribution alarms = BinomialDistribution.of(images, rate);
        int reached = alarms.inverseCumulativeProbability(1 - confidence);
        return alarms.cumulativeProbability(reached) <= 1 - confidence ? reached : reached - 1;
    }

    /** Returns the fewest images that prove a rate, when none of them is a false alarm. */
    static long fewestImages(double rate, double confidence) {
        return (long) Math.ceil(StrictMath.log(1 - confidence) / StrictMath.log1p(-rate));
    }

    /** Returns the smallest rate, as a share, that so many images can prove; 1 when there is no image. */
    static double smallestRate(int images, double confidence) {
        return images == 0 ? 1 : 1 - StrictMath.pow(1 - confidence, 1.0 / images);
    }
}
