package io.sparsesplit.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9, 10, 11, 100, 12_900})
    void theCosineStaysAboveZeroAndUpToOne(int steps) {
        for (int step = 0; step < steps; step++) {
            assertThat(Schedule.COSINE.factor(step, steps))
                    .as("%d of %d", step, steps)
                    .isGreaterThan(0)
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void theCosineRisesThenFalls() {
        for (int step = 1; step < 1000; step++) {
            double change = Schedule.COSINE.factor(step, 1000) - Schedule.COSINE.factor(step - 1, 1000);
            assertThat(change > 0).as("step %d", step).isEqualTo(step <= 100);
        }
        assertThat(Schedule.COSINE.factor(100, 1000)).isEqualTo(1);
        assertThat(Schedule.COSINE.factor(550, 1000)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void theReferencesRateDecaysWithTheStepsMadeWhateverTheirNumber() {
        assertThat(Schedule.INVERSE.factor(0, 11_750)).isEqualTo(1);
        assertThat(Schedule.INVERSE.factor(1, 11_750)).isCloseTo(1 / 1.00001, within(1e-15));
        assertThat(Schedule.INVERSE.factor(10_000, 11_750))
                .isCloseTo(1 / 1.1, within(1e-12))
                .isEqualTo(Schedule.INVERSE.factor(10_000, 20_000));
    }
}
