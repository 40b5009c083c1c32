package io.sparsesplit.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.model.pattern.Junction;
import io.sparsesplit.model.pattern.Pattern;
import io.sparsesplit.model.pattern.Pattern.Recipe;
import io.sparsesplit.model.pattern.PatternFamily;
import java.util.List;
import org.junit.jupiter.api.Test;

class TailTest {

    private static final Layer HIDDEN = layer(2, 3, Activation.RELU, 1, 0, 0, 1, -1, -1);
    private static final Layer LOGITS = layer(3, 2, Activation.IDENTITY, 1, 0, 5, 0, 1, 5);

    @Test
    void aTailRunsItsLayersAndThenSoftmax() {
        Tail tail = new Tail(List.of(HIDDEN, LOGITS));
        Classification classification = tail.classify(new float[] {1, 3});

        // The third hidden neuron is negative and cut off; logits are 1 and 3.
        assertThat(classification.classIndex()).isEqualTo(1);
        assertThat(classification.probability()).isEqualTo(0.8807970f, within(1e-6f));
        assertThat(tail.features()).isEqualTo(2);
        assertThat(tail.classes()).isEqualTo(2);
        assertThat(tail.parameters()).isEqualTo(6 + 3 + 6 + 2);
    }

    @Test
    void featuresThatMakeItOverflowStillGiveProbabilities() {
        float[] probabilities = new Tail(List.of(HIDDEN, LOGITS))
                .classify(new float[] {-Float.MAX_VALUE, -Float.MAX_VALUE})
                .probabilities();

        assertThat(probabilities).containsExactly(0.5f, 0.5f);
    }

    @Test
    void aTailOfLayersThatDoNotFitIsRefused() {
        assertThatThrownBy(() -> new Tail(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a tail needs at least one layer");
        assertThatThrownBy(() -> new Tail(List.of(LOGITS, LOGITS)))
                .hasMessage("layer 2 of the tail reads 3 activations, but the layer before has 2");
        assertThatThrownBy(() -> new Tail(List.of(HIDDEN)))
                .hasMessage("the tail's last layer gives logits: its activation must be identity");
    }

    @Test
    void featuresOfAnotherLengthAreRefused() {
        assertThatThrownBy(() -> new Tail(List.of(HIDDEN, LOGITS)).classify(new float[3]))
                .hasMessage("3 activations given to a layer that reads 2");
    }

    private static Layer layer(int inputs, int outputs, Activation activation, float... weights) {
        Pattern dense = Pattern.generate(Junction.dense(inputs, outputs), new Recipe(PatternFamily.DENSE, 0));
        return new Layer(dense, weights, new float[outputs], activation);
    }
}
