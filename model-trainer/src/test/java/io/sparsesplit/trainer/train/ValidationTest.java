package io.sparsesplit.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.model.codec.PackedCodec;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.pattern.PatternFamily;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.evaluate.Evaluation;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTest {

    private static final Preprocessing PIXELS = new Preprocessing(8, 8, 64);

    private final LabelledImages images = ToyImages.bars(200, 8, 5, 3);
    private final Inputs inputs = new Inputs(images, PIXELS);

    /** The oracle is the evaluation of a published model: the way that images take when served. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void roundedFeaturesAreJudgedAsTheyWillBeServed(boolean guided) {
        Hyperparameters hyperparameters = ToyTraining.of(3, 50, 0.01, 0, 0.3, 5, 1);
        Topology plain = Topology.of(
                List.of(64, 16, 12, 24, 5), List.of(4, 6, 24, 5), List.of(PatternFamily.RANDOM), 2, List.of(1, 2));
        Topology topology = guided ? plain.readingExitClass() : plain;
        TrainableNetwork network = new TrainableNetwork(topology, PIXELS, hyperparameters);
        Rate rate = new Rate(network.features(), guided ? 5 : 0, 2, 0.01);
        float[][] samples = new float[network.features()][inputs.size()];
        for (int image = 0; image < inputs.size(); image++) {
            float[] features = Codecs.features(network.head(Criterion.MAX_SOFTMAX), inputs, image)
                    .features()
                    .values();
            for (int c = 0; c < features.length; c++) {
                samples[c][image] = features[c];
            }
        }
        rate.fit(samples);
        try (Trainer trainer = new Trainer(
                network,
                hyperparameters,
                inputs,
                new Phase(
                        "compress",
                        Phase.Objective.CLASSES,
                        List.of(false, false, false, false, false, false),
                        rate))) {
            for (int epoch = 0; epoch < 3; epoch++) {
                trainer.epoch(epoch, count -> {});
            }
        }
        Validation validation = Validation.of(network, rate, inputs, 0.3);
        Evaluation served = Evaluation.of(
                network.head(Criterion.MAX_SOFTMAX),
                new PackedCodec(rate.quantizer(), guided ? 5 : 0),
                network.tail(),
                PIXELS,
                images);
        assertThat(validation.exitAccuracy()).isEqualTo(served.exitAccuracy());
        assertThat(validation.tailAccuracy()).isEqualTo(served.tailAccuracy());
        assertThat(validation.bits()).isBetween(1.0, 2.0 * network.features());
        assertThat(validation.objective())
                .isCloseTo(
                        validation.tailLoss() + 0.3 * validation.exitLoss() + 0.01 * validation.bits(), within(1e-9));
        assertThat(validation.standardError()).isBetween(1e-4, 1.0);
    }
}
