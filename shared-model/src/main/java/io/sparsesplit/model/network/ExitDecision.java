package io.sparsesplit.model.network;

import io.sparsesplit.model.codec.Features;

/** Whether the head answers or the tail must. Either way there is a best answer so far. */
public sealed interface ExitDecision {

    /** The verdict of the last exit that was asked. */
    Verdict verdict();

    /** An exit was confident: its answer stands. */
    record Exit(Verdict verdict) implements ExitDecision {}

    /**
     * No exit was confident: the features travel.
     *
     * @param features activations at the split, not copied, and the class of the verdict
     */
    record Continue(Features features, Verdict verdict) implements ExitDecision {

        Continue(float[] activations, Verdict verdict) {
            this(new Features(activations, verdict.classification().classIndex()), verdict);
        }
    }
}
