package io.sparsesplit.trainer.calibrate;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * An exact test of whether exits and tail together lose at most so much against the tail alone, over all images of the kind
 * that a sample was drawn from.
 *
 * <p>An image is lost with probability {@code p+}, won with {@code p-}, and makes no difference otherwise; the loss is
 * {@code p+ - p-}. Of {@code n} images {@code X+} are lost and {@code X-} won, together trinomial. This is non-inferiority of
 * paired proportions, for which exact unconditional tests go back to Hsueh, Liu and Chen (Unconditional Exact Tests for
 * Equivalence or Noninferiority for Paired Binary Endpoints, Biometrics 57, 2001). The loss is at most {@code a} when
 *
 * <pre>
 * 2 X+ - credit X- &lt;= limit
 * </pre>
 *
 * Credit and limit follow from {@code n}, {@code a} and the confidence {@code 1 - d} alone, so that for every {@code p+} and
 * {@code p-} with a loss of {@code a} or more the test passes with a probability of at most {@code d}:
 *
 * <ul>
 *   <li>With credit 0 only lost images count. Since {@code p+ >= a}, this is the bound of Clopper and Pearson:
 *       {@code limit = 2 k} for the greatest {@code k} with {@code P(Bin(n, a) <= k) <= d}.
 *   <li>With credit 1 an image won makes up for half an image lost, and {@code limit} is {@code 2 k + 1} or {@code 2 k}. It is
 *       taken when it keeps the level, and passes whatever credit 0 passes. Full credit would not do: a loss of {@code a}
 *       among very many differences could hardly be told from none, and the limit would have to be far lower for all.
 * </ul>
 *
 * The level of credit 1 is computed, not approximated. {@code P(2 X+ - X- <= limit)} falls with {@code p+} and grows with
 * {@code p-}. The edge {@code p+ = a + p-} is covered with intervals {@code [u, v]} of {@code p-}, and on each the probability
 * at {@code (a + u, v)} is more than any on it.
 */
final class LossTest {

    static final String NAME = "exact-trinomial";

    private static final int NOTHING_PASSES = -1;
    /** Width of an interval of {@code p-} near 0, in images won. */
    private static final double WIDTH = 0.05;
    /** Width of an interval of {@code p-} relative to its lower end, further up. */
    private static final double RELATIVE_WIDTH = 0.05;
    /** Probability that a sum leaves out at either end, and then adds. */
    private static final double NEGLIGIBLE = 1e-9;

    private final int limit;
    private final int credit;

    /**
     * The test of a sample.
     *
     * @param images in the sample, 0 or more
     * @param maxLoss as a share, 0 to 1
     * @param confidence in (0, 1)
     */
    LossTest(int images, double maxLoss, double confidence) {
        double level = 1 - confidence;
        int lost = maxLoss >= 1 ? images : mostLost(images, maxLoss, level);
        if (lost == NOTHING_PASSES || lost == images) {
            this.limit = 2 * lost;
            this.credit = 0;
        } else if (keepsLevel(images, maxLoss, level, 2 * lost + 1)) {
            this.limit = 2 * lost + 1;
            this.credit = 1;
        } else {
            this.limit = 2 * lost;
            this.credit = keepsLevel(images, maxLoss, level, 2 * lost) ? 1 : 0;
        }
    }

    /** Whether so many images lost and won show that the loss is small enough. */
    boolean passes(int lost, int won) {
        return canPass() && 2 * lost - credit * won <= limit;
    }

    /** Whether there are enough images for any outcome to pass. */
    boolean canPass() {
        return limit >= 0;
    }

    /** How many images are needed at least, none of them lost. */
    static long fewestImages(double maxLoss, double confidence) {
        return (long) Math.ceil(StrictMath.log(1 - confidence) / StrictMath.log1p(-maxLoss));
    }

    /** The smallest loss, as a share, that so many images can show. */
    static double smallestLoss(int images, double confidence) {
        return 1 - StrictMath.pow(1 - confidence, 1.0 / images);
    }

    private static int mostLost(int images, double maxLoss, double level) {
        BinomialDistribution lost = BinomialDistribution.of(images, maxLoss);
        int most = NOTHING_PASSES;
        while (most < images && lost.cumulativeProbability(most + 1) <= level) {
            most++;
        }
        return most;
    }

    private static boolean keepsLevel(int images, double maxLoss, double level, int limit) {
        double most = (1 - maxLoss) / 2;
        double from = 0;
        while (from < most) {
            double to = Math.min(most, from + Math.max(WIDTH / images, RELATIVE_WIDTH * from));
            if (passing(images, maxLoss + from, to, limit) > level) {
                return false;
            }
            from = to;
        }
        return true;
    }

    /** {@code P(2 X+ - X- <= limit)}, or a little more. */
    private static double passing(int images, double lossProbability, double winProbability, int limit) {
        BinomialDistribution won = BinomialDistribution.of(images, winProbability);
        int last = won.inverseSurvivalProbability(NEGLIGIBLE);
        double sum = 2 * NEGLIGIBLE;
        for (int w = won.inverseCumulativeProbability(NEGLIGIBLE); w <= last; w++) {
            BinomialDistribution lost =
                    BinomialDistribution.of(images - w, Math.min(1, lossProbability / (1 - winProbability)));
            sum += won.probability(w) * lost.cumulativeProbability((limit + w) / 2);
        }
        return sum;
    }
}
