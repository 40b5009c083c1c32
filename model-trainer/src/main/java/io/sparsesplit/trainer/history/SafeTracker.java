package io.sparsesplit.trainer.history;

import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells a tracker of a training without harm to it: the first failure is said once, and the tracker is told no more. */
final class SafeTracker {

    private final @Nullable RunTracker tracker;
    private final Consumer<String> warnings;
    private boolean failed;

    /**
     * Makes a tracker that passes everything on.
     *
     * @param tracker tracker that is told; null for none
     * @param warnings consumer of the sentence on the first failure
     */
    SafeTracker(@Nullable RunTracker tracker, Consumer<String> warnings) {
        this.tracker = tracker;
        this.warnings = warnings;
    }

    /** Begins a run, or goes on with an earlier one, and returns its identity; null when there is none. */
    @Nullable
    String begin(RunRecord run, @Nullable String earlier) {
        String[] identity = new String[1];
        attempt(one -> identity[0] = one.begin(run, earlier));
        return identity[0];
    }

    void epoch(EpochRecord epoch) {
        attempt(one -> one.epoch(epoch));
    }

    void end(Map<String, Double> figures, Map<String, byte[]> files, boolean completed) {
        attempt(one -> one.end(figures, files, completed));
    }

    private interface Call {

        void on(RunTracker tracker) throws IOException, InterruptedException;
    }

    private void attempt(Call call) {
        if (tracker == null || failed) {
            return;
        }
        try {
            call.on(tracker);
        } catch (IOException | RuntimeException e) {
            failed = true;
            warnings.accept("The run is not tracked any more: %s".formatted(e));
        } catch (InterruptedException e) {
            failed = true;
            Thread.currentThread().interrupt();
        }
    }
}
