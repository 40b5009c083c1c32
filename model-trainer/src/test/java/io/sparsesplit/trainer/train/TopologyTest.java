package io.sparsesplit.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.model.pattern.PatternFamily;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopologyTest {

    private static final List<PatternFamily> RANDOM = List.of(PatternFamily.RANDOM);

    @Test
    void onePatternServesAllSparseJunctionsAndDenseOnesAreDense() {
        Topology topology = Topology.of(List.of(800, 40, 40, 10), List.of(2, 9, 10), RANDOM, 1, List.of(1));
        assertThat(topology.families())
                .containsExactly(PatternFamily.RANDOM, PatternFamily.RANDOM, PatternFamily.DENSE);
    }

    @Test
    void anInfeasibleOutDegreeNamesItsJunctionAndTheNearestFeasibleOnes() {
        assertThatThrownBy(() -> Topology.of(List.of(800, 40, 12, 10), List.of(2, 5, 10), RANDOM, 1, List.of(1)))
                .hasMessage("junction 2: out-degree 5 is not feasible for a junction of 40 to 12 neurons:"
                        + " it must be a multiple of 3 up to 12; nearest: 3 and 6");
    }

    @Test
    void numbersThatDoNotMatchAreRefused() {
        assertThatThrownBy(() -> Topology.of(List.of(8, 4, 2), List.of(1), RANDOM, 1, List.of(1)))
                .hasMessage("3 layers have 2 junctions, but 1 out-degrees are given");
        assertThatThrownBy(() -> Topology.of(
                        List.of(8, 4, 4, 2),
                        List.of(1, 1, 2),
                        List.of(PatternFamily.RANDOM, PatternFamily.CYCLIC),
                        1,
                        List.of(1)))
                .hasMessage("2 patterns are given for 3 junctions: give one for all, or one for each");
    }

    @Test
    void theLastExitStandsAtTheSplitOrBeforeIt() {
        assertThat(Topology.of(List.of(8, 4, 4, 2), List.of(1, 1, 2), RANDOM, 2, List.of(1))
                        .parameters())
                .isEqualTo(8 + 4 + 4 + 4 + 8 + 2 + 4 * 2 + 2);
        assertThatThrownBy(() -> Topology.of(List.of(8, 4, 4, 2), List.of(1, 1, 2), RANDOM, 1, List.of(1, 2)))
                .hasMessage("no exit can stand behind the split: the network is split after junction 1,"
                        + " the last exit is after 2");
    }

    @Test
    void aNetworkIsSplitBetweenItsJunctions() {
        assertThatThrownBy(() -> Topology.of(List.of(8, 4, 2), List.of(1, 2), RANDOM, 2, List.of(2)))
                .hasMessage("a network of 2 junctions can be split after junction 1 to 1, not after 2");
    }
}
