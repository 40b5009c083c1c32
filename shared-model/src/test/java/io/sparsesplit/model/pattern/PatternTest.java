package io.sparsesplit.model.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.model.pattern.Pattern.Recipe;
import org.junit.jupiter.api.Test;

class PatternTest {

    /** Each right neuron reads two of four left neurons, each left neuron is read by one of two right neurons. */
    private static final Junction JUNCTION = new Junction(4, 2, 1);

    @Test
    void explicitEdgesAreKeptInCanonicalOrder() {
        Pattern pattern = Pattern.explicit(JUNCTION, new int[] {3, 0, 2, 1});

        assertThat(pattern.sources()).containsExactly(0, 3, 1, 2);
        assertThat(pattern.source(1, 0)).isEqualTo(1);
        assertThat(pattern.junction()).isEqualTo(JUNCTION);
        assertThat(pattern.recipe()).isEmpty();
    }

    @Test
    void aPatternSharesNoArrayWithItsCallers() {
        int[] given = {0, 3, 1, 2};
        Pattern pattern = Pattern.explicit(JUNCTION, given);
        given[0] = 2;
        pattern.sources()[1] = 2;

        assertThat(pattern.sources()).containsExactly(0, 3, 1, 2);
    }

    @Test
    void aGeneratedPatternRemembersItsRecipe() {
        Recipe recipe = new Recipe(PatternFamily.RANDOM, 7);

        assertThat(Pattern.generate(JUNCTION, recipe).recipe()).contains(recipe);
    }

    @Test
    void tooFewOrTooManyEdgesAreRefused() {
        assertThatThrownBy(() -> Pattern.explicit(JUNCTION, new int[] {0, 1, 2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 edges given, but a junction of 4 to 2 neurons with in-degree 2 has 4");
        assertThatThrownBy(() -> Pattern.explicit(JUNCTION, new int[5])).hasMessageStartingWith("5 edges given");
        assertThatThrownBy(() -> Pattern.explicit(JUNCTION, new int[0])).hasMessageStartingWith("0 edges given");
    }

    @Test
    void aLeftNeuronOutOfRangeIsRefused() {
        assertThatThrownBy(() -> Pattern.explicit(JUNCTION, new int[] {0, 1, 2, 4}))
                .hasMessage("right neuron 1 is joined to left neuron 4, which is not in 0 to 3");
        assertThatThrownBy(() -> Pattern.explicit(JUNCTION, new int[] {0, -1, 2, 3}))
                .hasMessage("right neuron 0 is joined to left neuron -1, which is not in 0 to 3");
    }

    @Test
    void aDuplicateEdgeIsRefused() {
        assertThatThrownBy(() -> Pattern.explicit(JUNCTION, new int[] {0, 1, 3, 3}))
                .hasMessage("right neuron 1 is joined to left neuron 3 twice");
    }

    @Test
    void aWrongOutDegreeIsRefused() {
        assertThatThrownBy(() -> Pattern.explicit(JUNCTION, new int[] {0, 1, 1, 2}))
                .hasMessage("left neuron 1 has out-degree 2 instead of 1");
        assertThatThrownBy(() -> Pattern.explicit(new Junction(4, 4, 2), new int[] {0, 1, 0, 1, 0, 2, 2, 3}))
                .hasMessage("left neuron 0 has out-degree 3 instead of 2");
    }

    @Test
    void aDensePatternOfASparseJunctionIsRefused() {
        assertThatThrownBy(() -> Pattern.generate(JUNCTION, new Recipe(PatternFamily.DENSE, 1)))
                .hasMessage("a dense pattern needs out-degree 2, not 1");
    }
}
