package io.sparsesplit.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.model.pattern.Junction;
import io.sparsesplit.model.pattern.Pattern;
import io.sparsesplit.model.pattern.Pattern.Recipe;
import io.sparsesplit.model.pattern.PatternFamily;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadTest {

    private static final OptionalDouble OWN = OptionalDouble.empty();
    private static final float[] INPUT = {1, 3};

    @Test
    void aConfidentExitAnswers() {
        Head head = new Head(List.of(identity(2)), List.of(exit(1, 0.8)));
        ExitDecision decision = head.decide(INPUT, OWN);

        // softmax(1, 3): 1 / (1 + e^-2)
        assertThat(decision).isInstanceOf(ExitDecision.Exit.class);
        assertThat(decision.exitScore().classification().classIndex()).isEqualTo(1);
        assertThat(decision.exitScore().confidence()).isEqualTo(0.8807970, within(1e-6));
        assertThat(decision.exitScore().threshold()).isEqualTo(0.8);
        assertThat(decision.exitScore().criterion()).isEqualTo(Criterion.MAX_SOFTMAX);
    }

    @Test
    void anExitThatIsNotConfidentPassesTheFeaturesOnWithItsBestAnswer() {
        Head head = new Head(List.of(identity(2)), List.of(exit(1, 0.9)));

        assertThat(head.decide(INPUT, OWN)).isInstanceOfSatisfying(ExitDecision.Continue.class, decision -> {
            assertThat(decision.features().values()).containsExactly(1, 3);
            assertThat(decision.exitScore().classification().classIndex()).isEqualTo(1);
            assertThat(decision.exitScore().confident()).isFalse();
        });
    }

    @Test
    void confidenceEqualToTheThresholdIsEnough() {
        Head head = new Head(List.of(identity(2)), List.of(exit(1, 0.5)));

        assertThat(head.decide(new float[] {7, 7}, OWN)).isInstanceOf(ExitDecision.Exit.class);
    }

    @Test
    void theFirstConfidentExitOnTheWayAnswers() {
        List<Layer> layers = List.of(identity(2), doubling(2), identity(2));
        Head both = new Head(layers, List.of(exit(1, 0.8), exit(3, 0.8)));
        Head later = new Head(layers, List.of(exit(1, 0.95), exit(3, 0.95)));
        Head none = new Head(layers, List.of(exit(1, 0.99), exit(3, 0.99)));

        assertThat(both.decide(INPUT, OWN).exitScore().confidence()).isEqualTo(0.8807970, within(1e-6));
        // After the doubling layer: softmax(2, 6).
        assertThat(later.decide(INPUT, OWN)).isInstanceOf(ExitDecision.Exit.class);
        assertThat(later.decide(INPUT, OWN).exitScore().confidence()).isEqualTo(0.9820138, within(1e-6));
        assertThat(none.decide(INPUT, OWN)).isInstanceOfSatisfying(ExitDecision.Continue.class, decision -> {
            assertThat(decision.features().values()).containsExactly(2, 6);
            assertThat(decision.exitScore().confidence()).isEqualTo(0.9820138, within(1e-6));
        });
    }

    @Test
    void layersBehindTheLastExitPrepareTheFeatures() {
        List<Layer> layers = List.of(identity(2), doubling(2), doubling(2));
        Head head = new Head(layers, List.of(exit(1, 0.9)));

        assertThat(head.decide(INPUT, OWN)).isInstanceOfSatisfying(ExitDecision.Continue.class, decision -> {
            assertThat(decision.features().values()).containsExactly(4, 12);
            assertThat(decision.features().exitClass()).isEqualTo(1);
            assertThat(decision.exitScore().confidence()).isEqualTo(0.8807970, within(1e-6));
        });
        assertThat(head.decide(INPUT, OptionalDouble.of(0.8))).isInstanceOf(ExitDecision.Exit.class);
    }

    @Test
    void theClassThatTravelsIsThatOfTheLastExit() {
        Layer turned = new Layer(dense(2, 2), new float[] {0, 1, 1, 0}, new float[2], Activation.RELU);
        Head head = new Head(List.of(identity(2), turned), List.of(exit(1, 1), exit(2, 1)));

        assertThat(head.decide(INPUT, OWN))
                .isInstanceOfSatisfying(
                        ExitDecision.Continue.class,
                        decision -> assertThat(decision.features().exitClass()).isZero());
    }

    @Test
    void anOverrideHoldsForAllExits() {
        Head head = new Head(List.of(identity(2), doubling(2)), List.of(exit(1, 0.1), exit(2, 0.1)));
        ExitDecision decision = head.decide(INPUT, OptionalDouble.of(0.9));

        assertThat(decision).isInstanceOf(ExitDecision.Exit.class);
        assertThat(decision.exitScore().threshold()).isEqualTo(0.9);
        assertThat(decision.exitScore().confidence()).isEqualTo(0.9820138, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(floats = {0, 1, Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NaN})
    void anOverrideOfZeroMakesTheFirstExitAnswerWhateverItThinks(float value) {
        Head head = new Head(List.of(identity(2), doubling(2)), List.of(exit(1, 1), exit(2, 1)));
        ExitDecision decision = head.decide(new float[] {value, value}, OptionalDouble.of(0));

        assertThat(decision).isInstanceOf(ExitDecision.Exit.class);
    }

    @Test
    void anOverrideOfNeverMakesNoExitAnswer() {
        Head head = new Head(List.of(identity(2)), List.of(exit(1, 0)));
        ExitDecision decision = head.decide(new float[] {0, 99f}, OptionalDouble.of(Head.NEVER));

        assertThat(decision).isInstanceOf(ExitDecision.Continue.class);
        assertThat(decision.exitScore().confidence()).isEqualTo(1);
    }

    @Test
    void anExitWithAThresholdOfOneNeverAnswers() {
        Head head = new Head(List.of(identity(2)), List.of(exit(1, 1)));
        ExitDecision decision = head.decide(new float[] {0, 99f}, OWN);

        assertThat(decision).isInstanceOf(ExitDecision.Continue.class);
        assertThat(decision.exitScore().confidence()).isEqualTo(1);
        assertThat(decision.exitScore().threshold()).isEqualTo(1);
    }

    @Test
    void temperatureDividesTheLogits() {
        EarlyExit exit = exit(1, 0).calibrated(Criterion.MAX_SOFTMAX, 2, 0.6);
        Head head = new Head(List.of(identity(2)), List.of(exit));

        // softmax(0.5, 1.5)
        assertThat(head.decide(INPUT, OWN).exitScore().confidence()).isEqualTo(0.7310586, within(1e-6));
        assertThat(head.decide(INPUT, OWN).exitScore().threshold()).isEqualTo(0.6);
    }

    @Test
    void theInputIsNotChanged() {
        float[] input = {-1, 3};
        new Head(List.of(identity(2)), List.of(exit(1, 0.9))).decide(input, OWN);

        assertThat(input).containsExactly(-1, 3);
    }

    @Test
    void sizesAndParametersAreThoseOfItsParts() {
        Head head = new Head(List.of(layer(5, 3), layer(3, 4)), List.of(exit(3, 2, 1, 0.5), exit(4, 2, 2, 0.5)));

        assertThat(head.inputs()).isEqualTo(5);
        assertThat(head.features()).isEqualTo(4);
        assertThat(head.classes()).isEqualTo(2);
        assertThat(head.parameters()).isEqualTo(5 * 3 + 3 + 3 * 4 + 4 + 3 * 2 + 2 + 4 * 2 + 2);
    }

    @Test
    void aHeadOfPartsThatDoNotFitIsRefused() {
        assertThatThrownBy(() -> new Head(List.of(), List.of(exit(1, 0.5))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a head needs at least one layer");
        assertThatThrownBy(() -> new Head(List.of(layer(5, 3), layer(4, 2)), List.of(exit(2, 0.5))))
                .hasMessage("layer 2 of the head reads 4 activations, but the layer before has 3");
        assertThatThrownBy(() -> new Head(List.of(identity(2)), List.of()))
                .hasMessage(
                        "the head needs an exit, and the last one must stand at the split or before it: after layer 1"
                                + " or earlier");
        assertThatThrownBy(() -> new Head(List.of(identity(2), identity(2)), List.of(exit(3, 0.5))))
                .hasMessage(
                        "the head needs an exit, and the last one must stand at the split or before it: after layer 2"
                                + " or earlier");
        assertThatThrownBy(() -> new Head(List.of(layer(5, 3)), List.of(exit(1, 0.5))))
                .hasMessage("the exit after layer 1 reads 2 activations, but the layer has 3");
        assertThatThrownBy(() ->
                        new Head(List.of(identity(2), identity(2)), List.of(exit(2, 2, 1, 0.5), exit(2, 3, 2, 0.5))))
                .hasMessage("all exits must have the same number of classes");
    }

    @Test
    void exitsThatDoNotStandInAscendingOrderAreRefused() {
        List<Layer> layers = List.of(identity(2), identity(2));

        assertThatThrownBy(() -> new Head(layers, List.of(exit(2, 0.5), exit(2, 0.5))))
                .hasMessage("exits must stand after different layers, in ascending order");
        assertThatThrownBy(() -> new Head(layers, List.of(exit(5, 0.5), exit(2, 0.5))))
                .hasMessage("exits must stand after different layers, in ascending order");
    }

    @Test
    void anExitWithImpossibleSettingsIsRefused() {
        assertThatThrownBy(() -> exit(0, 0.5)).hasMessage("an exit stands after layer 1 or later, not after 0");
        for (double temperature : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> exit(1, 0.5).calibrated(Criterion.MARGIN, temperature, 0.5))
                    .hasMessage("an exit's temperature must be greater than 0, not " + temperature);
        }
        for (double threshold : new double[] {-0.01, 1.01, Double.NaN, Head.NEVER}) {
            assertThatThrownBy(() -> exit(1, threshold))
                    .hasMessage("an exit's threshold must be 0 to 1, not " + threshold);
        }
        Layer relu = new Layer(identity(2).pattern(), new float[4], new float[2], Activation.RELU);
        assertThatThrownBy(() -> new EarlyExit(1, relu, Criterion.MARGIN, 1, 0.5))
                .hasMessage("an exit's classifier gives logits: its activation must be identity");
    }

    @Test
    void anInputOfAnotherLengthIsRefused() {
        Head head = new Head(List.of(identity(2)), List.of(exit(1, 0.5)));

        assertThatThrownBy(() -> head.decide(new float[3], OWN))
                .hasMessage("3 activations given to a layer that reads 2");
    }

    private static EarlyExit exit(int afterLayer, double threshold) {
        return new EarlyExit(afterLayer, scaling(2, 1, Activation.IDENTITY), Criterion.MAX_SOFTMAX, 1, threshold);
    }

    private static EarlyExit exit(int features, int classes, int afterLayer, double threshold) {
        Layer classifier = new Layer(
                dense(features, classes), new float[features * classes], new float[classes], Activation.IDENTITY);
        return new EarlyExit(afterLayer, classifier, Criterion.MAX_SOFTMAX, 1, threshold);
    }

    private static Layer layer(int inputs, int outputs) {
        return new Layer(dense(inputs, outputs), new float[inputs * outputs], new float[outputs], Activation.RELU);
    }

    private static Layer identity(int width) {
        return scaling(width, 1, Activation.RELU);
    }

    private static Layer doubling(int width) {
        return scaling(width, 2, Activation.RELU);
    }

    private static Layer scaling(int width, float factor, Activation activation) {
        float[] diagonal = new float[width * width];
        for (int i = 0; i < width; i++) {
            diagonal[i * width + i] = factor;
        }
        return new Layer(dense(width, width), diagonal, new float[width], activation);
    }

    private static Pattern dense(int inputs, int outputs) {
        return Pattern.generate(Junction.dense(inputs, outputs), new Recipe(PatternFamily.DENSE, 0));
    }
}
