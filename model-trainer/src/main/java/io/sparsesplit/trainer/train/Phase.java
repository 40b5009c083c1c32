package io.sparsesplit.trainer.train;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a training: what is learned, by which layers, and what features cost meanwhile.
 *
 * @param name for a person
 * @param objective what is learned
 * @param frozen which of the network's layers, exits last, stay as they are
 * @param rate how features are rounded and what they cost; null when they cross as they are, for nothing
 */
record Phase(
        String name,
        Objective objective,
        List<Boolean> frozen,
        @Nullable Rate rate) {

    /** What a phase learns. */
    enum Objective {
        /** The classes, by the tail and all exits. */
        CLASSES,
        /**
         * The features before a bottleneck, by the layers around it: the squared distance of what comes out behind it (the first
         * stage of BottleFit; Matsubara et al., 2022).
         */
        FEATURES
    }

    /** Everything learns the classes, and features cross as they are. */
    static Phase joint(TrainableNetwork network) {
        return new Phase(
                "joint", Objective.CLASSES, Collections.nCopies(network.all().size(), false), null);
    }
}
