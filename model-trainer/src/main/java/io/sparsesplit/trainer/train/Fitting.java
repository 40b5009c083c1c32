package io.sparsesplit.trainer.train;

import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.FeatureCodecs;
import io.sparsesplit.model.codec.Float32Codec;
import io.sparsesplit.model.codec.PackedCodec;
import io.sparsesplit.model.codec.Quantizer;
import io.sparsesplit.model.network.Criterion;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
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

    private static final int JOINT = 0;
    private static final int MATCH = 1;
    private static final int COMPRESS = 2;

    private final Hyperparameters hyperparameters;
    private final Compression compression;
    private final Inputs inputs;
    private final Checkpoint checkpoint;
    private final Topology served;
    private final TrainableNetwork base;
    private TrainableNetwork network;
    private @Nullable Rate rate;
    private int epochsDone;
    /** Read when the program is stopped, by another thread. */
    private final AtomicInteger epochsKept = new AtomicInteger();

    /**
     * A training that has not begun.
     *
     * @param topology of the network as it is planned, without a bottleneck or the exit's class
     * @throws IllegalArgumentException when a bottleneck does not fit, or the tail cannot read the exit's class
     */
    Fitting(
            Topology topology,
            Hyperparameters hyperparameters,
            Compression compression,
            Inputs inputs,
            Checkpoint checkpoint) {
        this.hyperparameters = hyperparameters;
        this.compression = compression;
        this.inputs = inputs;
        this.checkpoint = checkpoint;
        this.served = served(topology, compression);
        this.base = new TrainableNetwork(
                compression.guidedFromStart() ? topology.readingExitClass() : topology,
                inputs.preprocessing(),
                hyperparameters);
        this.network = base;
    }

    /** With the bottleneck, if there is one, and with the exit's class, if the tail is to read it. */
    private static Topology served(Topology topology, Compression compression) {
        Topology narrowed = compression.bottleneck() > 0 ? topology.withBottleneck(compression.bottleneck()) : topology;
        return compression.exitClass() ? narrowed.readingExitClass() : narrowed;
    }

    /** As it is now. */
    TrainableNetwork network() {
        return network;
    }

    /** The codecs for what its features are now, with the levels that it has got used to, if it has. */
    FeatureCodecs codecs() {
        return Codecs.fit(
                compression.codec(),
                exitClasses(),
                compression.bits(),
                quantizer(),
                network.head(Criterion.MAX_SOFTMAX),
                inputs);
    }

    private @Nullable Quantizer quantizer() {
        return rate == null ? null : rate.quantizer();
    }

    private int exitClasses() {
        return network.topology().readsExitClass() ? network.topology().classes() : 0;
    }

    /** Epochs of all phases. */
    int epochs() {
        return hyperparameters.epochs() + matchEpochs() + compression.epochs();
    }

    /**
     * Runs all epochs that are left, with a progress bar.
     *
     * @param resume whether to begin with the checkpoint
     * @param validation images asked after each epoch, for the eye alone
     * @param err told when Ctrl-C ends the program
     * @throws IllegalArgumentException when there is no checkpoint to resume from, or it cannot be used
     */
    void run(boolean resume, LabelledImages validation, PrintWriter err) throws IOException {
        Thread farewell = new Thread(() -> sayHowToGoOn(err));
        Runtime.getRuntime().addShutdownHook(farewell);
        try (ProgressBar bar = Progress.bar("train")
                .setInitialMax((long) epochs() * inputs.size())
                .setUnit(" images", 1)
                .startsFrom(0, Duration.ZERO)
                .build()) {
            run(resume, bar::stepBy, trainer -> bar.setExtraMessage(message(trainer, validation)));
        } finally {
            Runtime.getRuntime().removeShutdownHook(farewell);
        }
    }

    /**
     * Runs all epochs that are left.
     *
     * @param resume whether to begin with the checkpoint
     * @param images told how many more were seen, those of epochs that the checkpoint has included
     * @param epoch told after each, when its checkpoint is written
     * @throws IllegalArgumentException when there is no checkpoint to resume from, or it cannot be used
     */
    void run(boolean resume, LongConsumer images, Consumer<Trainer> epoch) throws IOException {
        if (resume && !checkpoint.exists()) {
            throw new IllegalArgumentException("there is no checkpoint to resume from; start without --resume");
        }
        int[] epochs = {hyperparameters.epochs(), matchEpochs(), compression.epochs()};
        int resumed = resume ? checkpoint.phasesDone() : -1;
        for (int phase = 0; phase < epochs.length; phase++) {
            if (epochs[phase] > 0) {
                run(phase, epochs[phase], resumed, images, epoch);
            }
        }
    }

    private int matchEpochs() {
        return compression.bottleneck() > 0 ? compression.matchEpochs() : 0;
    }

    /** @param resumed phase that the checkpoint is of; -1 for none */
    private void run(int phase, int epochs, int resumed, LongConsumer images, Consumer<Trainer> told)
            throws IOException {
        try (Trainer trainer = trainer(phase, hyperparameters.withEpochs(epochs))) {
            int begin = phase < resumed ? epochs : phase == resumed ? checkpoint.read(trainer) : 0;
            images.accept((long) begin * inputs.size());
            epochsDone += begin;
            if (begin > 0) {
                epochsKept.set(epochsDone);
            }
            for (int epoch = begin; epoch < epochs; epoch++) {
                trainer.epoch(epoch, images::accept);
                epochsDone++;
                if (canResume(phase)) {
                    checkpoint.write(trainer, phase, epoch + 1);
                    epochsKept.set(epochsDone);
                }
                told.accept(trainer);
            }
        }
    }

    /** The network's own answers from before cannot be had again from the middle of the phase that learns them. */
    private boolean canResume(int phase) {
        return phase < COMPRESS || compression.ownShare() == 0;
    }

    private Trainer trainer(int phase, Hyperparameters ofPhase) {
        return switch (phase) {
            case JOINT -> new Trainer(network, ofPhase, inputs, Phase.joint(network));
            case MATCH -> new Trainer(matching(), ofPhase, inputs, phase("match", Objective.FEATURES, null));
            default -> compressing(ofPhase);
        };
    }

    private TrainableNetwork matching() {
        network = network.withBottleneck(served, hyperparameters);
        return network;
    }

    private Trainer compressing(Hyperparameters ofPhase) {
        if (compression.codec() != Codec.FLOAT32) {
            rate = new Rate(network.features(), exitClasses(), compression.bits(), compression.beta());
            rate.fit(samples());
        }
        Inputs taught = compression.ownShare() > 0 ? inputs.taught(ownAnswers()) : inputs;
        return new Trainer(network, ofPhase, taught, phase("compress", Objective.CLASSES, rate));
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
            float[] values = Codecs.features(head, inputs, image).features().values();
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
            probabilities[image] = tail.classify(
                            Codecs.features(head, inputs, image).features())
                    .probabilities();
        }
        return new Teaching(probabilities, compression.ownShare());
    }

    private String message(Trainer trainer, LabelledImages validation) {
        Quantizer quantizer = quantizer();
        FeatureCodec codec = quantizer == null
                ? new Float32Codec(network.features(), exitClasses())
                : new PackedCodec(quantizer, exitClasses());
        Evaluation now = Evaluation.of(
                network.head(Criterion.MAX_SOFTMAX), codec, network.tail(), inputs.preprocessing(), validation);
        return " %d/%d %s loss %.3f exit %.1f tail %.1f%s"
                .formatted(
                        epochsDone,
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
                epochsKept.get() == 0
                        ? "No epoch was complete, nothing was kept."
                        : "The same command with --resume goes on after epoch %d of %d."
                                .formatted(epochsKept.get(), epochs()));
        err.flush();
    }
}
