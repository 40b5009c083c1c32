package io.sparsesplit.trainer.calibrate;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Computes the level of a test of the loss, without approximation: whether {@code P(X+ <= k(X-))} is at most {@code d} for every
 * {@code p+} and {@code p-} with a loss of {@code a} or more, see {@link LossTest}.
 *
 * <p>Where {@code k} does not fall, the probability falls with {@code p+} and grows with {@code p-}. So the edge
 * {@code p+ = a + p-} is the worst, and on an interval {@code [u, v]} of {@code p-} the probability at {@code (a + u, v)} is
 * more than any on it. Intervals cover the edge; one whose bound is too high is divided, down to a fiftieth of the deviation
 * of {@code X+ - X-}.
 */
final class LossTestLevel {

    /** Width of the narrowest interval, in deviations of {@code X+ - X-}. */
    private static final double FINEST = 0.02;
    /** Probability that a sum leaves out, and then adds. */
    private static final double NEGLIGIBLE = 1e-9;

    private static final double LOG_NEGLIGIBLE = StrictMath.log(2 / NEGLIGIBLE);

    private final int images;
    private final double maxLoss;
    private final double level;

    /**
     * Makes a check of the level that is wanted of a test.
     *
     * @param images {@code n}
     * @param maxLoss {@code a}, in (0, 1)
     * @param level {@code d}, in (0, 1)
     */
    LossTestLevel(int images, double maxLoss, double level) {
        this.images = images;
        this.maxLoss = maxLoss;
        this.level = level;
    }

    /**
     * Returns whether a test keeps the level.
     *
     * @param mostLost {@code k} by images won, which does not fall
     */
    boolean isKept(int[] mostLost) {
        double most = (1 - maxLoss) / 2;
        double from = 0;
        double width = finest(from);
        while (from < most) {
            double to = Math.min(most, from + width);
            if (passing(mostLost, maxLoss + from, to) <= level) {
                from = to;
                width *= 2;
            } else if (width <= finest(from)) {
                return false;
            } else {
                width = Math.max(finest(from), width / 4);
            }
        }
        return true;
    }

    private double finest(double won) {
        return FINEST * Math.sqrt((maxLoss + 2 * won) / images);
    }

    /** Returns {@code P(X+ <= k(X-))}, or a little more. */
    private double passing(int[] mostLost, double lossProbability, double winProbability) {
        // Bernstein's inequality: X- is further from its mean with a probability that is negligible.
        double mean = images * winProbability;
        double third = LOG_NEGLIGIBLE / 3;
        double reach = third + Math.sqrt(third * third + 2 * LOG_NEGLIGIBLE * mean * (1 - winProbability));
        int first = (int) Math.max(0, Math.floor(mean - reach));
        int last = (int) Math.min(images, Math.ceil(mean + reach));

        double lost = lossProbability / (1 - winProbability);
        double winOdds = winProbability / (1 - winProbability);
        double lossOdds = lost / (1 - lost);
        double won = BinomialDistribution.of(images, winProbability).probability(first);
        int others = images - first;
        int most = mostLost[first];
        BinomialDistribution losses = BinomialDistribution.of(others, lost);
        double atMost = losses.cumulativeProbability(most);
        double exactly = losses.probability(most);
        double sum = NEGLIGIBLE + won * atMost;
        for (int w = first + 1; w <= last; w++) {
            won *= winOdds * (others / (double) w);
            // From Bin(others, lost) to one trial fewer, and then up to the new k: sums of positive terms, without
            // cancellation.
            exactly *= (others - most) / (others * (1 - lost));
            atMost += lost * exactly;
            others--;
            for (; most < mostLost[w] && most < others; most++) {
                exactly *= lossOdds * ((others - most) / (most + 1.0));
                atMost += exactly;
            }
            if (most >= others) {
                // All the others may be lost: whatever remains passes.
                return sum + remaining(won, winOdds, w, last);
            }
            sum += won * atMost;
        }
        return sum;
    }

    private double remaining(double won, double winOdds, int from, int last) {
        double sum = won;
        double probability = won;
        for (int w = from + 1; w <= last; w++) {
            probability *= winOdds * ((images - w + 1.0) / w);
            sum += probability;
        }
        return sum;
    }
}
