package io.sparsesplit.edge.rollout;

import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.model.network.EarlyExit;
import io.sparsesplit.model.network.ExitScore;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * An image that was answered, as far as rollouts look at it.
 *
 * @param model that answered
 * @param outcome who answered
 * @param classIndex what was answered
 * @param exit what the edge's exit said; null when it was not asked
 * @param thresholds that exits were held against
 * @param nanos from arrival to answer
 */
public record Observation(
        ServedModel model,
        Outcome outcome,
        int classIndex,
        @Nullable ExitScore exit,
        ToDoubleFunction<EarlyExit> thresholds,
        long nanos) {

    String label() {
        return model.manifest().labels().get(classIndex);
    }

    /** Whether the cloud answered, and not what the edge's exit would have; null when nobody knows that. */
    @Nullable
    Boolean contradicted() {
        if (outcome != Outcome.CLOUD || exit == null) {
            return null;
        }
        return exit.classification().classIndex() != classIndex;
    }
}
