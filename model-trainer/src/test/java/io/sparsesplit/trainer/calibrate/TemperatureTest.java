package io.sparsesplit.trainer.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemperatureTest {

    @ParameterizedTest
    @ValueSource(doubles = {0.4, 1, 2.5})
    void aKnownTemperatureIsFound(double temperature) {
        Scores scores = SyntheticScores.of(8000, 1, temperature, 0.9, 4);
        assertThat(Temperature.of(scores, 0) / temperature).isCloseTo(1, within(0.04));
    }

    @Test
    void everyExitHasItsOwn() {
        Scores scores = SyntheticScores.of(8000, 2, 1, 0.9, 4);
        assertThat(Temperature.of(scores, 0)).isCloseTo(0.5, within(0.02));
        assertThat(Temperature.of(scores, 1)).isCloseTo(1, within(0.04));
    }

    @Test
    void logitsOfTheWrongScaleAreMadeUpFor() {
        double once = Temperature.of(SyntheticScores.of(500, 1, 1, 0.9, 5), 0);
        double fourfold = Temperature.of(SyntheticScores.of(500, 1, 4, 0.9, 5), 0);
        assertThat(fourfold / once).isCloseTo(4, within(0.1));
    }

    @ParameterizedTest
    @CsvSource({"10, 0.4", "60, 0.2"})
    void aFewImagesThatAreAllRightDoNotMakeAnExitSureOfEverything(int images, double least) {
        float[][][] logits = new float[1][images][];
        for (int image = 0; image < images; image++) {
            logits[0][image] = new float[] {2, 0, 0};
        }
        Scores scores = new Scores(logits, new int[images], new int[images]);
        assertThat(Temperature.of(scores, 0)).isBetween(least, 0.95);
        assertThat(Temperature.isAtBound(Temperature.of(scores, 0))).isFalse();
    }

    @Test
    void logitsOfAnotherWorldEndAtTheBound() {
        assertThat(Temperature.isAtBound(Temperature.of(SyntheticScores.of(500, 1, 400, 0.9, 5), 0)))
                .isTrue();
    }

    @Test
    void withoutImagesLogitsStayAsTheyAre() {
        assertThat(Temperature.of(SyntheticScores.of(0, 1, 1, 0.9, 5), 0)).isEqualTo(1);
    }
}
