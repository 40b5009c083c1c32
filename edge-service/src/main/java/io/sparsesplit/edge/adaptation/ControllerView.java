package io.sparsesplit.edge.adaptation;

import io.sparsesplit.edge.adaptation.Controller.Change;
import io.sparsesplit.edge.adaptation.Controller.State;
import io.sparsesplit.model.codec.Codec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the controller is at.
 *
 * @param objective what it works for
 * @param targetLatencyMs that so many percent of the answers must keep; null with another objective
 * @param percentile see there
 * @param bytesPerMinute most bytes on the wire in 60 seconds; null with another objective
 * @param bytesSpent of them, in the last 60 seconds, with those set aside for calls under way
 * @param pinned whether it stays where it is
 * @param offset added to the thresholds of the exits, where neither request nor policy sets them
 * @param minOffset furthest down
 * @param maxOffset furthest up
 * @param codec in which features travel; null when it is left to the model
 * @param codecs to choose among, from the one with the most bytes to the one with the fewest
 * @param linkMs mean time of a call to the cloud, newer ones weighing more; 0 before the first
 * @param lastInterval what was measured in it
 * @param verdict what was decided at its end, and why
 * @param changes the last 20, newest first
 */
record ControllerView(
        String objective,
        @Nullable Long targetLatencyMs,
        @Nullable Integer percentile,
        @Nullable Long bytesPerMinute,
        long bytesSpent,
        boolean pinned,
        double offset,
        double minOffset,
        double maxOffset,
        @Nullable String codec,
        List<String> codecs,
        double linkMs,
        Measured lastInterval,
        String verdict,
        List<Change> changes) {

    static ControllerView of(Controller controller) {
        State state = controller.state();
        ControllerProperties bounds = controller.bounds();
        boolean deadline = bounds.objective() == Objective.DEADLINE;
        boolean budget = bounds.objective() == Objective.BYTE_BUDGET;
        return new ControllerView(
                bounds.objective().toString(),
                deadline ? bounds.targetLatency().toMillis() : null,
                deadline ? bounds.percentile() : null,
                budget ? bounds.bytesPerMinute().toBytes() : null,
                state.spent(),
                state.pinned(),
                state.offset(),
                bounds.minOffset(),
                bounds.maxOffset(),
                state.codec() == null ? null : state.codec().toString(),
                bounds.codecs().stream().map(Codec::toString).toList(),
                state.linkMs(),
                state.measured(),
                state.verdict(),
                state.changes());
    }
}
