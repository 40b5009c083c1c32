package io.sparsesplit.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.pattern.PatternFamily;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {

    private static final Preprocessing EIGHT_BY_EIGHT = new Preprocessing(8, 8, 64);

    private final Inputs inputs = new Inputs(ToyImages.bars(200, 8, 5, 7), EIGHT_BY_EIGHT);

    @ParameterizedTest
    @EnumSource(value = PatternFamily.class, names = "DENSE", mode = EnumSource.Mode.EXCLUDE)
    void gradientsAreThoseOfFiniteDifferences(PatternFamily family) {
        Topology topology = Topology.of(
                List.of(64, 16, 12, 5),
                List.of(2, 6, 5),
                List.of(family, PatternFamily.RANDOM, PatternFamily.RANDOM),
                2,
                List.of(1, 2));
        // Too sparse for it, dense enough, dense: gradients are computed in both ways.
        assertThat(topology.junctions())
                .extracting(junction -> DenseGradients.of(junction, 8) != null)
                .containsExactly(false, true, true);
        assertThat(topology.junctions().get(1).isDense()).isFalse();
        TrainableNetwork network = biased(new TrainableNetwork(topology, EIGHT_BY_EIGHT, with(1, 200, 2)));
        int[] order = IntStream.range(0, 200).toArray();
        try (Trainer trainer = new Trainer(network, with(1, 200, 2), inputs)) {
            requireSlopes(
                    trainer,
                    order,
                    IntStream.range(0, network.all().size()).boxed().toList());
        }
    }

    /** With biases of 0, a neuron that reads nothing but zeros stands just where the ReLU bends. */
    private static TrainableNetwork biased(TrainableNetwork network) {
        Random random = new Random(1);
        for (TrainableLayer layer : network.all()) {
            for (int o = 0; o < layer.outputs(); o++) {
                layer.biases()[o] = (float) (0.1 * random.nextGaussian());
            }
        }
        return network;
    }

    /** Behind the split the class is a constant; before it, it must be held, for it would jump. */
    @Test
    void gradientsAreThoseOfFiniteDifferencesWhereTheTailReadsTheExitsClass() {
        TrainableNetwork network = biased(readingExitClass());
        int[] order = IntStream.range(0, 200).toArray();
        try (Trainer trainer = new Trainer(network, with(1, 200, 2), inputs)) {
            requireSlopes(trainer, order, List.of(1, 2));
            network.exits().get(0).biases()[3] += 5;
            requireSlopes(trainer, order, List.of(0, 1, 2, 3));
        }
    }

    @Test
    void whatABottleneckMatchesHasTheGradientOfFiniteDifferences() {
        Hyperparameters hyperparameters = with(1, 200, 2);
        Topology topology =
                Topology.of(List.of(64, 16, 12, 5), List.of(4, 12, 5), List.of(PatternFamily.RANDOM), 1, List.of(1));
        TrainableNetwork network = biased(new TrainableNetwork(topology, EIGHT_BY_EIGHT, hyperparameters)
                .withBottleneck(topology.withBottleneck(6), hyperparameters));
        Phase match = new Phase(
                "match", Phase.Objective.FEATURES, Phase.joint(network).frozen(), null);
        int[] order = IntStream.range(0, 200).toArray();
        try (Trainer trainer = new Trainer(network, hyperparameters, inputs, match)) {
            requireSlopes(trainer, order, List.of(1, 2));
            for (int layer : List.of(0, 3, 4, 5)) {
                assertThat(trainer.gradients().weights(layer)).containsOnly(0);
            }
        }
    }

    /**
     * Rounding makes steps, so a feature's own derivative cannot be found by differences. But when levels and features move
     * together, every symbol stays, and what the tail receives moves with them. All features lie within the range of the levels.
     */
    @Test
    void theDerivativeOfWhatIsReceivedPassesThroughRounding() {
        Hyperparameters almostNoExit = ToyTraining.of(1, 200, 0.01, 0.01, 1e-6, 11, 2);
        TrainableNetwork network = new TrainableNetwork(readingExitClass().topology(), EIGHT_BY_EIGHT, almostNoExit);
        float[] biases = network.layers().get(0).biases();
        Arrays.fill(biases, 3);
        network.exits().get(0).biases()[3] += 50;
        Rate rate = new Rate(16, 5, 3, 0);
        Arrays.fill(rate.low(), 0.5f);
        Arrays.fill(rate.step(), 1);
        Phase phase = new Phase(
                "compress", Phase.Objective.CLASSES, Phase.joint(network).frozen(), rate);
        int[] order = IntStream.range(0, 200).toArray();
        float step = 5e-3f;
        double distance = 0;
        double length = 0;
        try (Trainer trainer = new Trainer(network, almostNoExit, inputs, phase)) {
            trainer.gradients(0, order, 0, 200, 1);
            float[] expected = trainer.gradients().biases(0).clone();
            for (int c = 0; c < biases.length; c++) {
                biases[c] = 3 + step;
                rate.low()[c] = 0.5f + step;
                double above = trainer.gradients(0, order, 0, 200, 1);
                biases[c] = 3 - step;
                rate.low()[c] = 0.5f - step;
                double below = trainer.gradients(0, order, 0, 200, 1);
                biases[c] = 3;
                rate.low()[c] = 0.5f;
                double slope = (above - below) / (2 * step);
                distance += (slope - expected[c]) * (slope - expected[c]);
                length += slope * slope;
            }
        }
        assertThat(length).isPositive();
        assertThat(Math.sqrt(distance / length)).isLessThan(0.05);
    }

    private TrainableNetwork readingExitClass() {
        Topology topology =
                Topology.of(List.of(64, 16, 12, 5), List.of(4, 12, 5), List.of(PatternFamily.RANDOM), 1, List.of(1));
        return new TrainableNetwork(topology.readingExitClass(), EIGHT_BY_EIGHT, with(1, 200, 2));
    }

    private static void requireSlopes(Trainer trainer, int[] order, List<Integer> layers) {
        TrainableNetwork network = trainer.network();
        trainer.gradients(0, order, 0, order.length, 0);
        Gradients expected = copied(trainer.gradients(), network);
        for (int layer : layers) {
            TrainableLayer checked = network.all().get(layer);
            requireSlopes(trainer, order, checked.weights(), expected.weights(layer));
            requireSlopes(trainer, order, checked.biases(), expected.biases(layer));
        }
    }

    /** The distance relative to the length of the gradient, since a ReLU may bend within a step here and there. */
    private static void requireSlopes(Trainer trainer, int[] order, float[] values, float[] gradient) {
        float step = 2e-4f;
        double distance = 0;
        double length = 0;
        for (int i = 0; i < values.length; i++) {
            float value = values[i];
            values[i] = value + step;
            double above = trainer.gradients(0, order, 0, order.length, 0);
            values[i] = value - step;
            double below = trainer.gradients(0, order, 0, order.length, 0);
            values[i] = value;
            double slope = (above - below) / (2 * step);
            distance += (slope - gradient[i]) * (slope - gradient[i]);
            length += slope * slope;
        }
        assertThat(length).isPositive();
        assertThat(Math.sqrt(distance / length)).isLessThan(0.02);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 16})
    void theNumberOfThreadsDoesNotChangeTheResult(int threads) {
        assertThat(weightsAfterTwoEpochs(threads)).isDeepEqualTo(weightsAfterTwoEpochs(1));
    }

    @Test
    void learnsWhatThereIsToLearn() {
        TrainableNetwork network = network(1);
        try (Trainer trainer = new Trainer(network, with(12, 20, 2), inputs)) {
            trainer.epoch(0, images -> {});
            double first = trainer.meanLoss();
            for (int epoch = 1; epoch < 12; epoch++) {
                trainer.epoch(epoch, images -> {});
            }
            assertThat(trainer.meanLoss()).isLessThan(first / 10);
        }
    }

    @Test
    void everyImageIsSeenOncePerEpoch() {
        int[] seen = new int[1];
        try (Trainer trainer = new Trainer(network(1), with(1, 64, 1), inputs)) {
            trainer.epoch(0, images -> seen[0] += images);
        }
        assertThat(seen[0]).isEqualTo(200);
    }

    private float[][] weightsAfterTwoEpochs(int threads) {
        TrainableNetwork network = network(5);
        try (Trainer trainer = new Trainer(network, with(2, 150, threads), inputs)) {
            trainer.epoch(0, images -> {});
            trainer.epoch(1, images -> {});
        }
        return network.all().stream().map(TrainableLayer::weights).toArray(float[][]::new);
    }

    private static TrainableNetwork network(long seed) {
        return new TrainableNetwork(
                Topology.of(List.of(64, 32, 5), List.of(8, 5), List.of(PatternFamily.RANDOM), 1, List.of(1)),
                EIGHT_BY_EIGHT,
                ToyTraining.of(1, 1, 0.01, 0.01, 0.3, seed, 1));
    }

    private static Hyperparameters with(int epochs, int batch, int threads) {
        return ToyTraining.of(epochs, batch, 0.01, 0.01, 0.3, 11, threads);
    }

    private static Gradients copied(Gradients gradients, TrainableNetwork network) {
        Gradients copy = new Gradients(network.all());
        copy.add(gradients);
        return copy;
    }
}
