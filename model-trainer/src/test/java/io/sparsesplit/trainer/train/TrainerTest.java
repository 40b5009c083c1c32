package io.sparsesplit.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.pattern.PatternFamily;
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
        TrainableNetwork network = new TrainableNetwork(topology, EIGHT_BY_EIGHT, with(1, 200, 2));
        // With biases of 0, a neuron that reads nothing but zeros stands just where the ReLU bends.
        Random random = new Random(1);
        for (TrainableLayer layer : network.all()) {
            for (int o = 0; o < layer.outputs(); o++) {
                layer.biases()[o] = (float) (0.1 * random.nextGaussian());
            }
        }
        int[] order = IntStream.range(0, 200).toArray();
        try (Trainer trainer = new Trainer(network, with(1, 200, 2), inputs)) {
            trainer.gradients(0, order, 0, 200, 0);
            Gradients expected = copied(trainer.gradients(), network);
            for (int layer = 0; layer < network.all().size(); layer++) {
                TrainableLayer checked = network.all().get(layer);
                requireSlopes(trainer, order, checked.weights(), expected.weights(layer));
                requireSlopes(trainer, order, checked.biases(), expected.biases(layer));
            }
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
