package io.sparsesplit.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.Float32Codec;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.network.EarlyExit;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.Tail;
import io.sparsesplit.model.pattern.PatternFamily;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.evaluate.Evaluation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {

    private static final Preprocessing PREPROCESSING = new Preprocessing(8, 8, 64);

    private final LabelledImages images = ToyImages.bars(600, 8, 6, 21);
    private final TrainableNetwork network = trained();
    private final Tail tail = network.tail();
    private final FeatureCodec codec = new Float32Codec(network.features());

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.01, 0.05})
    void theCascadeLosesNoMoreThanTheWishAndNoSmallerThresholdDoes(double maxLoss) {
        Head calibrated = calibration(Criterion.MAX_SOFTMAX).calibrated(maxLoss);
        double threshold = calibrated.exits().get(0).threshold();
        assertThat((double) lost(calibrated)).isLessThanOrEqualTo(maxLoss * images.size());
        assertThat(threshold).isGreaterThan(0);
        assertThat((double) lost(withThreshold(calibrated, threshold - 0.001))).isGreaterThan(maxLoss * images.size());
    }

    @Test
    void aLargerWishLetsTheEdgeAnswerMore() {
        Calibration calibration = calibration(Criterion.MAX_SOFTMAX);
        assertThat(evaluate(calibration.calibrated(0.05)).localExits())
                .isGreaterThan(evaluate(calibration.calibrated(0)).localExits());
    }

    @ParameterizedTest
    @EnumSource(Criterion.class)
    void everyCriterionCanBeCalibrated(Criterion criterion) {
        Evaluation evaluation = evaluate(calibration(criterion).calibrated(0.02));
        assertThat(evaluation.localExits()).isBetween(1, images.size() - 1);
    }

    @Test
    void temperatureMakesUpForLogitsOfTheWrongScale() {
        double once =
                calibration(Criterion.MAX_SOFTMAX).calibrated(0).exits().get(0).temperature();
        for (TrainableLayer exit : network.exits()) {
            for (int i = 0; i < exit.weights().length; i++) {
                exit.weights()[i] *= 4;
            }
            for (int i = 0; i < exit.biases().length; i++) {
                exit.biases()[i] *= 4;
            }
        }
        double fourfold =
                calibration(Criterion.MAX_SOFTMAX).calibrated(0).exits().get(0).temperature();
        assertThat(fourfold / once).isBetween(3.97, 4.03);
    }

    private Calibration calibration(Criterion criterion) {
        return new Calibration(network.head(criterion), codec, tail, new Inputs(images, PREPROCESSING));
    }

    private Evaluation evaluate(Head head) {
        return Evaluation.of(head, codec, tail, PREPROCESSING, images);
    }

    private int lost(Head head) {
        Evaluation evaluation = evaluate(head);
        return evaluation.tailCorrect() - evaluation.cascadeCorrect();
    }

    private static Head withThreshold(Head head, double threshold) {
        EarlyExit exit = head.exits().get(0);
        return new Head(head.layers(), List.of(exit.calibrated(exit.temperature(), threshold)));
    }

    /** Briefly, on few images, with a narrow exit: so that the exit is worse than the tail. */
    private static TrainableNetwork trained() {
        TrainableNetwork network = new TrainableNetwork(
                Topology.of(List.of(64, 16, 32, 6), List.of(2, 32, 6), List.of(PatternFamily.RANDOM), 1, List.of(1)),
                5);
        Inputs inputs = new Inputs(ToyImages.bars(300, 8, 6, 20), PREPROCESSING);
        try (Trainer trainer = new Trainer(network, new Hyperparameters(8, 30, 0.01, 0, 0.05, 1, 2), inputs)) {
            for (int epoch = 0; epoch < 8; epoch++) {
                trainer.epoch(epoch, done -> {});
            }
        }
        return network;
    }
}
