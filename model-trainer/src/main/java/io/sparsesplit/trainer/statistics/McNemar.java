package io.sparsesplit.trainer.statistics;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/** The exact test of McNemar (Psychometrika 12, 1947): whether two classifiers are right equally often on the same images. */
public final class McNemar {

    private McNemar() {}

    /**
     * Returns the two-sided p-value: the probability of counts at least this unequal if each discordant image favoured either
     * classifier with probability one half.
     *
     * @param onlyFirst number of images that only the first classifier gets right
     * @param onlySecond number of images that only the second classifier gets right
     * @return value in (0, 1]; 1 when no image tells them apart
     */
    public static double pValue(int onlyFirst, int onlySecond) {
        int discordant = onlyFirst + onlySecond;
        if (discordant == 0) {
            return 1;
        }
        double tail = BinomialDistribution.of(discordant, 0.5).cumulativeProbability(Math.min(onlyFirst, onlySecond));
        return Math.min(1, 2 * tail);
    }
}
