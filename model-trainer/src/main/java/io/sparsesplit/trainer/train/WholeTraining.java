package io.sparsesplit.trainer.train;

import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.trainer.data.LabelledImages;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The training of a {@link WholeNetwork}, epoch by epoch. */
public final class WholeTraining implements AutoCloseable {

    private final Preprocessing preprocessing;
    private final Trainer trainer;

    /**
     * A training before its first epoch.
     *
     * @param topology without exits
     * @param images of the size of the preprocessing's picture
     * @param teaching what a teacher says of the images; null without one
     */
    public WholeTraining(
            Topology topology,
            Hyperparameters hyperparameters,
            Preprocessing preprocessing,
            LabelledImages images,
            @Nullable SoftTargets teaching) {
        this.preprocessing = preprocessing;
        this.trainer = new Trainer(
                new TrainableNetwork(topology, preprocessing, hyperparameters),
                hyperparameters,
                new Inputs(images, preprocessing, teaching, null));
    }

    /**
     * One pass over the images.
     *
     * @param epoch counted from 0, in order
     * @param progress told of the images of each batch
     */
    public void epoch(int epoch, IntConsumer progress) {
        trainer.epoch(epoch, progress);
    }

    /** Of the last epoch, over its images, each taken before the step that it is part of. */
    public double meanLoss() {
        return trainer.meanLoss();
    }

    /** The network as it is now, a copy. Before the first epoch: with its initial weights. */
    public WholeNetwork network() {
        return new WholeNetwork(
                preprocessing,
                trainer.network().layers().stream().map(TrainableLayer::toLayer).toList());
    }

    @Override
    public void close() {
        trainer.close();
    }
}
