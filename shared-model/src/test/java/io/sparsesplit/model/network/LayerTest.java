package io.sparsesplit.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.model.pattern.Junction;
import io.sparsesplit.model.pattern.Pattern;
import io.sparsesplit.model.pattern.Pattern.Recipe;
import io.sparsesplit.model.pattern.PatternFamily;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LayerTest {

    /** Neuron 0 reads 0 and 3, neuron 1 reads 1 and 2. */
    private static final Pattern PATTERN = Pattern.explicit(new Junction(4, 2, 1), new int[] {0, 3, 1, 2});

    @Test
    void aLayerIsItsWeightedSumsBehindItsActivation() {
        float[] weights = {1, 2, 3, 4};
        float[] biases = {-0.5f, -30};
        float[] x = {1, 2, 3, 4};

        assertThat(new Layer(PATTERN, weights, biases, Activation.IDENTITY).forward(x))
                .containsExactly(1 * 1 + 2 * 4 - 0.5f, 3 * 2 + 4 * 3 - 30);
        assertThat(new Layer(PATTERN, weights, biases, Activation.RELU).forward(x))
                .containsExactly(8.5f, 0);
    }

    @Test
    void parametersAreWeightsAndBiases() {
        assertThat(new Layer(PATTERN, new float[4], new float[2], Activation.RELU).parameters())
                .isEqualTo(6);
    }

    @ParameterizedTest
    @EnumSource(names = {"DENSE", "RANDOM", "CYCLIC"})
    void aLayerSharesNoArrayWithItsCallers(PatternFamily family) {
        Junction junction = family == PatternFamily.DENSE ? Junction.dense(64, 64) : new Junction(64, 64, 8);
        Pattern pattern = Pattern.generate(junction, new Recipe(family, 1));
        float[] weights = new float[junction.edges()];
        float[] biases = new float[64];
        Layer layer = new Layer(pattern, weights, biases, Activation.IDENTITY);
        weights[0] = 9;
        biases[0] = 9;
        layer.weights()[1] = 9;
        layer.biases()[1] = 9;
        float[] ones = new float[64];
        Arrays.fill(ones, 1);

        assertThat(layer.weights()).containsOnly(0);
        assertThat(layer.biases()).containsOnly(0);
        assertThat(layer.forward(ones)).containsOnly(0);
    }

    @Test
    void lengthsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new Layer(PATTERN, new float[5], new float[2], Activation.RELU))
                .hasMessage("5 weights given, but the pattern has 4");
        Layer layer = new Layer(PATTERN, new float[4], new float[2], Activation.RELU);
        assertThatThrownBy(() -> layer.forward(new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 activations given to a layer that reads 4");
        assertThatThrownBy(() -> layer.forward(new float[5])).hasMessage("5 activations given to a layer that reads 4");
    }

    @Test
    void activationsHaveTheNamesOfTheManifest() {
        assertThat(Activation.RELU).hasToString("relu");
        assertThat(Activation.IDENTITY).hasToString("identity");
    }
}
