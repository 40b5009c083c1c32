package io.sparsesplit.trainer.calibrate;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Tests exactly whether exits and tail together lose at most so much against the tail alone, over all images of the kind that a
 * sample was drawn from.
 *
 * <p>An image is lost with probability {@code p+}, won with {@code p-}, and makes no difference otherwise; the loss is
 * {@code p+ - p-}. Of {@code n} images {@code X+} are lost and {@code X-} won, together trinomial. This is non-inferiority of
 * paired proportions, for which exact unconditional tests go back to Hsueh, Liu and Chen (Unconditional Exact Tests for
 * Equivalence or Noninferiority for Paired Binary Endpoints, Biometrics 57, 2001). The loss is at most {@code a} when
 *
 * <pre>
 * X+ &lt;= k(X-),   k(w) = max(k(0), floor(n a + w - c sqrt(n a + 2 w)))
 * </pre>
 *
 * <ul>
 *   <li>{@code k(0)} is the bound of Clopper and Pearson, which counts lost images only: the greatest {@code k} with
 *       {@code P(Bin(n, a) <= k) <= d}, where {@code 1 - d} is the confidence.
 *   <li>The second term is a score statistic: on the edge {@code p+ = a + p-} the difference {@code X+ - X-} has the mean
 *       {@code n a} and nearly the variance {@code n a + 2 n p-}. It gives full credit for an image won, and pays for it by
 *       the deviation of a difference of two large counts.
 *   <li>{@code c} is one number, the least multiple of 1/100 with which the test passes with a probability of at most {@code d}
 *       for every {@code p+} and {@code p-} with a loss of {@code a} or more, see {@link LossTestLevel}. It follows from
 *       {@code n}, {@code a} and {@code d} alone.
 * </ul>
 */
final class LossTest {

    static final String NAME = "exact-trinomial";

    private static final int NOTHING_PASSES = -1;
    /** The greatest {@code c} tried, in hundredths. */
    private static final int GREATEST = 1600;

    /** {@code k} by images won. */
    private final int[] mostLost;

    /**
     * Makes the test of a sample.
     *
     * @param images number of images in the sample, 0 or more
     * @param maxLoss largest loss that passes, as a share, 0 to 1
     * @param confidence confidence of the test, in (0, 1)
     */
    LossTest(int images, double maxLoss, double confidence) {
        double level = 1 - confidence;
        int first = maxLoss >= 1 ? images : clopperPearson(images, maxLoss, level);
        this.mostLost = first == NOTHING_PASSES || first == images
                ? constant(images, first)
                : region(images, maxLoss, level, first);
    }

    /** Returns whether so many images lost and won show that the loss is small enough. */
    boolean passes(int lost, int won) {
        return lost <= mostLost[won];
    }

    /** Returns whether there are enough images for any outcome to pass. */
    boolean canPass() {
        return mostLost[0] != NOTHING_PASSES;
    }

    /** Returns how many images are needed at least, when none of them is lost. */
    static long fewestImages(double maxLoss, double confidence) {
        return (long) Math.ceil(StrictMath.log(1 - confidence) / StrictMath.log1p(-maxLoss));
    }

    /** Returns the smallest loss, as a share, that so many images can show. */
    static double smallestLoss(int images, double confidence) {
        return 1 - StrictMath.pow(1 - confidence, 1.0 / images);
    }

    /** Returns the greatest {@code k} with {@code P(Bin(images, probability) <= k) <= level}; -1 when there is none. */
    static int clopperPearson(int images, double probability, double level) {
        BinomialDistribution lost = BinomialDistribution.of(images, probability);
        int most = NOTHING_PASSES;
        while (most < images && lost.cumulativeProbability(most + 1) <= level) {
            most++;
        }
        return most;
    }

    /** With the least {@code c} that keeps the level. */
    private static int[] region(int images, double maxLoss, double level, int first) {
        LossTestLevel edge = new LossTestLevel(images, maxLoss, level);
        int fails = -1;
        int keeps = GREATEST;
        if (!edge.isKept(region(images, maxLoss, first, keeps))) {
            return constant(images, first);
        }
        while (keeps - fails > 1) {
            int middle = (fails + keeps) / 2;
            if (edge.isKept(region(images, maxLoss, first, middle))) {
                keeps = middle;
            } else {
                fails = middle;
            }
        }
        return region(images, maxLoss, first, keeps);
    }

    private static int[] region(int images, double maxLoss, int first, int hundredths) {
        int[] mostLost = new int[images + 1];
        int most = first;
        for (int won = 0; won <= images; won++) {
            double mean = images * maxLoss + won;
            double score = mean - hundredths / 100.0 * Math.sqrt(mean + won);
            most = Math.max(most, (int) Math.floor(score));
            mostLost[won] = most;
        }
        mostLost[0] = first;
        return mostLost;
    }

    private static int[] constant(int images, int most) {
        int[] mostLost = new int[images + 1];
        Arrays.fill(mostLost, most);
        return mostLost;
    }
}
