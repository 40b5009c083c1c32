package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.network.Head;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Holds the option {@code --criterion} of the commands that calibrate a published model; a picocli mixin. */
final class CriterionOption {

    @Option(
            names = "--criterion",
            defaultValue = Option.NULL_VALUE,
            description = "max-softmax, margin or entropy. Default: the model's.")
    private @Nullable Criterion criterion;

    boolean isGiven() {
        return criterion != null;
    }

    /** Returns the criterion that the user named, or else that of the head. */
    Criterion or(Head head) {
        return criterion == null ? head.exits().get(0).criterion() : criterion;
    }
}
