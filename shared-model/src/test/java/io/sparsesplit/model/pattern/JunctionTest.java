package io.sparsesplit.model.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JunctionTest {

    @ParameterizedTest
    @CsvSource({
        // inputs, outputs, outDegree, edges (1), inDegree (1), density (2) and (3)
        "800, 40, 2, 1600, 40, 0.05",
        "40, 40, 9, 360, 9, 0.225",
        "40, 10, 10, 400, 40, 1",
        "300, 60, 3, 900, 15, 0.05",
        "6, 4, 2, 12, 3, 0.5",
        "1, 1, 1, 1, 1, 1",
        "1, 7, 7, 7, 1, 1",
        "7, 1, 1, 7, 7, 1",
        "65536, 1024, 1, 65536, 64, 0.0009765625"
    })
    void equationsOneToThreeHold(int inputs, int outputs, int outDegree, int edges, int inDegree, double density) {
        Junction junction = new Junction(inputs, outputs, outDegree);

        assertThat(junction.edges()).isEqualTo(edges);
        assertThat(junction.inDegree()).isEqualTo(inDegree);
        assertThat(junction.density()).isEqualTo(density);
        assertThat(junction.edges()).isEqualTo(inputs * outDegree).isEqualTo(outputs * inDegree);
        assertThat((double) edges / ((double) inputs * outputs)).isEqualTo(density);
        assertThat((double) inDegree / inputs).isEqualTo(density);
    }

    @Test
    void exactlyTheOutDegreesOfEquationFourAreAccepted() {
        for (int inputs = 1; inputs <= 24; inputs++) {
            for (int outputs = 1; outputs <= 24; outputs++) {
                for (int outDegree = -1; outDegree <= outputs + 1; outDegree++) {
                    boolean feasible = outDegree >= 1 && outDegree <= outputs && inputs * outDegree % outputs == 0;
                    assertThat(accepts(inputs, outputs, outDegree))
                            .as("%d %d %d", inputs, outputs, outDegree)
                            .isEqualTo(feasible);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            784 | 40 | 7          | a multiple of 5 up to 40 | 5 and 10
            784 | 40 | 4          | a multiple of 5 up to 40 | 5
            784 | 40 | 41         | a multiple of 5 up to 40 | 40
            800 | 40 | 0          | 1 to 40                  | 1
            800 | 40 | -3         | 1 to 40                  | 1
            800 | 40 | 2147483647 | 1 to 40                  | 40
            7   | 5  | 4          | a multiple of 5 up to 5  | 5
            """)
    void anInfeasibleOutDegreeIsRefusedNamingTheNearestFeasibleOnes(
            int inputs, int outputs, int outDegree, String must, String nearest) {
        assertThatThrownBy(() -> new Junction(inputs, outputs, outDegree))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "out-degree %d is not feasible for a junction of %d to %d neurons: it must be %s; nearest: %s"
                                .formatted(outDegree, inputs, outputs, must, nearest));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, 65537, Integer.MAX_VALUE})
    void numbersOfNeuronsOutOfRangeAreRefused(int count) {
        assertThatThrownBy(() -> new Junction(count, 10, 10)).hasMessage("inputs must be 1 to 65536, not " + count);
        assertThatThrownBy(() -> new Junction(10, count, 10)).hasMessage("outputs must be 1 to 65536, not " + count);
        assertThatThrownBy(() -> Junction.dense(count, 10)).hasMessage("inputs must be 1 to 65536, not " + count);
    }

    @Test
    void moreEdgesThanTheLimitAreRefused() {
        assertThat(new Junction(65536, 65536, 1024).edges()).isEqualTo(Junction.MAX_EDGES);
        assertThatThrownBy(() -> new Junction(65536, 65536, 1025))
                .hasMessage(
                        "a junction of 65536 to 65536 neurons with out-degree 1025 has 67174400 edges, more than 67108864");
        assertThatThrownBy(() -> Junction.dense(65536, 65536))
                .hasMessageEndingWith("has 4294967296 edges, more than 67108864");
    }

    @Test
    void onlyAJunctionWithEveryEdgeIsDense() {
        assertThat(Junction.dense(40, 10).isDense()).isTrue();
        assertThat(new Junction(40, 10, 9).isDense()).isFalse();
        assertThat(new Junction(40, 10, 10)).isEqualTo(Junction.dense(40, 10));
    }

    private static boolean accepts(int inputs, int outputs, int outDegree) {
        try {
            return new Junction(inputs, outputs, outDegree).outDegree() == outDegree;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
