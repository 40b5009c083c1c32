package io.sparsesplit.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassWeightsTest {

    @Test
    void everyClassWeighsAlikeAndTheMeanOverImagesIsOne() {
        float[] weights = ClassWeights.balanced(new int[] {90, 10});

        assertThat(weights[0] * 90).isCloseTo(weights[1] * 10, within(1e-4f));
        assertThat(weights[0] * 90 + weights[1] * 10).isCloseTo(100, within(1e-4f));
        assertThat(weights[1]).isEqualTo(5);
    }

    @Test
    void rareClassesWeighAtMostThirtyTimesTheLargest() {
        float[] weights = ClassWeights.balanced(new int[] {10_000, 1, 0});

        assertThat(weights[1] / weights[0]).isCloseTo(30, within(1e-3f));
        assertThat(weights[2]).isZero();
    }

    @Test
    void dataThatIsBalancedKeepsItsLoss() {
        assertThat(ClassWeights.byDefault(counts(199, 100))).containsExactly(1, 1);
        assertThat(ClassWeights.byDefault(counts(200, 100))).containsExactly(0.75f, 1.5f);
        assertThat(counts(0, 0).isBalanced()).isFalse();
    }

    @Test
    void noImagesCannotBeBalanced() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClassWeights.balanced(new int[2]))
                .withMessage("classes of [0, 0] images cannot be balanced");
    }

    private static ClassCounts counts(Integer... images) {
        return new ClassCounts("training", List.of(images));
    }
}
