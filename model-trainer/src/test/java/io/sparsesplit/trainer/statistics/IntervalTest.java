package io.sparsesplit.trainer.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

class IntervalTest {

    @Test
    void endsAreThoseOfTheTables() {
        assertThat(Interval.of(5, 10).low()).isCloseTo(0.1871, within(5e-5));
        assertThat(Interval.of(5, 10).high()).isCloseTo(0.8129, within(5e-5));
        assertThat(Interval.of(0, 10))
                .isEqualTo(new Interval(0, Interval.of(0, 10).high()));
        assertThat(Interval.of(0, 10).high()).isCloseTo(0.3085, within(5e-5));
        assertThat(Interval.of(10, 10).high()).isOne();
    }

    @Test
    void withoutTrialsNothingIsKnown() {
        assertThat(Interval.of(0, 0)).isEqualTo(new Interval(0, 1));
    }

    @Test
    void theTruthIsCoveredAtLeastAsOftenAsPromised() {
        for (double truth : new double[] {0.02, 0.3, 0.65, 0.98}) {
            BinomialDistribution hits = BinomialDistribution.of(40, truth);
            double covered = 0;
            for (int h = 0; h <= 40; h++) {
                Interval interval = Interval.of(h, 40);
                covered += interval.low() <= truth && truth <= interval.high() ? hits.probability(h) : 0;
            }
            assertThat(covered).isGreaterThanOrEqualTo(0.95);
        }
    }

    @Test
    void moreHitsThanTrialsAreRefused() {
        assertThatThrownBy(() -> Interval.of(3, 2)).hasMessage("there are 3 hits in 2 trials");
    }
}
