package io.sparsesplit.trainer.statistics;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * A confidence interval of a probability.
 *
 * @param low lower end, in [0, 1]
 * @param high upper end, in [low, 1]
 */
public record Interval(double low, double high) {

    /** Confidence of the intervals in reports. */
    public static final double CONFIDENCE = 0.95;

    /** Checks the order of the ends. */
    public Interval {
        if (!(low >= 0 && low <= high && high <= 1)) {
            throw new IllegalArgumentException("an interval lies in [0, 1], not from %s to %s".formatted(low, high));
        }
    }

    /**
     * Returns the exact two-sided interval of Clopper and Pearson (Biometrika 26, 1934) at 95 % confidence. Each end is left
     * out with a probability of at most 2.5 %.
     *
     * @param hits number of trials with the event, 0 to trials
     * @param trials number of trials; with 0 the interval is all of [0, 1]
     * @throws IllegalArgumentException when hits are negative or exceed the trials
     */
    public static Interval of(int hits, int trials) {
        if (hits < 0 || hits > trials) {
            throw new IllegalArgumentException("there are %d hits in %d trials".formatted(hits, trials));
        }
        double tail = (1 - CONFIDENCE) / 2;
        double low =
                hits == 0 ? 0 : BetaDistribution.of(hits, trials - hits + 1.0).inverseCumulativeProbability(tail);
        double high = hits == trials
                ? 1
                : BetaDistribution.of(hits + 1.0, trials - hits).inverseSurvivalProbability(tail);
        return new Interval(low, high);
    }
}
