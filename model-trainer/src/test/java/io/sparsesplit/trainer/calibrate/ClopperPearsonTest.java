package io.sparsesplit.trainer.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClopperPearsonTest {

    @Test
    void knownBounds() {
        assertThat(ClopperPearson.lower(0, 10, 0.95)).isZero();
        assertThat(ClopperPearson.lower(10, 10, 0.95)).isCloseTo(Math.pow(0.05, 0.1), within(1e-9));
        assertThat(ClopperPearson.lower(1, 10, 0.95)).isCloseTo(1 - Math.pow(0.95, 0.1), within(1e-9));
        // 8 of 10: as in any table of exact limits.
        assertThat(ClopperPearson.lower(8, 10, 0.95)).isCloseTo(0.4931, within(1e-4));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.3, 0.5, 0.77, 0.95, 0.999})
    void theBoundIsAboveTheTruthWithNoMoreProbabilityThanAllowed(double truth) {
        int trials = 50;
        double above = 0;
        double probability = Math.pow(1 - truth, trials);
        for (int hits = 0; hits <= trials; hits++) {
            above += ClopperPearson.lower(hits, trials, 0.95) > truth ? probability : 0;
            probability *= (trials - hits) / (hits + 1.0) * truth / (1 - truth);
        }
        assertThat(above).isLessThanOrEqualTo(0.05);
    }

    @ParameterizedTest
    @CsvSource({"50, 0.5", "200, 0.97", "4000, 0.985", "10, 0.7"})
    void theFewestHitsAreTheFirstWhoseBoundReachesTheProbability(int trials, double probability) {
        int fewest = ClopperPearson.fewestHits(trials, probability, 0.95);
        assertThat(ClopperPearson.lower(fewest, trials, 0.95)).isGreaterThanOrEqualTo(probability);
        assertThat(ClopperPearson.lower(fewest - 1, trials, 0.95)).isLessThan(probability);
    }

    @Test
    void whatNoCountCanShowNeedsMoreHitsThanTrials() {
        assertThat(ClopperPearson.fewestHits(10, 1, 0.95)).isEqualTo(11);
        assertThat(ClopperPearson.fewestHits(10, 0.8, 0.95)).isEqualTo(11);
        assertThat(ClopperPearson.fewestHits(0, 0.5, 0.95)).isEqualTo(1);
        assertThat(ClopperPearson.fewestHits(10, 0, 0.95)).isZero();
    }
}
