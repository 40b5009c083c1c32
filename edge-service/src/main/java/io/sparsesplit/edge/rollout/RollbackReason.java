package io.sparsesplit.edge.rollout;

import java.util.Locale;

/** Why a version was given up. */
enum RollbackReason {
    /** The cloud has not loaded its tail. */
    UNKNOWN_MODEL,
    /** Too many fallbacks and errors. */
    FAILURES,
    /** It takes too long. */
    LATENCY,
    /** The edge answers too few images by itself, or suddenly too many. */
    EXIT_RATE,
    /** Its tail contradicts its exit too often. */
    CONTRADICTIONS,
    /** Somebody wanted it. */
    REQUESTED;

    /** The value of the metric's tag, for example {@code exit-rate}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
