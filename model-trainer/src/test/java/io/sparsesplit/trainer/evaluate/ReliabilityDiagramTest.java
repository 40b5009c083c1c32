package io.sparsesplit.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ReliabilityDiagramTest {

    @Test
    void answersAsOftenRightAsTheirConfidenceSaysAreCalibrated() {
        ReliabilityDiagram diagram = new ReliabilityDiagram();
        for (int i = 0; i < 100; i++) {
            diagram.add(0.75, i < 75);
            diagram.add(1, true);
        }
        assertThat(diagram.expectedCalibrationError()).isCloseTo(0, within(1e-12));
        assertThat(diagram.bins().get(9).answers()).isEqualTo(100);
        assertThat(diagram.bins().get(7).accuracy()).isEqualTo(0.75);
    }

    @Test
    void theErrorIsWeightedByAnswers() {
        ReliabilityDiagram diagram = new ReliabilityDiagram();
        for (int i = 0; i < 30; i++) {
            diagram.add(0.95, i < 15);
        }
        for (int i = 0; i < 10; i++) {
            diagram.add(0.55, true);
        }
        assertThat(diagram.expectedCalibrationError()).isCloseTo((30 * 0.45 + 10 * 0.45) / 40, within(1e-9));
    }

    @Test
    void withoutAnswersThereIsNoError() {
        assertThat(new ReliabilityDiagram().expectedCalibrationError()).isZero();
    }
}
