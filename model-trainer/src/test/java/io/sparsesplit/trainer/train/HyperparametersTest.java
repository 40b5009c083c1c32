package io.sparsesplit.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HyperparametersTest {

    @Test
    void theLearningRateRisesForATenthOfTheStepsAndThenFallsToZero() {
        Hyperparameters recipe = ToyTraining.of(1, 1, 0.01, 0, 1, 1, 1);
        assertThat(recipe.learningRate(0, 1000)).isCloseTo(0.0001, within(1e-5));
        assertThat(recipe.learningRate(50, 1000)).isCloseTo(0.005, within(1e-4));
        assertThat(recipe.learningRate(100, 1000)).isEqualTo(0.01);
        assertThat(recipe.learningRate(550, 1000)).isCloseTo(0.005, within(1e-9));
        assertThat(recipe.learningRate(999, 1000)).isCloseTo(0, within(1e-7));
    }

    @Test
    void aSingleStepIsTaken() {
        assertThat(ToyTraining.of(1, 1, 0.01, 0, 1, 1, 1).learningRate(0, 1)).isPositive();
    }

    @Test
    void wrongValuesAreRefusedInTheNameOfTheirOption() {
        assertThatThrownBy(() -> ToyTraining.of(0, 1, 0.01, 0, 1, 1, 1))
                .hasMessage("--epochs must be 1 or more, not 0");
        assertThatThrownBy(() -> ToyTraining.of(1, 0, 0.01, 0, 1, 1, 1)).hasMessage("--batch must be 1 or more, not 0");
        assertThatThrownBy(() -> ToyTraining.of(1, 1, Double.NaN, 0, 1, 1, 1))
                .hasMessage("--lr must be between 0 and 1, not NaN");
        assertThatThrownBy(() -> ToyTraining.of(1, 1, 0.01, 1, 1, 1, 1))
                .hasMessage("--weight-decay must be 0 or more and below 1, not 1.0");
        assertThatThrownBy(() -> ToyTraining.of(1, 1, 0.01, 0, 0, 1, 1))
                .hasMessage("--exit-weight must be above 0 and at most 100, not 0.0");
        assertThatThrownBy(() -> ToyTraining.of(1, 1, 0.01, 0, 1, 1, 0))
                .hasMessage("--threads must be 1 or more, not 0");
    }
}
