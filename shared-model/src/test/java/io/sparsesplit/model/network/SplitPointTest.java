package io.sparsesplit.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitPointTest {

    @ParameterizedTest
    @CsvSource({"2, 1", "3, 1", "4, 2", "5, 2", "10, 5"})
    void theMidpointLeavesAsManyJunctionsAfterItOrOneMore(int junctions, int head) {
        assertThat(SplitPoint.midpoint(junctions)).isEqualTo(new SplitPoint(head, junctions));
    }

    @Test
    void everyJunctionBoundaryCanBeTheSplit() {
        for (int head = 1; head < 5; head++) {
            assertThat(new SplitPoint(head, 5).headJunctions()).isEqualTo(head);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 0, -7})
    void aNetworkOfOneJunctionCannotBeSplit(int junctions) {
        String message = "a network needs 2 junctions or more to be split, not " + junctions;
        assertThatThrownBy(() -> SplitPoint.midpoint(junctions)).hasMessage(message);
        assertThatThrownBy(() -> new SplitPoint(1, junctions))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 3, 4, Integer.MAX_VALUE})
    void aSplitOutsideTheNetworkIsRefused(int head) {
        assertThatThrownBy(() -> new SplitPoint(head, 3))
                .hasMessage("a network of 3 junctions can be split after junction 1 to 2, not after " + head);
    }
}
