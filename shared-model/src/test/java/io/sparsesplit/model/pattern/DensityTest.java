package io.sparsesplit.model.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DensityTest {

    @Test
    void feasibleDensitiesAreThoseOfEquationFive() {
        assertThat(Density.feasible(12, 8)).containsExactly(0.25, 0.5, 0.75, 1.0);
        assertThat(Density.feasible(7, 5)).containsExactly(1.0);
        assertThat(Density.feasible(800, 40)).hasSize(40).contains(0.025, 0.05, 1.0);
    }

    @Test
    void everyFeasibleDensityIsAJunctionsAndTheOthersAreNot() {
        for (int inputs = 1; inputs <= 30; inputs++) {
            for (int outputs = 1; outputs <= 30; outputs++) {
                List<Double> feasible = new ArrayList<>();
                for (int outDegree = 1; outDegree <= outputs; outDegree++) {
                    if (inputs * outDegree % outputs == 0) {
                        feasible.add(new Junction(inputs, outputs, outDegree).density());
                    }
                }
                assertThat(Density.feasible(inputs, outputs).boxed().toList()).isEqualTo(feasible);
                for (double density : feasible) {
                    assertThat(Density.junction(inputs, outputs, density).density())
                            .isEqualTo(density);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"784, 40, 5", "800, 40, 1", "40, 10, 1", "7, 5, 5", "5, 7, 7", "1, 1, 1"})
    void theSmallestOutDegreeIsOutputsByGcd(int inputs, int outputs, int smallest) {
        assertThat(Density.smallestOutDegree(inputs, outputs)).isEqualTo(smallest);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            800 | 40 | 0.06      | 40 | 2/40 = 0.05 and 3/40 = 0.075
            784 | 40 | 0.05      | 8  | 1/8 = 0.125
            784 | 40 | 0.2       | 8  | 1/8 = 0.125 and 2/8 = 0.25
            784 | 40 | 0         | 8  | 1/8 = 0.125
            784 | 40 | -0.125    | 8  | 1/8 = 0.125
            784 | 40 | 1.125     | 8  | 8/8 = 1.0
            784 | 40 | 1e300     | 8  | 8/8 = 1.0
            784 | 40 | Infinity  | 8  | 8/8 = 1.0
            784 | 40 | -Infinity | 8  | 1/8 = 0.125
            784 | 40 | NaN       | 8  | 1/8 = 0.125
            7   | 5  | 0.5       | 1  | 1/1 = 1.0
            """)
    void anInfeasibleDensityIsRefusedNamingTheNearestFeasibleOnes(
            int inputs, int outputs, double density, int gcd, String nearest) {
        assertThatThrownBy(() -> Density.junction(inputs, outputs, density))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "density %s is not feasible for a junction of %d to %d neurons: it must be k/%d; nearest: %s"
                                .formatted(density, inputs, outputs, gcd, nearest));
    }

    @Test
    void aDensityMayBeRoundedAsAPersonWouldWriteIt() {
        assertThat(Density.junction(9, 3, 0.3333333)).isEqualTo(new Junction(9, 3, 1));
        assertThatThrownBy(() -> Density.junction(9, 3, 0.33)).hasMessageContaining("must be k/3");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -4, 65537})
    void numbersOfNeuronsOutOfRangeAreRefused(int count) {
        String message = "must be 1 to 65536, not " + count;
        assertThatThrownBy(() -> Density.feasible(count, 8)).hasMessage("inputs " + message);
        assertThatThrownBy(() -> Density.smallestOutDegree(8, count)).hasMessage("outputs " + message);
        assertThatThrownBy(() -> Density.junction(count, 8, 0.5)).hasMessage("inputs " + message);
    }

    @Test
    void overallDensityIsThatOfEquationSix() {
        List<Junction> junctions = List.of(new Junction(800, 40, 2), new Junction(40, 40, 9), new Junction(40, 10, 10));

        assertThat(Density.overall(junctions)).isEqualTo(2360 / 34000.0, within(0.0));
        assertThatThrownBy(() -> Density.overall(List.of())).hasMessage("a network without junctions has no density");
    }

    @ParameterizedTest
    @CsvSource({
        "3 3, 3 3 10, 2455",
        "3, 3 10, 2443",
        "40 40, 2 9 10, 2450",
        "5 5, 5 5 10, 4095",
        "5, 5 10, 4065",
        "40 40, 4 10 10, 4090",
        "7 7, 7 7 10, 5743",
        "7, 7 10, 5687",
        "40 40, 6 11 10, 5730",
        "14 14, 14 14 10, 11574",
        "14, 14 10, 11364",
        "40 40, 13 17 10, 11570",
        "20 20, 20 20 10, 16650",
        "21, 21 10, 17041",
        "40 40, 19 24 10, 16650",
        "6 6, 6 6 10, 4918",
        "6, 6 10, 4876",
        "40 40, 5 11 10, 4930",
        "10 10, 10 10 10, 8230",
        "10, 10 10, 8120",
        "40 40, 9 14 10, 8250",
        "28 28, 28 28 10, 23530",
        "29, 29 10, 23529",
        "80 80, 26 22 10, 23530",
        "39 39, 39 39 10, 33199",
        "41, 41 10, 33261",
        "80 80, 37 33 10, 33210"
    })
    void thePapersConfigurationsHaveThePapersNumberOfParameters(String hidden, String outDegrees, int parameters) {
        String[] neurons = ("800 " + hidden + " 10").split(" ", -1);
        String[] degrees = outDegrees.split(" ", -1);
        int sum = 0;
        for (int i = 0; i < degrees.length; i++) {
            int outputs = Integer.parseInt(neurons[i + 1]);
            sum += new Junction(Integer.parseInt(neurons[i]), outputs, Integer.parseInt(degrees[i])).edges() + outputs;
        }

        assertThat(sum).isEqualTo(parameters);
    }
}
