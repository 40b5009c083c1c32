package io.sparsesplit.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CriterionTest {

    @Test
    void maxSoftmaxIsTheLargestProbability() {
        assertThat(confidence(Criterion.MAX_SOFTMAX, 0.125f, 0.5f, 0.375f)).isEqualTo(0.5);
    }

    @Test
    void marginIsTheLargestLessTheSecondLargest() {
        assertThat(confidence(Criterion.MARGIN, 0.125f, 0.5f, 0.375f)).isEqualTo(0.125);
        assertThat(confidence(Criterion.MARGIN, 0.5f, 0.5f)).isEqualTo(0);
        assertThat(confidence(Criterion.MARGIN, 0, 1, 0)).isEqualTo(1);
    }

    @Test
    void entropyIsOneLessTheNormalisedEntropy() {
        // H = 2 * 1/4 ln 4 + 1/2 ln 2 = 1.5 ln 2, of at most ln 4 = 2 ln 2
        assertThat(confidence(Criterion.ENTROPY, 0.25f, 0.5f, 0.25f, 0)).isEqualTo(0.25, within(1e-12));
        assertThat(confidence(Criterion.ENTROPY, 0.25f, 0.25f, 0.25f, 0.25f)).isEqualTo(0, within(1e-12));
        assertThat(confidence(Criterion.ENTROPY, 0, 0, 1)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void everyCriterionIsZeroToOneAndOneForCertainty(Criterion criterion) {
        assertThat(confidence(criterion, 1)).isEqualTo(1);
        assertThat(confidence(criterion, 1, 0)).isEqualTo(1);
        // Sums slightly above 1 after rounding, as softmax may give.
        float third = Math.nextUp(1 / 3f);
        assertThat(confidence(criterion, third, third, third)).isBetween(0.0, 1.0);
    }

    @Test
    void criteriaHaveTheNamesOfTheManifest() {
        assertThat(Criterion.values())
                .extracting(Criterion::toString)
                .containsExactly("max-softmax", "margin", "entropy");
    }

    private static double confidence(Criterion criterion, float... probabilities) {
        return criterion.confidence(Classification.ofProbabilities(probabilities));
    }
}
