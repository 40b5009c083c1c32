package io.sparsesplit.trainer.reproduce;

import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.pattern.PatternFamily;
import io.sparsesplit.trainer.data.Dataset;
import io.sparsesplit.trainer.train.Hyperparameters;
import io.sparsesplit.trainer.train.Recipe;
import io.sparsesplit.trainer.train.SoftTargets;
import io.sparsesplit.trainer.train.Topology;
import io.sparsesplit.trainer.train.WholeNetwork;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dense network, trained once with the best recipe, from which others learn. */
final class Teacher {

    private static final int SIDE = 20;
    private static final List<Integer> NEURONS = List.of(SIDE * SIDE, 256, 10);
    private static final int EPOCHS = 30;
    private static final double SHARE = 0.5;

    private final Images images;
    private @Nullable SoftTargets teaching;

    Teacher(Images images) {
        this.images = images;
    }

    /**
     * What it says of the training images.
     *
     * @param epochs in place of the usual number when above 0
     */
    synchronized SoftTargets teaching(int epochs) {
        if (teaching == null) {
            Dataset dataset = images.square(SIDE);
            Preprocessing preprocessing = dataset.preprocessing();
            Topology topology =
                    Topology.whole(NEURONS, NEURONS.subList(1, NEURONS.size()), List.of(PatternFamily.DENSE));
            Hyperparameters hyperparameters =
                    Recipe.BEST.hyperparameters(topology.parameters(), 1, 1).withEpochs(epochs > 0 ? epochs : EPOCHS);
            teaching = WholeNetwork.train(topology, hyperparameters, preprocessing, dataset.train(), null, images -> {})
                    .teaching(dataset.train(), SHARE);
        }
        return teaching;
    }
}
