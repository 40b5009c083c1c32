package io.sparsesplit.trainer.calibrate;

import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Computes the exact one-sided bound of a probability from a count (Clopper and Pearson, The Use of Confidence or Fiducial Limits
 * Illustrated in the Case of the Binomial, Biometrika 26, 1934).
 */
final class ClopperPearson {

    static final String NAME = "clopper-pearson";

    private ClopperPearson() {}

    /**
     * Returns the lower bound: with the given confidence, the probability of a hit is at least this.
     *
     * @param hits number of hits, 0 to trials
     * @param confidence confidence of the bound, in (0, 1)
     * @return probability, in [0, 1)
     */
    static double lower(int hits, int trials, double confidence) {
        return hits == 0
                ? 0
                : BetaDistribution.of(hits, trials - hits + 1.0).inverseCumulativeProbability(1 - confidence);
    }

    /**
     * Returns the fewest hits whose lower bound is at least a probability: where it is less, as many or more hits come with a
     * probability of at most {@code 1 - confidence}.
     *
     * @return 0 to trials + 1; the latter when no count proves it
     */
    static int fewestHits(int trials, double probability, double confidence) {
        if (probability <= 0) {
            return 0;
        }
        BinomialDistribution hits = BinomialDistribution.of(trials, Math.min(1, probability));
        return hits.inverseSurvivalProbability(1 - confidence) + 1;
    }
}
