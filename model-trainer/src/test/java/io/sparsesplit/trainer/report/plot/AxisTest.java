package io.sparsesplit.trainer.report.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AxisTest {

    @Test
    void linearAxesGiveEqualStepsToEqualDifferences() {
        Axis axis = Axis.linear("", 10, 20);
        assertThat(axis.position(15)).isCloseTo(0.5, within(1e-12));
        assertThat(axis.position(10)).isBetween(0.0, 0.1);
        assertThat(axis.ticks()).containsExactly(10.0, 12.0, 14.0, 16.0, 18.0, 20.0);
    }

    @Test
    void logarithmicAxesGiveEqualStepsToEqualFactors() {
        Axis axis = Axis.logarithmic("", 2_000, 32_000);
        assertThat(axis.position(8_000)).isCloseTo(0.5, within(1e-12));
        assertThat(axis.ticks()).contains(2_000.0, 10_000.0, 30_000.0).doesNotContain(1_000.0, 50_000.0);
    }

    @Test
    void accuracyAxesGiveEqualStepsToEqualFactorsOfTheError() {
        Axis axis = Axis.accuracy("", 80, 99.8);
        assertThat(axis.position(98)).isCloseTo(0.5, within(1e-12));
        assertThat(axis.position(99.8)).isGreaterThan(axis.position(99.6));
        assertThat(Axis.accuracy("", 90, 100).position(100)).isLessThanOrEqualTo(1);
    }

    @Test
    void closeAccuraciesGetMoreTicks() {
        assertThat(Axis.accuracy("", 98, 99.2).ticks()).containsExactly(98.0, 98.2, 98.4, 98.6, 98.8, 99.0, 99.1, 99.2);
        assertThat(Axis.accuracy("", 80, 99.2).ticks())
                .contains(98.0, 98.5, 99.0)
                .doesNotContain(98.2);
    }

    @Test
    void whatIsAllTheSameStillHasAPlace() {
        assertThat(Axis.linear("", 97, 97).position(97)).isEqualTo(0.5);
    }

    @Test
    void ticksAreWrittenForPeople() {
        assertThat(Axis.text(10_000)).isEqualTo("10,000");
        assertThat(Axis.text(0.1 + 0.2)).isEqualTo("0.3");
        assertThat(Axis.text(-2.5)).isEqualTo("−2.5");
        assertThat(Axis.text(100)).isEqualTo("100");
    }
}
