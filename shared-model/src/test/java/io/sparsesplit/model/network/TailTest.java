package io.sparsesplit.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.model.codec.Features;
import io.sparsesplit.model.pattern.Junction;
import io.sparsesplit.model.pattern.Pattern;
import io.sparsesplit.model.pattern.Pattern.Recipe;
import io.sparsesplit.model.pattern.PatternFamily;
import java.util.List;
import org.junit.jupiter.api.Test;

class TailTest {

    private static final Layer HIDDEN = layer(2, 3, Activation.RELU, 1, 0, 0, 1, -1, -1);
    private static final Layer HIDDEN3 = layer(3, 3, Activation.RELU, 1, 0, 0, 0, 1, 0, 0, 0, 1);
    private static final Layer LOGITS = layer(3, 2, Activation.IDENTITY, 1, 0, 5, 0, 1, 5);

    @Test
    void aTailRunsItsLayersAndThenSoftmax() {
        Tail tail = new Tail(List.of(HIDDEN, LOGITS));
        Classification classification = tail.classify(features(1, 3));

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
                .classify(features(-Float.MAX_VALUE, -Float.MAX_VALUE))
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
        assertThatThrownBy(() -> new Tail(List.of(HIDDEN, LOGITS)).classify(features(1, 2, 3)))
                .hasMessage("3 activations given to a layer that reads 2");
    }

    @Test
    void aTailMayReadTheExitsClassBehindTheFeatures() {
        Layer logits = layer(1 + 2, 2, Activation.IDENTITY, 1, 10, 0, 1, 0, 20);
        Tail tail = new Tail(List.of(logits), true);

        // Logits are 5 + 10 and 5 for class 0, 5 and 5 + 20 for class 1.
        assertThat(tail.classify(new Features(new float[] {5}, 0)).classIndex()).isZero();
        assertThat(tail.classify(new Features(new float[] {5}, 1)).classIndex()).isEqualTo(1);
        assertThat(tail.features()).isEqualTo(1);
        assertThat(tail.readsExitClass()).isTrue();
        assertThat(new Tail(List.of(logits)).readsExitClass()).isFalse();
        assertThat(new Tail(List.of(logits)).features()).isEqualTo(3);
    }

    @Test
    void whatATailThatReadsTheExitsClassCannotReadIsRefused() {
        Tail tail = new Tail(List.of(HIDDEN3, LOGITS), true);

        assertThatThrownBy(() -> tail.classify(new Features(new float[] {1}, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the exit's class is 0 to 1, not 2");
        assertThatThrownBy(() -> tail.classify(new Features(new float[3], 0)))
                .hasMessage("3 features given to a tail that reads 1");
        assertThatThrownBy(() -> new Tail(List.of(HIDDEN, LOGITS), true))
                .hasMessage("the tail reads 2 inputs: the exit's class alone takes 2");
    }

    private static Features features(float... values) {
        return new Features(values, 0);
    }

    private static Layer layer(int inputs, int outputs, Activation activation, float... weights) {
        Pattern dense = Pattern.generate(Junction.dense(inputs, outputs), new Recipe(PatternFamily.DENSE, 0));
        return new Layer(dense, weights, new float[outputs], activation);
    }
}
