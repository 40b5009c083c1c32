package io.sparsesplit.trainer.train;

import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.Features;
import io.sparsesplit.model.codec.Float32Codec;
import io.sparsesplit.model.codec.PackedCodec;
import io.sparsesplit.model.codec.Quantizer;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.network.ExitDecision.Continue;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.Tail;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.evaluate.Evaluation;
import io.sparsesplit.trainer.progress.Progress;
import io.sparsesplit.trainer.train.Phase.Objective;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/**
 * A training from its first phase to its last, with progress and a checkpoint after each epoch, that says how to go on when it
 * is stopped.
 *
 * <ol>
 *   <li>everything learns the classes, features crossing as they are;
 *   <li>with a bottleneck: only that learns, to carry the old features;
 *   <li>with epochs for it: everything, or everything behind the head, learns the classes from rounded features.
 * </ol>
 */
final class Fitting {

    /** Training images that the levels of rounded features come from. */
    private static final int SAMPLES = 10_000;

    private final Topology topology;
    private final Hyperparameters hyperparameters;
    private final Compression compression;
    private final Inputs inputs;
    private final Checkpoint checkpoint;
    private final TrainableNetwork base;
    private TrainableNetwork network;
    private @Nullable Rate rate;
    private final AtomicInteger epochsDone = new AtomicInteger();

    /**
     * A training that has not begun.
     *
     * @param topology of the network as it is planned, without a bottleneck or the exit's class
     */
    Fitting(
            Topology topology,
            Hyperparameters hyperparameters,
            Compression compression,
            Inputs inputs,
            Checkpoint checkpoint) {
        this.topology = topology;
        this.hyperparameters = hyperparameters;
        this.compression = compression;
        this.inputs = inputs;
        this.checkpoint = checkpoint;
        boolean guided = compression.exitClass() && compression.bottleneck() == 0;
        this.base = new TrainableNetwork(
                guided ? topology.readingExitClass() : topology, inputs.preprocessing(), hyperparameters);
        this.network = base;
    }

    /** As it is now. */
    TrainableNetwork network() {
        return network;
    }

    /** What the network has got used to; null when it was trained with features as they are. */
    @Nullable
    Quantizer quantizer() {
        return rate == null ? null : rate.quantizer();
    }

    /** Epochs of all phases. */
    int epochs() {
        return hyperparameters.epochs() + matchEpochs() + compression.epochs();
    }

    /**
     * Runs all epochs that are left.
     *
     * @param resume whether to begin with the checkpoint
     * @param validation images asked after each epoch, for the eye alone
     * @param err told when Ctrl-C ends the program
     * @throws IllegalArgumentException when there is no checkpoint to resume from, or it cannot be used
     */
    void run(boolean resume, LabelledImages validation, PrintWriter err) throws IOException {
        if (resume && !checkpoint.exists()) {
            throw new IllegalArgumentException("there is no checkpoint to resume from; start without --resume");
        }
        int phasesDone = resume ? checkpoint.phasesDone() : 0;
        Thread farewell = new Thread(() -> sayHowToGoOn(err));
        Runtime.getRuntime().addShutdownHook(farewell);
        try (ProgressBar bar = Progress.bar("train")
                .setInitialMax((long) epochs() * inputs.size())
                .setUnit(" images", 1)
                .startsFrom(0, Duration.ZERO)
                .build()) {
            run(0, hyperparameters.epochs(), phasesDone, resume, validation, bar);
            run(1, matchEpochs(), phasesDone, resume, validation, bar);
            run(2, compression.epochs(), phasesDone, resume, validation, bar);
        }
        Runtime.getRuntime().removeShutdownHook(farewell);
    }

    private int matchEpochs() {
        return compression.bottleneck() > 0 ? compression.matchEpochs() : 0;
    }

    private void run(int number, int epochs, int phasesDone, boolean resume, LabelledImages validation, ProgressBar bar)
            throws IOException {
        if (epochs == 0) {
            return;
        }
        Hyperparameters ofPhase = hyperparameters.withEpochs(epochs);
        try (Trainer trainer = trainer(number, ofPhase, number >= phasesDone)) {
            int from = resume && number == phasesDone ? checkpoint.read(trainer) : 0;
            int begin = number < phasesDone ? epochs : from;
            bar.stepBy((long) begin * inputs.size());
            epochsDone.addAndGet(begin);
            for (int epoch = begin; epoch < epochs; epoch++) {
                trainer.epoch(epoch, bar::stepBy);
                if (number < 2 || compression.ownShare() == 0) {
                    checkpoint.write(trainer, number, epoch + 1);
                }
                epochsDone.incrementAndGet();
                bar.setExtraMessage(message(trainer, validation));
            }
        }
    }

