package io.sparsesplit.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.pattern.PatternFamily;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BestStateTest {

    private final TrainableNetwork network = new TrainableNetwork(
            Topology.of(List.of(64, 16, 5), List.of(4, 5), List.of(PatternFamily.CYCLIC), 1, List.of(1)),
            new Preprocessing(8, 8, 64),
            ToyTraining.of(1, 50, 0.01, 0.01, 0.3, 1, 1));

    private final BestState best = new BestState(network);

    @Test
    void amongStatesWithinAStandardErrorOfTheBestTheLatestIsKept() {
        assertThat(offer(1, 0.50)).isTrue();
        assertThat(offer(2, 0.30)).isTrue();
        assertThat(offer(3, 0.35)).as("0.35 is within 0.30 + 0.1").isTrue();
        assertThat(offer(4, 0.41)).isFalse();
        assertThat(offer(5, 0.39)).isTrue();
        best.restore();
        assertThat(best.epoch()).isEqualTo(5);
        assertThat(network.numbers().get(0)).containsOnly(5);
    }

    @Test
    void aStateThatIsNoNumberIsNeverKept() {
        offer(1, 0.5);
        assertThat(offer(2, Double.NaN)).isFalse();
        assertThat(offer(3, Double.POSITIVE_INFINITY)).isFalse();
        best.restore();
        assertThat(network.numbers().get(0)).containsOnly(1);
    }

    @Test
    void withoutValidationImagesTheLastStateIsKept() {
        for (int epoch = 1; epoch <= 3; epoch++) {
            Arrays.fill(network.numbers().get(0), epoch);
            assertThat(best.offer(epoch, Validation.NONE)).isTrue();
        }
        assertThat(best.epoch()).isEqualTo(3);
    }

    @Test
    void beforeTheFirstEpochItIsTheStateBefore() {
        float[] before = network.numbers().get(0).clone();
        Arrays.fill(network.numbers().get(0), 7);
        best.restore();
        assertThat(best.epoch()).isZero();
        assertThat(network.numbers().get(0)).isEqualTo(before);
    }

    private boolean offer(int epoch, double objective) {
        Arrays.fill(network.numbers().get(0), epoch);
        return best.offer(epoch, new Validation(100, 50, 60, 1, 1, 0, objective, 0.1));
    }
}
