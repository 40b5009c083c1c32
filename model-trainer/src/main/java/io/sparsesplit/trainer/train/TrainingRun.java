package io.sparsesplit.trainer.train;

import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.FeatureCodecs;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.Tail;
import io.sparsesplit.trainer.train.Phase.Objective;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A training from its first phase to its last, with a checkpoint after each epoch.
 *
 * <ol>
 *   <li>joint: everything learns the classes, features crossing as they are;
 *   <li>match, with a bottleneck: only that learns, to carry the old features;
 *   <li>compress, with epochs for it: everything, or everything behind the head, learns the classes from rounded features.
 * </ol>
 *
 * <p>Of each phase the best state on validation images is kept, see {@link BestState}, never the last by habit. When the last phase
 * loses more than {@link PhaseOutcome#MAX_LOSS} points against the one before, it is undone. A phase whose loss is no longer a
 * finite number ends there, and the training with it.
 */
final class TrainingRun {

    /** Training images that the levels of rounded features come from. */
    private static final int SAMPLES = 10_000;

    private static final int JOINT = 0;
    private static final int MATCH = 1;
    private static final int COMPRESS = 2;

    private static final double NANOS_PER_SECOND = 1e9;

    private final Hyperparameters hyperparameters;
    private final Compression compression;
    private final Inputs inputs;
    private final Inputs validation;
    private final @Nullable Checkpoint checkpoint;
    private final Topology served;
    private final TrainableNetwork base;
    private final List<PhaseOutcome> outcomes = new ArrayList<>();
    private TrainableNetwork network;
    private @Nullable Rate rate;
    private int epochsDone;

    /** Hears of a training while it runs. */
    interface Listener {

        /** Counts images that were trained on, those of epochs that a checkpoint has included. */
        default void images(long more) {}

        /**
         * Hears of an epoch, when its checkpoint is written.
         *
         * @param kept whether the checkpoint has it: a resumed training goes on behind it
         */
        default void epoch(Trainer trainer, EpochResult result, boolean kept) throws IOException {}
    }

    /**
     * A training that has not begun.
     *
     * @param topology of the network as it is planned, without a bottleneck or the exit's class
     * @param inputs images that weights are fitted to
     * @param validation images that choose between the states of a phase; none to keep the last
     * @param checkpoint file that keeps the state after each epoch; null for none
     * @throws IllegalArgumentException when a bottleneck does not fit, or the tail cannot read the exit's class
     */
    TrainingRun(
            Topology topology,
            Hyperparameters hyperparameters,
            Compression compression,
            Inputs inputs,
            Inputs validation,
            @Nullable Checkpoint checkpoint) {
        this.hyperparameters = hyperparameters;
        this.compression = compression;
        this.inputs = inputs;
        this.validation = validation;
        this.checkpoint = checkpoint;
        this.served = served(topology, compression);
        this.base = network(topology, hyperparameters, compression, inputs.preprocessing());
        this.network = base;
    }

    /**
     * Checks that a network can be built and trained.
     *
     * @throws IllegalArgumentException when a bottleneck does not fit, the tail cannot read the exit's class, a pattern cannot be
     *     made, or pictures cannot be distorted
     */
    static void requireFit(
            Topology topology, Hyperparameters hyperparameters, Compression compression, Preprocessing preprocessing) {
        served(topology, compression);
        network(topology, hyperparameters, compression, preprocessing);
        Augmentation.requireFit(hyperparameters.augmentation(), preprocessing);
    }

    private static TrainableNetwork network(
            Topology topology, Hyperparameters hyperparameters, Compression compression, Preprocessing preprocessing) {
        return new TrainableNetwork(
                compression.guidedFromStart() ? topology.readingExitClass() : topology, preprocessing, hyperparameters);
    }

    /** With the bottleneck, if there is one, and with the exit's class, if the tail is to read it. */
    private static Topology served(Topology topology, Compression compression) {
        Topology narrowed = compression.bottleneck() > 0 ? topology.withBottleneck(compression.bottleneck()) : topology;
        return compression.exitClass() ? narrowed.readingExitClass() : narrowed;
    }

    /** Returns the network as it is now. */
    TrainableNetwork network() {
        return network;
    }

    /** Returns what became of the phases so far. */
    List<PhaseOutcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** Returns codecs for what the features are now, with the levels that the network has got used to, if it has. */
    FeatureCodecs codecs() {
        return Codecs.fit(
                compression.codec(),
                exitClasses(),
                compression.bits(),
                rate == null ? null : rate.quantizer(),
                network.head(Criterion.MAX_SOFTMAX),
                inputs);
    }

    private int exitClasses() {
        return network.topology().readsExitClass() ? network.topology().classes() : 0;
    }

    /** Returns the number of epochs of all phases. */
    int epochs() {
        return hyperparameters.epochs() + matchEpochs() + compression.epochs();
    }

    /**
     * Runs all epochs that are left.
     *
     * @param resume whether to begin with the checkpoint
     * @throws IllegalArgumentException when there is no checkpoint to resume from, or it cannot be used
     */
    void run(boolean resume, Listener listener) throws IOException {
        Checkpoint from = resume ? checkpoint : null;
        if (resume && (from == null || !from.exists())) {
            throw new IllegalArgumentException("there is no checkpoint to resume from; start without --resume");
        }
        int[] epochs = {hyperparameters.epochs(), matchEpochs(), compression.epochs()};
        List<PhaseOutcome> done = from == null ? List.of() : from.outcomes();
        for (int phase = 0; phase < epochs.length; phase++) {
            if (epochs[phase] == 0 || outcomes.stream().anyMatch(outcome -> !outcome.finite())) {
                continue;
            }
            boolean resumed = outcomes.size() == done.size();
            if (outcomes.size() < done.size()) {
                skip(phase, epochs[phase], done.get(outcomes.size()), listener);
            } else {
                run(phase, epochs[phase], resumed ? from : null, listener);
            }
        }
    }

    private int matchEpochs() {
        return compression.bottleneck() > 0 ? compression.matchEpochs() : 0;
    }

    /** A phase that the checkpoint has behind it leaves nothing but its outcome and the shape of the network. */
    private void skip(int phase, int epochs, PhaseOutcome outcome, Listener listener) {
        if (phase == MATCH) {
            matching();
        }
        outcomes.add(outcome);
        epochsDone += epochs;
        listener.images((long) epochs * inputs.size());
    }

    private void run(int phase, int epochs, @Nullable Checkpoint from, Listener listener) throws IOException {
        Hyperparameters ofPhase = hyperparameters.withEpochs(epochs);
        try (Trainer trainer = trainer(phase, ofPhase)) {
            PhaseState state =
                    new PhaseState(trainer, new BestState(network), new BestState(network), List.copyOf(outcomes));
            int epoch = from == null ? 0 : from.read(state);
            listener.images((long) epoch * inputs.size());
            epochsDone += epoch;
            boolean finite = true;
            while (epoch < epochs && finite) {
                long start = System.nanoTime();
                trainer.epoch(epoch, listener::images);
                epoch++;
                epochsDone++;
                finite = Double.isFinite(trainer.meanLoss());
                Validation measured = finite
                        ? Validation.of(network, rate, validation, hyperparameters.exitWeight())
                        : Validation.NONE;
                boolean best = finite && state.best().offer(epoch, measured);
                boolean kept = false;
                if (checkpoint != null && finite && canResume(phase)) {
                    checkpoint.write(state, epoch);
                    kept = true;
                }
                listener.epoch(trainer, result(trainer, ofPhase, measured, best, start), kept);
            }
            finish(phase, state, epoch, finite);
        }
    }

    private EpochResult result(
            Trainer trainer, Hyperparameters ofPhase, Validation measured, boolean best, long startNanos) {
        return new EpochResult(
                epochsDone,
                epochs(),
                trainer.phase().name(),
                ofPhase.learningRate(trainer.adam().steps() - 1, trainer.steps()),
                trainer.meanLoss(),
                trainer.meanBits(),
                measured,
                best,
                inputs.size(),
                (System.nanoTime() - startNanos) / NANOS_PER_SECOND);
    }

    /** Keeps the best state, unless the phase lost too much. */
    private void finish(int phase, PhaseState state, int epochs, boolean finite) {
        state.best().restore();
        Validation after = state.best().validation();
        boolean undone = phase == COMPRESS
                && !outcomes.isEmpty()
                && PhaseOutcome.losesTooMuch(outcomes.get(outcomes.size() - 1).validation(), after);
        if (undone) {
            state.before().restore();
            rate = null;
        }
        outcomes.add(new PhaseOutcome(
                state.trainer().phase().name(), epochs, state.best().epoch(), after, undone, finite));
    }

    /** The network's own answers from before cannot be had again from the middle of the phase that learns them. */
    private boolean canResume(int phase) {
        return phase < COMPRESS || compression.ownShare() == 0;
    }

    private Trainer trainer(int phase, Hyperparameters ofPhase) {
        return switch (phase) {
            case JOINT -> new Trainer(network, ofPhase, inputs, Phase.joint(network));
            case MATCH -> {
                matching();
                yield new Trainer(network, ofPhase, inputs, phase("match", Objective.FEATURES, null));
            }
            default -> compressing(ofPhase);
        };
    }

    private void matching() {
        network = network.withBottleneck(served, hyperparameters);
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
    private SoftTargets ownAnswers() {
        Head head = base.head(Criterion.MAX_SOFTMAX);
        Tail tail = base.tail();
        float[][] probabilities = new float[inputs.size()][];
        for (int image = 0; image < probabilities.length; image++) {
            probabilities[image] = tail.classify(
                            Codecs.features(head, inputs, image).features())
                    .probabilities();
        }
        return new SoftTargets(probabilities, compression.ownShare());
    }
}