    /** @param first whether the phase begins here, and the network is as the one before left it */
    private Trainer trainer(int number, Hyperparameters ofPhase, boolean first) {
        return switch (number) {
            case 0 -> new Trainer(network, ofPhase, inputs, Phase.joint(network));
            case 1 -> new Trainer(matching(), ofPhase, inputs, phase("match", Objective.FEATURES, null));
            default -> compressing(ofPhase, first);
        };
    }

    private TrainableNetwork matching() {
        Topology longer = topology.withBottleneck(compression.bottleneck());
        network = network.withBottleneck(compression.exitClass() ? longer.readingExitClass() : longer, hyperparameters);
        return network;
    }

    private Trainer compressing(Hyperparameters ofPhase, boolean first) {
        Rate fitted = null;
        if (compression.codec() != Codec.FLOAT32) {
            fitted = new Rate(
                    network.features(),
                    compression.exitClass() ? topology.classes() : 0,
                    compression.bits(),
                    compression.beta());
            if (first) {
                fitted.fit(samples());
            }
        }
        rate = fitted;
        Inputs taught = compression.ownShare() > 0 ? inputs.taught(ownAnswers()) : inputs;
        return new Trainer(network, ofPhase, taught, phase("compress", Objective.CLASSES, fitted));
    }

    private Phase phase(String name, Objective objective, @Nullable Rate fitted) {
        int head = network.topology().split().headJunctions();
        int layers = network.layers().size();
        List<Boolean> frozen = IntStream.range(0, network.all().size())
                .mapToObj(i -> objective == Objective.FEATURES
                        ? i != head - 1 && i != head
                        : compression.freezeHead() && (i < head || i >= layers))
                .toList();
        return new Phase(name, objective, frozen, fitted);
    }

    /** Features of the first training images, by channel. */
    private float[][] samples() {
        Head head = network.head(Criterion.MAX_SOFTMAX);
        int count = Math.min(SAMPLES, inputs.size());
        float[][] samples = new float[head.features()][count];
        for (int image = 0; image < count; image++) {
            float[] values = features(head, image).values();
            for (int c = 0; c < values.length; c++) {
                samples[c][image] = values[c];
            }
        }
        return samples;
    }

    /** What the network answers while its features are neither narrowed nor rounded. */
    private Teaching ownAnswers() {
        Head head = base.head(Criterion.MAX_SOFTMAX);
        Tail tail = base.tail();
        float[][] probabilities = new float[inputs.size()][];
        for (int image = 0; image < probabilities.length; image++) {
            probabilities[image] = tail.classify(features(head, image)).probabilities();
        }
        return new Teaching(probabilities, compression.ownShare());
    }

    private Features features(Head head, int image) {
        return ((Continue) head.decide(inputs.vector(image), OptionalDouble.of(Head.NEVER))).features();
    }

    private String message(Trainer trainer, LabelledImages validation) {
        int classes = network.topology().readsExitClass() ? topology.classes() : 0;
        Quantizer quantizer = quantizer();
        FeatureCodec codec =
                quantizer == null ? new Float32Codec(network.features(), classes) : new PackedCodec(quantizer, classes);
        Evaluation now = Evaluation.of(
                network.head(Criterion.MAX_SOFTMAX), codec, network.tail(), inputs.preprocessing(), validation);
        return " %d/%d %s loss %.3f exit %.1f tail %.1f%s"
                .formatted(
                        epochsDone.get(),
                        epochs(),
                        trainer.phase().name(),
                        trainer.meanLoss(),
                        now.exitAccuracy(),
                        now.tailAccuracy(),
                        trainer.meanBits() > 0 ? " bytes %.1f".formatted(trainer.meanBits() / Byte.SIZE) : "");
    }

    private void sayHowToGoOn(PrintWriter err) {
        err.printf(
                "%nStopped. %s%n",
                epochsDone.get() == 0
                        ? "No epoch was complete, nothing was kept."
                        : "The same command with --resume goes on after epoch %d of %d."
                                .formatted(epochsDone.get(), epochs()));
        err.flush();
    }
}
