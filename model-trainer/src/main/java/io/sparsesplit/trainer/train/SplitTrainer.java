package io.sparsesplit.trainer.train;

import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.trainer.data.LabelledImages;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Trains split networks of one shape by one recipe: the one to be published, and those of the folds that calibrate it. */
final class SplitTrainer {

    private final Topology topology;
    private final Hyperparameters hyperparameters;
    private final Compression compression;
    private final float[] classWeights;

    /**
     * A trainer of networks.
     *
     * @param topology shape of the networks
     * @param hyperparameters recipe of their training
     * @param compression way for their features to travel
     * @param classWeights weight of an image's loss by its class; not copied
     */
    SplitTrainer(Topology topology, Hyperparameters hyperparameters, Compression compression, float[] classWeights) {
        this.topology = topology;
        this.hyperparameters = hyperparameters;
        this.compression = compression;
        this.classWeights = classWeights;
    }

    /** Returns the same on one thread. */
    SplitTrainer onOneThread() {
        return new SplitTrainer(topology, hyperparameters.withThreads(1), compression, classWeights);
    }

    /** Returns the recipe of the training. */
    Hyperparameters hyperparameters() {
        return hyperparameters;
    }

    /** Returns the number of epochs of all phases of a training. */
    int epochs() {
        return hyperparameters.epochs()
                + (compression.bottleneck() > 0 ? compression.matchEpochs() : 0)
                + compression.epochs();
    }

    /**
     * Checks that networks of this shape can be built for some images, before work is spent on them.
     *
     * @throws IllegalArgumentException when the shape does not fit
     */
    void requireFit(Preprocessing picture, LabelledImages train) {
        Preprocessing preprocessing = InputSelection.of(picture, train, topology.inputs());
        TrainingRun.requireFit(topology, hyperparameters, compression, preprocessing);
    }

    /**
     * Trains a network.
     *
     * @param picture preprocessing of the pictures; the inputs that the network reads are selected here
     * @param train images that weights are fitted to
     * @param teaching what a teacher says of these; null without one
     * @param validation images that choose between the states of the network
     * @param checkpoint file that keeps the state after each epoch; null for none
     * @param resume whether to begin with the checkpoint
     * @throws IllegalArgumentException when the shape does not fit, or the checkpoint cannot be used
     */
    TrainedSplit train(
            Preprocessing picture,
            LabelledImages train,
            @Nullable SoftTargets teaching,
            LabelledImages validation,
            @Nullable Checkpoint checkpoint,
            boolean resume,
            TrainingRun.Listener listener)
            throws IOException {
        Preprocessing preprocessing = InputSelection.of(picture, train, topology.inputs());
        TrainingRun fitting = new TrainingRun(
                topology,
                hyperparameters,
                compression,
                new Inputs(train, preprocessing, teaching, classWeights),
                new Inputs(validation, preprocessing, null, classWeights),
                checkpoint);
        fitting.run(resume, listener);
        return new TrainedSplit(
                preprocessing,
                fitting.network().head(Criterion.MAX_SOFTMAX),
                fitting.network().tail(),
                fitting.codecs(),
                fitting.outcomes());
    }
}
