package io.sparsesplit.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.trainer.data.ClassCounts;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassWeightingTest {

    @Test
    void dataThatIsBalancedKeepsItsLoss() {
        assertThat(ClassWeighting.AUTO.weights(counts(199, 100))).containsExactly(1, 1);
        assertThat(ClassWeighting.AUTO.resolved(counts(199, 100))).isEqualTo(ClassWeighting.NONE);
    }

    @Test
    void classesOfUnequalSizeCountAlike() {
        assertThat(ClassWeighting.AUTO.weights(counts(200, 100))).containsExactly(0.75f, 1.5f);
        assertThat(ClassWeighting.AUTO.resolved(counts(200, 100))).isEqualTo(ClassWeighting.BALANCED);
    }

    @Test
    void whatWasAskedForIsDone() {
        assertThat(ClassWeighting.NONE.weights(counts(970, 30))).containsExactly(1, 1);
        assertThat(ClassWeighting.BALANCED.weights(counts(120, 100))[1]).isGreaterThan(1);
    }

    private static ClassCounts counts(Integer... images) {
        return new ClassCounts("training", List.of(images));
    }
}
