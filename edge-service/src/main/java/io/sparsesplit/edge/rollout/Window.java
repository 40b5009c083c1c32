package io.sparsesplit.edge.rollout;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The last requests that one version answered. */
final class Window {

    private final Share failures;
    private final Share exits;
    private final Share contradictions;
    private final long[] nanos;
    private long requests;

    /**
     * An empty one.
     *
     * @param size how many requests it looks back
     */
    Window(int size) {
        this.failures = new Share(size);
        this.exits = new Share(size);
        this.contradictions = new Share(size);
        this.nanos = new long[size];
    }

    /**
     * What the window shows.
     *
     * @param requests since the beginning, those included that the window no longer shows
     * @param shown by the window
     * @param failureRate share that ended in a fallback or an error, 0 to 1
     * @param exitRate share that the edge answered because it was sure, 0 to 1
     * @param medianNanos from arrival to answer; 0 when there was no request
     * @param cloudAnswers of the cloud that the contradiction rate is about; the last ones, however long ago
     * @param contradictionRate share of them that the edge's exit would not have given, 0 to 1
     */
    record View(
            long requests,
            int shown,
            double failureRate,
            double exitRate,
            long medianNanos,
            int cloudAnswers,
            double contradictionRate) {}

    /**
     * A request was answered.
     *
     * @param contradicted whether the cloud answered, and not what the edge's exit would have; null when nobody knows that
     */
    synchronized void add(Outcome outcome, @Nullable Boolean contradicted, long duration) {
        failures.add(outcome.failed());
        exits.add(outcome == Outcome.EDGE);
        if (outcome == Outcome.CLOUD && contradicted != null) {
            contradictions.add(contradicted);
        }
        nanos[(int) (requests % nanos.length)] = duration;
        requests++;
    }

    synchronized View view() {
        return new View(
                requests,
                failures.cases(),
                failures.value(),
                exits.value(),
                median(),
                contradictions.cases(),
                contradictions.value());
    }

    private long median() {
        long[] sorted = Arrays.copyOf(nanos, failures.cases());
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }
}
