package io.sparsesplit.model.network;

import io.sparsesplit.model.codec.Features;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the head answers or the tail must. Either way there is a best answer so far. */
public sealed interface ExitDecision {

    /** Of the exits that were asked, at least one, in the order of {@link Head#exits()}; not a copy. */
    List<ExitScore> exitScores();

    /** Returns how far the image lies from all classes; null when the head has no detector for that. */
    @Nullable
    OutOfDistributionScore outOfDistribution();

    /** The exit score of the last exit that was asked. */
    default ExitScore exitScore() {
        return exitScores().get(exitScores().size() - 1);
    }

    /** The last exit asked was confident: its answer stands. */
    record Exit(List<ExitScore> exitScores, @Nullable OutOfDistributionScore outOfDistribution)
            implements ExitDecision {}

    /**
     * No exit was confident: the features travel.
     *
     * @param features activations at the split, not copied, and the class of the last exit score
     */
    record Continue(
            Features features,
            List<ExitScore> exitScores,
            @Nullable OutOfDistributionScore outOfDistribution) implements ExitDecision {}
}
