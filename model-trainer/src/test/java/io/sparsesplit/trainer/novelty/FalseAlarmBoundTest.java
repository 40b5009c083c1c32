package io.sparsesplit.trainer.novelty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FalseAlarmBoundTest {

    private static final double CONFIDENCE = 0.95;

    @ParameterizedTest
    @CsvSource({
        "0, 0.05, -1",
        "1, 0.05, -1",
        "58, 0.05, -1",
        "59, 0.05, 0",
        "1, 0.96, 0",
        "100, 0.05, 1",
        "1000, 0.01, 4"
    })
    void theMostFalseAlarmsAreThoseThatTheBinomialDistributionAllows(int images, double rate, int most) {
        assertThat(FalseAlarmBound.mostFalseAlarms(images, rate, CONFIDENCE)).isEqualTo(most);
        assertThat(atMost(most, images, rate)).isLessThanOrEqualTo(0.05);
        assertThat(atMost(most + 1, images, rate)).isGreaterThan(0.05);
    }

    @Test
    void oneAlarmMoreWouldNotKeepTheConfidence() {
        for (int images = 0; images < 400; images += 7) {
            for (double rate : new double[] {1e-6, 0.003, 0.02, 0.3, 0.999999}) {
                int most = FalseAlarmBound.mostFalseAlarms(images, rate, CONFIDENCE);
                assertThat(most).isBetween(-1, Math.max(-1, images - 1));
                assertThat(atMost(most, images, rate)).isLessThanOrEqualTo(0.05 + 1e-9);
                assertThat(atMost(most + 1, images, rate)).isGreaterThan(0.05 - 1e-9);
            }
        }
    }

    /** Scores are uniform in [0, 1], so that the true rate of false alarms is 1 less the threshold. */
    @ParameterizedTest
    @CsvSource({"100, 0.05, 0.0371", "189, 0.05, 0.0380", "500, 0.02, 0.0281"})
    void thePromiseIsBrokenAsOftenAsTheTheorySays(int images, double rate, double expected) {
        Random random = new Random(1);
        int most = FalseAlarmBound.mostFalseAlarms(images, rate, CONFIDENCE);
        int runs = 20_000;
        int broken = 0;
        for (int run = 0; run < runs; run++) {
            double[] scores = random.doubles(images).sorted().toArray();
            double threshold = scores[images - 1 - most];
            assertThat(Arrays.stream(scores).filter(score -> score > threshold).count())
                    .isEqualTo(most);
            broken += 1 - threshold > rate ? 1 : 0;
        }
        double share = (double) broken / runs;
        assertThat(atMost(most, images, rate)).isEqualTo(expected, within(1e-3));
        assertThat(share).isEqualTo(expected, within(0.006)).isLessThan(0.05);
    }

    /** Half of all scores are 0, the others are whole numbers: alarms are no more frequent than with distinct scores. */
    @Test
    void equalScoresOnlyMakeAlarmsRarer() {
        Random random = new Random(2);
        int most = FalseAlarmBound.mostFalseAlarms(200, 0.1, CONFIDENCE);
        int broken = 0;
        for (int run = 0; run < 5000; run++) {
            double[] scores = random.doubles(200)
                    .map(FalseAlarmBoundTest::rounded)
                    .sorted()
                    .toArray();
            double threshold = scores[200 - 1 - most];
            // Scores above a whole number t from 0 to 19 have the share (1 - (t + 1) / 20) / 2.
            double share = (1 - (threshold + 1) / 20) / 2;
            broken += share > 0.1 + 1e-12 ? 1 : 0;
        }
        assertThat(broken / 5000.0).isLessThan(0.05);
    }

    @Test
    void theFewestImagesAndTheSmallestRateAreTheEdgesOfWhatCanBeProved() {
        for (double rate : new double[] {0.3, 0.05, 0.01, 0.001}) {
            int fewest = Math.toIntExact(FalseAlarmBound.fewestImages(rate, CONFIDENCE));
            assertThat(FalseAlarmBound.mostFalseAlarms(fewest, rate, CONFIDENCE))
                    .isZero();
            assertThat(FalseAlarmBound.mostFalseAlarms(fewest - 1, rate, CONFIDENCE))
                    .isEqualTo(-1);
        }
        double smallest = FalseAlarmBound.smallestRate(189, CONFIDENCE);
        assertThat(FalseAlarmBound.mostFalseAlarms(189, smallest + 1e-9, CONFIDENCE))
                .isZero();
        assertThat(FalseAlarmBound.mostFalseAlarms(189, smallest - 1e-9, CONFIDENCE))
                .isEqualTo(-1);
        assertThat(FalseAlarmBound.smallestRate(0, CONFIDENCE)).isEqualTo(1);
    }

    private static double rounded(double uniform) {
        return uniform < 0.5 ? 0 : Math.floor((uniform - 0.5) * 40);
    }

    /** Returns P(Bin(images, rate) <= hits), summed up term by term. */
    private static double atMost(int hits, int images, double rate) {
        double sum = 0;
        double logarithm = images * Math.log1p(-rate);
        for (int k = 0; k <= hits && k <= images; k++) {
            sum += Math.exp(logarithm);
            logarithm += Math.log((images - k) / (k + 1.0)) + Math.log(rate) - Math.log1p(-rate);
        }
        return sum;
    }
}
