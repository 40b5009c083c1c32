package io.sparsesplit.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassificationTest {

    private static final float LN2 = (float) Math.log(2);

    @Test
    void softmaxIsThatOfItsDefinition() {
        // e^0 : e^ln2 : e^(2 ln2) = 1 : 2 : 4
        Classification classification = Classification.softmax(new float[] {0, LN2, 2 * LN2}, 1);

        assertThat(classification.probabilities()).containsExactly(new float[] {1 / 7f, 2 / 7f, 4 / 7f}, within(1e-6f));
        assertThat(classification.classIndex()).isEqualTo(2);
        assertThat(classification.probability()).isEqualTo(4 / 7f, within(1e-6f));
        assertThat(classification.classes()).isEqualTo(3);
    }

    @Test
    void aTemperatureAboveOneFlattensAndBelowOneSharpens() {
        float[] logits = {0, 2 * LN2};

        assertThat(Classification.softmax(logits, 2).probability()).isEqualTo(2 / 3f, within(1e-6f));
        assertThat(Classification.softmax(logits, 0.5).probability()).isEqualTo(16 / 17f, within(1e-6f));
        assertThat(Classification.softmax(logits, 1e300).probability()).isEqualTo(0.5f);
        assertThat(Classification.softmax(logits, 1e-300).probability()).isEqualTo(1f);
    }

    @Test
    void ofEqualClassesTheFirstWins() {
        assertThat(Classification.softmax(new float[] {1, 5, 5}, 1).classIndex())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "3e38, -3e38, 0, 1 0 0",
        "88000, 88000, 0, 0.5 0.5 0",
        "-88000, -88000, -88000, 0.3333333 0.3333333 0.3333333",
        "Infinity, 3e38, 0, 1 0 0",
        "Infinity, -Infinity, Infinity, 0.5 0 0.5",
        "NaN, 0, NaN, 0 1 0",
        "NaN, Infinity, 0, 0 1 0",
        "NaN, NaN, NaN, 0.3333333 0.3333333 0.3333333",
        "-Infinity, -Infinity, -Infinity, 0.3333333 0.3333333 0.3333333"
    })
    void hugeLogitsAndThoseThatAreNoNumbersGiveProbabilitiesAllTheSame(float a, float b, float c, String expected) {
        float[] probabilities = Classification.softmax(new float[] {a, b, c}, 1).probabilities();

        String[] parts = expected.split(" ", -1);
        for (int i = 0; i < 3; i++) {
            assertThat(probabilities[i]).isEqualTo(Float.parseFloat(parts[i]), within(1e-6f));
        }
    }

    @Test
    void logitsAreNotChangedAndProbabilitiesAreCopies() {
        float[] logits = {1, 2};
        Classification classification = Classification.softmax(logits, 1);
        classification.probabilities()[0] = 9;

        assertThat(logits).containsExactly(1, 2);
        assertThat(classification.probabilities()[0]).isLessThan(1);
    }

    @Test
    void probabilitiesOfAnotherMachineAreTakenAsTheyAre() {
        float[] given = {0.2f, 0.7f, 0.1f};
        Classification classification = Classification.ofProbabilities(given);
        given[1] = 0;

        assertThat(classification.probabilities()).containsExactly(0.2f, 0.7f, 0.1f);
        assertThat(classification.classIndex()).isEqualTo(1);
    }

    @Test
    void whatAreNoProbabilitiesIsRefused() {
        assertThatThrownBy(() -> Classification.ofProbabilities(new float[] {0.5f, Float.NaN}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a probability is 0 to 1, not NaN");
        assertThatThrownBy(() -> Classification.ofProbabilities(new float[] {1.5f, -0.5f}))
                .hasMessage("a probability is 0 to 1, not 1.5");
        assertThatThrownBy(() -> Classification.ofProbabilities(new float[] {0.5f, 0.25f}))
                .hasMessage("the probabilities of all classes sum to 1, not 0.75");
        assertThatThrownBy(() -> Classification.ofProbabilities(new float[0]))
                .hasMessage("the probabilities of all classes sum to 1, not 0.0");
    }
}
