package io.sparsesplit.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Layer;
import io.sparsesplit.model.pattern.PatternFamily;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.train.Hyperparameters;
import io.sparsesplit.trainer.train.Initialisation;
import io.sparsesplit.trainer.train.Schedule;
import io.sparsesplit.trainer.train.Topology;
import io.sparsesplit.trainer.train.WholeTraining;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedDenseTrainerTest {

    private static final int IMAGES = 200;
    private static final int EPOCHS = 40;
    private static final int STEPS = 6;
    private static final Preprocessing PREPROCESSING = new Preprocessing(8, 8, 64);
    private static final Topology TOPOLOGY =
            Topology.whole(List.of(64, 16, 12, 4), List.of(2, 6, 4), List.of(PatternFamily.RANDOM));

    private final LabelledImages images = SyntheticImages.of(IMAGES, 8, 4, 7);

    /** One batch is the whole epoch, so that the order of the images does not matter. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void stepForStepItDoesWhatTheSparseTrainerDoes(int threads) {
        Hyperparameters hyperparameters = hyperparameters(IMAGES, threads);
        try (WholeTraining sparse = new WholeTraining(TOPOLOGY, hyperparameters, PREPROCESSING, images, null);
                MaskedDenseTrainer dense =
                        new MaskedDenseTrainer(sparse.network().layers(), hyperparameters, PREPROCESSING, images)) {
            double first = 0;
            for (int epoch = 0; epoch < STEPS; epoch++) {
                sparse.epoch(epoch, done -> {});
                dense.epoch(epoch);
                first = epoch == 0 ? sparse.meanLoss() : first;
                assertThat(dense.meanLoss()).isCloseTo(sparse.meanLoss(), within(1e-4));
                requireSameWeights(sparse.network().layers(), dense.layers());
            }
            assertThat(sparse.meanLoss()).isLessThan(first - 0.05);
        }
    }

    @Test
    void aLastBatchOfFewerImagesCounts() {
        Hyperparameters hyperparameters = hyperparameters(64, 2);
        try (WholeTraining sparse = new WholeTraining(TOPOLOGY, hyperparameters, PREPROCESSING, images, null);
                MaskedDenseTrainer dense =
                        new MaskedDenseTrainer(sparse.network().layers(), hyperparameters, PREPROCESSING, images)) {
            double first = 0;
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                sparse.epoch(epoch, done -> {});
                dense.epoch(epoch);
                first = epoch == 0 ? dense.meanLoss() : first;
            }
            assertThat(dense.meanLoss())
                    .isCloseTo(sparse.meanLoss(), within(0.1))
                    .isLessThan(first / 2);
        }
    }

    private static void requireSameWeights(List<Layer> sparse, List<MaskedDenseLayer> dense) {
        for (int i = 0; i < sparse.size(); i++) {
            Layer layer = sparse.get(i);
            float[][] expected =
                    new float[layer.junction().outputs()][layer.junction().inputs()];
            for (int o = 0; o < expected.length; o++) {
                for (int k = 0; k < layer.junction().inDegree(); k++) {
                    expected[o][layer.pattern().source(o, k)] =
                            layer.weights()[o * layer.junction().inDegree() + k];
                }
                assertThat(dense.get(i).bias(o)).isCloseTo(layer.biases()[o], within(1e-3f));
                for (int input = 0; input < expected[o].length; input++) {
                    float tolerance = expected[o][input] == 0 ? 0 : 1e-3f;
                    assertThat(dense.get(i).weight(o, input)).isCloseTo(expected[o][input], within(tolerance));
                }
            }
        }
    }

    private static Hyperparameters hyperparameters(int batch, int threads) {
        return new Hyperparameters(
                EPOCHS, batch, 0.01, Schedule.INVERSE, 0.05, Initialisation.IN_DEGREE, 0, 0.3, 11, threads);
    }
}
