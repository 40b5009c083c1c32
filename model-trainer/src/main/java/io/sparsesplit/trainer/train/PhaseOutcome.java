package io.sparsesplit.trainer.train;

import java.util.Locale;

/**
 * What became of a phase of a training.
 *
 * @param name name of the phase: joint, match or compress
 * @param epochs number of epochs that were run
 * @param bestEpoch epoch whose state was kept, counted from 1; 0 for the state before the phase
 * @param validation what that state reached on validation images
 * @param undone whether the phase lost too much and the state before it was restored
 * @param finite whether all losses were finite numbers; otherwise the phase ended with the first that was not
 */
record PhaseOutcome(String name, int epochs, int bestEpoch, Validation validation, boolean undone, boolean finite) {

    /** Points of accuracy, beside one standard error, that a phase may lose at exit or tail before it is undone. */
    static final double MAX_LOSS = 2;

    /** Whether a state is worse than the one before by more than {@link #MAX_LOSS} and one standard error. */
    static boolean losesTooMuch(Validation before, Validation after) {
        return before.images() > 0
                && after.images() > 0
                && (dropped(before.exitAccuracy(), after.exitAccuracy(), before.images())
                        || dropped(before.tailAccuracy(), after.tailAccuracy(), before.images()));
    }

    private static boolean dropped(double before, double after, int images) {
        double share = after / 100;
        return before - after > MAX_LOSS + 100 * Math.sqrt(share * (1 - share) / images);
    }

    /** Returns a sentence for a person; empty when there is nothing to say. */
    String sentence() {
        if (!finite) {
            return String.format(
                    Locale.ROOT,
                    "Phase %s ended after epoch %d: its loss was no longer a finite number. The state of epoch %d was kept."
                            + " Train with a lower --lr.",
                    name,
                    epochs,
                    bestEpoch);
        }
        if (undone) {
            return String.format(
                    Locale.ROOT,
                    "Phase %s was undone: it lost more than %.1f points and one standard error against the phase before"
                            + " (it reached exit %.2f %%, tail %.2f %%).",
                    name,
                    MAX_LOSS,
                    validation.exitAccuracy(),
                    validation.tailAccuracy());
        }
        return "";
    }
}
