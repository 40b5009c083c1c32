package io.sparsesplit.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.FeatureCodecs;
import io.sparsesplit.model.codec.Features;
import io.sparsesplit.model.codec.FrequencyTable;
import io.sparsesplit.model.codec.Prior;
import io.sparsesplit.model.codec.Quantizer;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.pattern.PatternFamily;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.evaluate.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingRunTest {

    private static final Preprocessing PIXELS = new Preprocessing(8, 8, 64);
    private static final int CLASSES = 5;
    private static final int JOINT_EPOCHS = 4;
    private static final int MATCH_EPOCHS = 3;
    private static final int LAST_EPOCHS = 3;
    private static final int ALL_EPOCHS = JOINT_EPOCHS + MATCH_EPOCHS + LAST_EPOCHS;

    /** All three phases. */
    private static final Compression NARROW =
            Compression.of(Codec.ENTROPY, 3, true).through(6, MATCH_EPOCHS).trained(0.002, LAST_EPOCHS);

    private static final Inputs NO_IMAGES = new Inputs(ToyImages.bars(0, 8, CLASSES, 9), PIXELS);

    @TempDir
    private Path folder;

    private final Inputs inputs = new Inputs(ToyImages.bars(300, 8, CLASSES, 7), PIXELS);

    /** In the first phase, at its end, in the second, at its end, in the third. */
    @ParameterizedTest
    @ValueSource(ints = {2, JOINT_EPOCHS, 5, JOINT_EPOCHS + MATCH_EPOCHS, 9, ALL_EPOCHS})
    void resumedInAnyPhaseItEndsExactlyAsWhenItWasNeverInterrupted(int epochs) throws IOException {
        assertResumedEndsLikeUninterrupted(NARROW, epochs);
    }

    /** It goes on from the beginning of the phase that learns the network's own answers from before. */
    @ParameterizedTest
    @ValueSource(ints = {2, JOINT_EPOCHS, 8, 9})
    void resumedWithItsOwnAnswersItEndsExactlyAsWhenItWasNeverInterrupted(int epochs) throws IOException {
        assertResumedEndsLikeUninterrupted(NARROW.learningOwn(0.5), epochs);
    }

    private void assertResumedEndsLikeUninterrupted(Compression compression, int epochs) throws IOException {
        TrainingRun uninterrupted = fitting(compression, "whole");
        run(uninterrupted, false, trainer -> {});

        int[] left = {epochs};
        assertThatThrownBy(() -> run(fitting(compression, "parts"), false, trainer -> {
                    if (--left[0] == 0) {
                        throw new IllegalStateException("stopped");
                    }
                }))
                .hasMessage("stopped");
        TrainingRun resumed = fitting(compression, "parts");
        long[] images = {0};
        resumed.run(true, new TrainingRun.Listener() {
            @Override
            public void images(long more) {
                images[0] += more;
            }
        });

        assertThat(images[0]).isEqualTo((long) ALL_EPOCHS * inputs.size());
        assertThat(values(resumed.network())).isDeepEqualTo(values(uninterrupted.network()));
        assertThat(resumed.outcomes()).isEqualTo(uninterrupted.outcomes()).hasSize(3);
        assertThat(numbers(resumed.codecs())).isEqualTo(numbers(uninterrupted.codecs()));
    }

    @Test
    void itsOwnAnswersAreLearned() throws IOException {
        TrainingRun labels = fitting(NARROW, "labels");
        run(labels, false, trainer -> {});
        TrainingRun own = fitting(NARROW.learningOwn(0.5), "own");
        run(own, false, trainer -> {});
        assertThat(own.network().layers().get(0).weights())
                .isNotEqualTo(labels.network().layers().get(0).weights());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void theNumberOfThreadsDoesNotChangeTheResult(int threads) throws IOException {
        TrainingRun alone = fitting(NARROW, "alone", with(JOINT_EPOCHS, 300, 1));
        run(alone, false, trainer -> {});
        TrainingRun shared = fitting(NARROW, "shared", with(JOINT_EPOCHS, 300, threads));
        run(shared, false, trainer -> {});
        assertThat(values(shared.network())).isDeepEqualTo(values(alone.network()));
        assertThat(numbers(shared.codecs())).isEqualTo(numbers(alone.codecs()));
    }

    @Test
    void onlyTheLayersAroundABottleneckLearnToMatch() throws IOException {
        List<float[][]> joint = new ArrayList<>();
        List<float[][]> matched = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        run(fitting(NARROW, "x"), false, trainer -> {
            switch (trainer.phase().name()) {
                case "joint" -> joint.add(values(trainer.network()));
                case "match" -> {
                    matched.add(values(trainer.network()));
                    losses.add(trainer.meanLoss());
                }
                default -> {}
            }
        });
        assertThat(losses).hasSize(MATCH_EPOCHS);
        assertThat(losses.get(MATCH_EPOCHS - 1)).isLessThan(0.8 * losses.get(0));
        float[][] before = joint.get(JOINT_EPOCHS - 1);
        float[][] after = matched.get(MATCH_EPOCHS - 1);
        // Weights and biases of: head.0, encoder, decoder, tail.1, tail.2, exit.0
        assertThat(after).hasNumberOfRows(12);
        assertThat(List.of(after[0], after[1])).containsExactly(before[0], before[1]);
        assertThat(List.of(after).subList(6, 12))
                .containsExactly(List.of(before).subList(2, 8).toArray(float[][]::new));
        assertThat(after[2]).isNotEqualTo(matched.get(0)[2]);
        assertThat(after[4]).isNotEqualTo(matched.get(0)[4]);
    }

    @Test
    void aFrozenHeadStaysAsItIsWhileTheTailGetsUsedToRoundedFeatures() throws IOException {
        Compression frozen = new Compression(Codec.PACKED, 2, true, 0, true, 0, 0, LAST_EPOCHS, 1);
        List<float[][]> seen = new ArrayList<>();
        run(fitting(frozen, "x"), false, trainer -> seen.add(values(trainer.network())));
        float[][] before = seen.get(JOINT_EPOCHS - 1);
        float[][] after = seen.get(JOINT_EPOCHS + LAST_EPOCHS - 1);
        // Weights and biases of: head.0, tail.0, tail.1, exit.0
        assertThat(after).hasNumberOfRows(8);
        for (int i : new int[] {0, 1, 6, 7}) {
            assertThat(after[i]).isEqualTo(before[i]);
        }
        for (int i : new int[] {2, 3, 4, 5}) {
            assertThat(after[i]).isNotEqualTo(before[i]);
        }
    }

    @Test
    void aHigherPriceMakesFewerBytesAndNoneCostsNoAccuracy() throws IOException {
        Compression untrained = Compression.of(Codec.ENTROPY, 3, true);
        Evaluation plain = evaluated(Compression.of(Codec.FLOAT32, 8, true));
        Evaluation free = evaluated(untrained.trained(0, 20));
        Evaluation cheap = evaluated(untrained.trained(0.003, 20));
        Evaluation dear = evaluated(untrained.trained(0.03, 20));
        assertThat(free.tailAccuracy()).isGreaterThan(plain.tailAccuracy() - 1);
        assertThat(cheap.all().idealBits()).isLessThan(0.9 * free.all().idealBits());
        assertThat(dear.all().idealBits()).isLessThan(0.9 * cheap.all().idealBits());
        assertThat(dear.all().payloadBytes())
                .isLessThan(cheap.all().payloadBytes())
                .isLessThan(free.all().payloadBytes());
    }

    @Test
    void thePriorFitsTheQuantizerAndNoLevelIsThereInVain() throws IOException {
        TrainingRun fitting = fitting(Compression.of(Codec.ENTROPY, 4, true).trained(0.01, 10), "x");
        run(fitting, false, trainer -> {});
        FeatureCodecs codecs = fitting.codecs();
        Quantizer quantizer = codecs.quantizer().orElseThrow();
        Prior prior = codecs.prior().orElseThrow();
        assertThat(prior.classes()).isEqualTo(CLASSES);
        int[] used = new int[quantizer.features()];
        for (Features features : features(fitting)) {
            for (int c = 0; c < used.length; c++) {
                used[c] = Math.max(used[c], quantizer.quantize(c, features.values()[c]) + 1);
            }
        }
        for (int c = 0; c < used.length; c++) {
            assertThat(quantizer.levels(c)).isEqualTo(used[c]);
            for (int context = 0; context < CLASSES; context++) {
                assertThat(prior.tables(context).get(c).symbols()).isEqualTo(used[c]);
            }
        }
        assertThat(Arrays.stream(used)).anyMatch(levels -> levels < 16);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theEntropyCodeOfATrainedNetworkDecodesWhatItEncodes(boolean exitClass) throws IOException {
        TrainingRun fitting =
                fitting(Compression.of(Codec.ENTROPY, 3, exitClass).trained(0.001, 5), "x");
        run(fitting, false, trainer -> {});
        FeatureCodec codec = fitting.codecs().standard();
        Quantizer quantizer = fitting.codecs().quantizer().orElseThrow();
        double bits = 0;
        double ideal = 0;
        for (Features features : features(fitting)) {
            byte[] payload = codec.encode(features);
            Features decoded = codec.decode(payload);
            for (int c = 0; c < quantizer.features(); c++) {
                assertThat(decoded.values()[c])
                        .isEqualTo(quantizer.value(c, quantizer.quantize(c, features.values()[c])));
            }
            assertThat(decoded.exitClass()).isEqualTo(exitClass ? features.exitClass() : 0);
            assertThat(codec.encode(decoded)).isEqualTo(payload);
            bits += Byte.SIZE * payload.length;
            ideal += codec.idealBits(features);
        }
        // Whole bytes, but what follows the last one is known: one code or other is shorter than it should be.
        assertThat(bits / inputs.size()).isBetween(ideal / inputs.size() - 4, ideal / inputs.size() + Byte.SIZE);
    }

    @Test
    void resumingWithoutACheckpointIsRefused() {
        assertThatThrownBy(() -> run(fitting(NARROW, "x"), true, trainer -> {}))
                .hasMessage("there is no checkpoint to resume from; start without --resume");
        assertThat(Files.exists(folder.resolve("x.checkpoint"))).isFalse();
    }

    /**
     * A quarter of the labels is wrong, so that the tail never stops asking for more, and the highest level is the cheapest: a
     * derivative that asks for more where nothing more can travel let features grow without end (to 107 here), and the loss of
     * the exit that reads them with it.
     */
    @Test
    void roundedFeaturesDoNotGrowWithoutEnd() throws IOException {
        Hyperparameters fast = ToyTraining.of(40, 20, 0.05, 0, 0.3, 11, 1);
        Compression oneBit = Compression.of(Codec.ENTROPY, 1, true).trained(0.05, 120);
        List<Double> losses = new ArrayList<>();
        TrainingRun fitting = fitting(oneBit, "x", fast, new Inputs(mislabelled(), PIXELS), NO_IMAGES);
        run(fitting, false, trainer -> losses.add(trainer.meanLoss()));
        for (Features features : features(fitting)) {
            for (float feature : features.values()) {
                assertThat(feature).isLessThan(10);
            }
        }
        assertThat(losses.get(159)).isLessThan(losses.get(39));
    }

    private static LabelledImages mislabelled() {
        LabelledImages images = ToyImages.bars(300, 8, CLASSES, 7);
        Random random = new Random(1);
        byte[][] pictures = new byte[images.size()][];
        int[] labels = new int[images.size()];
        for (int image = 0; image < labels.length; image++) {
            pictures[image] = images.picture(image);
            labels[image] = random.nextInt(4) == 0 ? random.nextInt(CLASSES) : images.label(image);
        }
        return new LabelledImages(8, 8, 1, pictures, labels);
    }

    /** At such a rate weight nothing but noise would travel. */
    @Test
    void aPhaseThatLosesTooMuchIsUndone() throws IOException {
        Compression ruinous = Compression.of(Codec.ENTROPY, 3, false).trained(1, 30);
        List<float[][]> seen = new ArrayList<>();
        TrainingRun fitting = fitting(ruinous, "x", with(20, 50, 2));
        run(fitting, false, trainer -> seen.add(values(trainer.network())));
        PhaseOutcome joint = fitting.outcomes().get(0);
        PhaseOutcome compress = fitting.outcomes().get(1);
        assertThat(compress.undone()).isTrue();
        assertThat(compress.sentence())
                .startsWith(
                        "Phase compress was undone: it lost more than 2.0 points and one standard error against the phase"
                                + " before (it reached exit ");
        assertThat(values(fitting.network())).isDeepEqualTo(seen.get(joint.bestEpoch() - 1));
        assertThat(joint.undone()).isFalse();
        assertThat(joint.sentence()).isEmpty();
    }

    @Test
    void aTrainingWhoseLossIsNoNumberEndsWithTheLastGoodState() throws IOException {
        List<float[][]> seen = new ArrayList<>();
        TrainingRun fitting = fitting(NARROW, "x", with(JOINT_EPOCHS, 50, 2));
        run(fitting, false, trainer -> {
            seen.add(values(trainer.network()));
            if (seen.size() == 2) {
                trainer.network().layers().get(0).weights()[0] = Float.NaN;
                trainer.network().layers().get(0).biases()[0] = Float.NaN;
                trainer.network().exits().get(0).biases()[0] = Float.NaN;
            }
        });
        assertThat(fitting.outcomes()).hasSize(1);
        PhaseOutcome joint = fitting.outcomes().get(0);
        assertThat(joint.finite()).isFalse();
        assertThat(joint.epochs()).isEqualTo(3);
        assertThat(joint.sentence())
                .isEqualTo(
                        "Phase joint ended after epoch 3: its loss was no longer a finite number. The state of epoch 2 was"
                                + " kept. Train with a lower --lr.");
        assertThat(values(fitting.network())).isDeepEqualTo(seen.get(1));
    }

    @Test
    void aNetworkThatTrainingDamagesGoesBackToItsLastGoodState() throws IOException {
        List<float[][]> seen = new ArrayList<>();
        TrainingRun fitting = fitting(Compression.of(Codec.FLOAT32, 8, true), "x", with(20, 50, 2));
        run(fitting, false, trainer -> {
            seen.add(values(trainer.network()));
            if (seen.size() == 18) {
                // From here on the network has to learn again what it knew.
                trainer.network().numbers().forEach(numbers -> Arrays.fill(numbers, 0.01f));
            }
        });
        PhaseOutcome joint = fitting.outcomes().get(0);
        assertThat(joint.bestEpoch()).isEqualTo(18);
        assertThat(values(fitting.network())).isDeepEqualTo(seen.get(17));
    }

    private static void run(TrainingRun fitting, boolean resume, Consumer<Trainer> epoch) throws IOException {
        fitting.run(resume, new TrainingRun.Listener() {
            @Override
            public void epoch(Trainer trainer, EpochResult result, boolean kept) {
                epoch.accept(trainer);
            }
        });
    }

    private Evaluation evaluated(Compression compression) throws IOException {
        TrainingRun fitting = fitting(compression, "x", with(10, 50, 2));
        run(fitting, false, trainer -> {});
        return Evaluation.of(
                fitting.network().head(Criterion.MAX_SOFTMAX),
                fitting.codecs().standard(),
                fitting.network().tail(),
                PIXELS,
                ToyImages.bars(200, 8, CLASSES, 8));
    }

    private List<Features> features(TrainingRun fitting) {
        Head head = fitting.network().head(Criterion.MAX_SOFTMAX);
        return IntStream.range(0, inputs.size())
                .mapToObj(image -> Codecs.features(head, inputs, image).features())
                .toList();
    }

    private TrainingRun fitting(Compression compression, String file) {
        return fitting(compression, file, with(JOINT_EPOCHS, 50, 2));
    }

    private TrainingRun fitting(Compression compression, String file, Hyperparameters hyperparameters) {
        return fitting(
                compression, file, hyperparameters, inputs, new Inputs(ToyImages.bars(60, 8, CLASSES, 9), PIXELS));
    }

    private TrainingRun fitting(
            Compression compression, String file, Hyperparameters hyperparameters, Inputs train, Inputs validation) {
        return new TrainingRun(
                Topology.of(
                        List.of(64, 16, 24, CLASSES), List.of(4, 24, 5), List.of(PatternFamily.RANDOM), 1, List.of(1)),
                hyperparameters,
                compression,
                train,
                validation,
                new Checkpoint(folder.resolve(file + ".checkpoint"), "a training"));
    }

    private static Hyperparameters with(int epochs, int batch, int threads) {
        return ToyTraining.of(epochs, batch, 0.01, 0.01, 0.3, 11, threads);
    }

    /** Copies of the weights and biases of all layers, exits last. */
    private static float[][] values(TrainableNetwork network) {
        return network.all().stream()
                .flatMap(
                        layer -> List.of(layer.weights().clone(), layer.biases().clone()).stream())
                .toArray(float[][]::new);
    }

    /** All that a manifest says of them. */
    private static List<Number> numbers(FeatureCodecs codecs) {
        List<Number> numbers = new ArrayList<>();
        Quantizer quantizer = codecs.quantizer().orElseThrow();
        for (int c = 0; c < quantizer.features(); c++) {
            numbers.addAll(List.of(quantizer.low(c), quantizer.step(c), quantizer.levels(c)));
        }
        Prior prior = codecs.prior().orElseThrow();
        add(numbers, prior.classTable().orElseThrow());
        for (int context = 0; context < prior.classes(); context++) {
            prior.tables(context).forEach(table -> add(numbers, table));
        }
        return numbers;
    }

    private static void add(List<Number> numbers, FrequencyTable table) {
        for (int s = 0; s < table.symbols(); s++) {
            numbers.add(table.frequency(s));
        }
    }
}
