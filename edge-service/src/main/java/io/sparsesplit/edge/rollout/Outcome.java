package io.sparsesplit.edge.rollout;

import java.util.Locale;

/** What came of a request, as far as a rollout is judged by it. */
public enum Outcome {
    /** The edge answered because it was to; in the shadow, it would have. */
    EDGE,
    /** The edge answered for now; the cloud will be asked later. */
    EDGE_PROVISIONAL,
    /** The cloud answered; in the shadow, it would have been asked. */
    CLOUD,
    /** The cloud should have answered, but could not. */
    EDGE_FALLBACK,
    /** There was no answer, and the image was not to blame. */
    ERROR,
    /** Nothing: the shadow was busy. */
    DROPPED;

    boolean failed() {
        return this == EDGE_FALLBACK || this == ERROR;
    }

    /** The value of the metric's tag, for example {@code edge-fallback}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
