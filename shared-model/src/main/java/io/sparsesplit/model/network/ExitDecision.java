package io.sparsesplit.model.network;

import io.sparsesplit.model.codec.Features;
import java.util.List;

/** Whether the head answers or the tail must. Either way there is a best answer so far. */
public sealed interface ExitDecision {

    /** Of the exits that were asked, at least one, in the order of {@link Head#exits()}; not a copy. */
    List<Verdict> verdicts();

    /** The verdict of the last exit that was asked. */
    default Verdict verdict() {
        return verdicts().get(verdicts().size() - 1);
    }

    /** The last exit asked was confident: its answer stands. */
    record Exit(List<Verdict> verdicts) implements ExitDecision {}

    /**
     * No exit was confident: the features travel.
     *
     * @param features activations at the split, not copied, and the class of the last verdict
     */
    record Continue(Features features, List<Verdict> verdicts) implements ExitDecision {}
}
