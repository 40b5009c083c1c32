package io.sparsesplit.edge.adaptation;

import java.util.Locale;

/** What the controller works for. */
public enum Objective {
    /** Nothing: thresholds and codec are the model's. */
    OFF,
    /** Most answers come within a target latency. */
    DEADLINE,
    /** No more than so many bytes a minute travel between edge and cloud. */
    BYTE_BUDGET;

    /** As in settings and answers, for example {@code byte-budget}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
