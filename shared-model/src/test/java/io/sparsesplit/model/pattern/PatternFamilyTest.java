package io.sparsesplit.model.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.model.pattern.Pattern.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PatternFamilyTest {

    private static final int SEEDS = 3;

    /** Every feasible junction of up to 14 to 14 neurons, and larger and more awkward ones. */
    static List<Junction> junctions() {
        List<Junction> junctions = new ArrayList<>();
        for (int inputs = 1; inputs <= 14; inputs++) {
            for (int outputs = 1; outputs <= 14; outputs++) {
                int step = Density.smallestOutDegree(inputs, outputs);
                for (int outDegree = step; outDegree <= outputs; outDegree += step) {
                    junctions.add(new Junction(inputs, outputs, outDegree));
                }
            }
        }
        junctions.addAll(List.of(
                new Junction(800, 40, 2),
                new Junction(800, 40, 13),
                new Junction(40, 40, 9),
                new Junction(40, 10, 10),
                new Junction(784, 40, 5),
                new Junction(336, 140, 15),
                new Junction(320, 80, 8),
                new Junction(1024, 1024, 48),
                new Junction(207, 207, 13),
                new Junction(210, 120, 28),
                new Junction(101, 103, 103),
                new Junction(1, 500, 500),
                new Junction(500, 1, 1),
                new Junction(40, 800, 60)));
        return junctions;
    }

    /** Those of {@link #junctions()} that a family has patterns for. */
    private static Stream<Junction> junctions(PatternFamily family) {
        return junctions().stream().filter(junction -> family != PatternFamily.DENSE || junction.isDense());
    }

    @ParameterizedTest
    @EnumSource
    void everyPatternHasExactlyTheFixedDegreesAndNoDuplicateEdge(PatternFamily family) {
        junctions(family).forEach(junction -> {
            for (int seed = 0; seed < SEEDS; seed++) {
                // Straight from the generator, so that nothing but this test checks it.
                int[] sources = family.sources(junction, seed, Grid.of(junction.inputs()));
                assertThat(sources).as("%s %d", junction, seed).hasSize(junction.edges());
                int[] outDegrees = new int[junction.inputs()];
                int inDegree = junction.inDegree();
                for (int o = 0; o < junction.outputs(); o++) {
                    int[] row = Arrays.copyOfRange(sources, o * inDegree, (o + 1) * inDegree);
                    assertThat(Arrays.stream(row).distinct().count())
                            .as("%s seed %d, right neuron %d", junction, seed, o)
                            .isEqualTo(inDegree);
                    Arrays.stream(row).forEach(source -> outDegrees[source]++);
                }
                assertThat(outDegrees).as("%s %d", junction, seed).containsOnly(junction.outDegree());
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void theSameSeedMakesTheSamePattern(PatternFamily family) {
        junctions(family)
                .forEach(junction -> assertThat(generate(family, junction, -5))
                        .as("%s", junction)
                        .isEqualTo(generate(family, junction, -5)));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DENSE")
    void otherSeedsMakeOtherPatternsWhereThereIsRoom(PatternFamily family) {
        Junction junction = new Junction(320, 80, 8);
        Set<List<Integer>> patterns = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            patterns.add(Arrays.stream(generate(family, junction, seed)).boxed().toList());
        }

        assertThat(patterns).hasSize(50);
    }

    @ParameterizedTest
    @EnumSource
    void familiesAreFoundByTheNameTheyPrint(PatternFamily family) {
        assertThat(PatternFamily.of(family.toString())).isEqualTo(family);
    }

    @Test
    void anUnknownFamilyIsRefusedNamingThoseThereAre() {
        for (String name : List.of("", "RANDOM", "clash-free", "clash_free_1")) {
            assertThatThrownBy(() -> PatternFamily.of(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("there is no pattern family '%s'; choose one of ".formatted(name)
                            + "dense, random, clash-free-1, clash-free-2, clash-free-3, cyclic, local");
        }
    }

    private static int[] generate(PatternFamily family, Junction junction, long seed) {
        return Pattern.generate(junction, new Recipe(family, seed), Grid.of(junction.inputs()))
                .sources();
    }
}
