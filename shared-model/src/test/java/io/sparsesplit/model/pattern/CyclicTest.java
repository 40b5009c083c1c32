package io.sparsesplit.model.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.pattern.Pattern.Recipe;
import java.math.BigInteger;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CyclicTest {

    @Test
    void everyNeuronReadsAllThatLieAtTheSameOffsetsModuloTheGcd() {
        for (Junction junction : PatternFamilyTest.junctions()) {
            int g = BigInteger.valueOf(junction.inputs())
                    .gcd(BigInteger.valueOf(junction.outputs()))
                    .intValueExact();
            Pattern pattern = Pattern.generate(junction, new Recipe(PatternFamily.CYCLIC, 5));
            Set<Integer> offsets = offsets(pattern, 0, g);

            assertThat(offsets).as("%s", junction).hasSize(junction.outDegree() * g / junction.outputs());
            for (int o = 1; o < junction.outputs(); o++) {
                assertThat(offsets(pattern, o, g))
                        .as("%s, neuron %d", junction, o)
                        .isEqualTo(offsets);
            }
        }
    }

    @Test
    void aPatternExistsForEveryFeasibleJunction() {
        assertThat(PatternFamilyTest.junctions())
                .allSatisfy(junction -> assertThat(Pattern.generate(junction, new Recipe(PatternFamily.CYCLIC, 1))
                                .sources())
                        .hasSize(junction.edges()));
    }

    private static Set<Integer> offsets(Pattern pattern, int output, int g) {
        Set<Integer> offsets = new TreeSet<>();
        for (int k = 0; k < pattern.junction().inDegree(); k++) {
            offsets.add(Math.floorMod(pattern.source(output, k) - output, g));
        }
        return offsets;
    }
}
