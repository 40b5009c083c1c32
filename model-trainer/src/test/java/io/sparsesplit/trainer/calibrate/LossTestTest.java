package io.sparsesplit.trainer.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.Random;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossTestTest {

    @ParameterizedTest
    @CsvSource({
        "20, 0.2, 0.95",
        "40, 0.1, 0.95",
        "60, 0.1, 0.95",
        "60, 0.2, 0.9",
        "47, 0.3, 0.99",
        "90, 0.05, 0.95",
        "150, 0.05, 0.8"
    })
    void passesWronglyWithNoMoreProbabilityThanAllowedWhateverTheTruth(int images, double maxLoss, double confidence) {
        LossTest test = new LossTest(images, maxLoss, confidence);
        double[] logFactorials = logFactorials(images);
        double worst = 0;
        for (double won = 0; won <= (1 - maxLoss) / 2; won += 0.002) {
            worst = Math.max(worst, passing(test, images, maxLoss + won, won, logFactorials));
        }
        assertThat(test.canPass()).isTrue();
        assertThat(worst).isLessThanOrEqualTo(1 - confidence).isGreaterThan(0.1 * (1 - confidence));
    }

    @ParameterizedTest
    @CsvSource({
        "4000, 0.002, 0.004",
        "4000, 0.005, 0.001",
        "5000, 0.001, 0",
        "5000, 0.001, 0.002",
        "1000, 0.02, 0.01",
        "4000, 0.01, 0.035",
        "4000, 0.01, 0.2"
    })
    void passesWronglyInAtMostOneSampleOfTwenty(int images, double maxLoss, double winProbability) {
        LossTest test = new LossTest(images, maxLoss, 0.95);
        Random random = new Random(3);
        int samples = 4000;
        int passed = 0;
        for (int s = 0; s < samples; s++) {
            int won = binomial(images, winProbability, random);
            int lost = binomial(images - won, (maxLoss + winProbability) / (1 - winProbability), random);
            passed += test.passes(lost, won) ? 1 : 0;
        }
        // Three standard deviations above one in twenty.
        assertThat((double) passed / samples).isLessThan(0.0605).isGreaterThan(0.002);
    }

    @ParameterizedTest
    @CsvSource({"3000, 0.001", "3600, 0.001", "4000, 0.001", "5000, 0.001", "4000, 0.005", "400, 0.02", "40, 0.5"})
    void passesWhateverClopperAndPearsonPass(int images, double maxLoss) {
        LossTest test = new LossTest(images, maxLoss, 0.95);
        BinomialDistribution losses = BinomialDistribution.of(images, maxLoss);
        for (int lost = 0; losses.cumulativeProbability(lost) <= 0.05; lost++) {
            for (int won = 0; won <= images - lost; won += 7) {
                assertThat(test.passes(lost, won))
                        .as("%d lost, %d won", lost, won)
                        .isTrue();
            }
        }
    }

    @Test
    void anImageWonMakesUpForNearlyAnImageLost() {
        LossTest test = new LossTest(5000, 0.001, 0.95);
        assertThat(mostLost(test, 0)).isEqualTo(1);
        assertThat(mostLost(test, 2)).isEqualTo(2);
        assertThat(mostLost(test, 20)).isEqualTo(13);
        assertThat(mostLost(test, 500)).isEqualTo(452);
    }

    @ParameterizedTest
    @CsvSource({"4000, 0.01, 150, 140", "4000, 0.005, 112, 120", "40000, 0.01, 5226, 5000"})
    void aSmallLossAmongManyDifferencesIsShown(int images, double maxLoss, int lost, int won) {
        LossTest test = new LossTest(images, maxLoss, 0.95);
        assertThat(test.passes(lost, won)).isTrue();
        assertThat(test.passes(lost + 20, won)).isFalse();
        // By Clopper and Pearson's bound on the images lost alone it could not be.
        assertThat(LossTest.clopperPearson(images, maxLoss, 0.05)).isLessThan(lost / 2);
    }

    @Test
    void moreImagesWonNeverPassLess() {
        for (double maxLoss : new double[] {0.001, 0.01, 0.1}) {
            LossTest test = new LossTest(4000, maxLoss, 0.95);
            for (int won = 1; won <= 2000; won++) {
                assertThat(mostLost(test, won)).isGreaterThanOrEqualTo(mostLost(test, won - 1));
            }
        }
    }

    @Test
    void aTestOfManyImagesIsReadyAtOnce() {
        assertTimeout(Duration.ofSeconds(20), () -> new LossTest(50_000, 0.01, 0.95));
    }

    @Test
    void moreImagesOrALargerWishOrLessConfidencePassMore() {
        assertThat(mostLost(new LossTest(5000, 0.002, 0.95), 0)).isEqualTo(4);
        assertThat(mostLost(new LossTest(10_000, 0.002, 0.95), 0)).isGreaterThan(4);
        assertThat(mostLost(new LossTest(5000, 0.004, 0.95), 0)).isGreaterThan(4);
        assertThat(mostLost(new LossTest(5000, 0.002, 0.8), 0)).isGreaterThan(4);
    }

    @Test
    void withTooFewImagesNothingPasses() {
        assertThat(LossTest.fewestImages(0.001, 0.95)).isEqualTo(2995);
        assertThat(new LossTest(2995, 0.001, 0.95).passes(0, 0)).isTrue();
        assertThat(new LossTest(2994, 0.001, 0.95).canPass()).isFalse();
        assertThat(new LossTest(2994, 0.001, 0.95).passes(0, 1000)).isFalse();
        assertThat(LossTest.smallestLoss(2995, 0.95)).isLessThan(0.001);
        assertThat(LossTest.smallestLoss(2994, 0.95)).isGreaterThan(0.001);
        assertThat(new LossTest(0, 0.5, 0.95).passes(0, 0)).isFalse();
    }

    @Test
    void noLossAtAllCanNeverBeShown() {
        assertThat(new LossTest(100_000, 0, 0.95).passes(0, 50_000)).isFalse();
    }

    @Test
    void everythingMayBeLostWhenThatIsTheWish() {
        assertThat(new LossTest(10, 1, 0.95).passes(10, 0)).isTrue();
    }

    private static int mostLost(LossTest test, int won) {
        int lost = -1;
        while (test.passes(lost + 1, won)) {
            lost++;
        }
        return lost;
    }

    /** The probability that a test passes, summed over every outcome there is. */
    private static double passing(
            LossTest test, int images, double lossProbability, double winProbability, double[] logs) {
        double sum = 0;
        for (int lost = 0; lost <= images; lost++) {
            for (int won = 0; won + lost <= images; won++) {
                if (test.passes(lost, won)) {
                    int same = images - lost - won;
                    sum += Math.exp(logs[images]
                            - logs[lost]
                            - logs[won]
                            - logs[same]
                            + log(lossProbability, lost)
                            + log(winProbability, won)
                            + log(1 - lossProbability - winProbability, same));
                }
            }
        }
        return sum;
    }

    private static double log(double probability, int times) {
        return times == 0 ? 0 : times * Math.log(Math.max(0, probability));
    }

    private static double[] logFactorials(int n) {
        double[] logs = new double[n + 1];
        for (int i = 1; i <= n; i++) {
            logs[i] = logs[i - 1] + Math.log(i);
        }
        return logs;
    }

    /** By the gaps between hits, which are geometric. */
    private static int binomial(int trials, double probability, Random random) {
        int hits = -1;
        for (double at = 0; at <= trials; hits++) {
            at += probability == 0
                    ? trials + 1
                    : 1 + Math.floor(Math.log(1 - random.nextDouble()) / Math.log1p(-probability));
        }
        return hits;
    }
}
