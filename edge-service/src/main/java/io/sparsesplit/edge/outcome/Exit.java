package io.sparsesplit.edge.outcome;

import java.util.Locale;

/** Who answers an image. The names are stable: answers, metrics and traces carry them. */
public enum Exit {
    /** The edge answers, as it is sure enough or the policy says so. */
    EDGE,
    /** The edge answers for now, and the cloud answers later. */
    EDGE_PROVISIONAL,
    /** The cloud answers. */
    CLOUD,
    /** The edge answers because the cloud should have but could not. */
    EDGE_FALLBACK;

    private final String key = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** Returns the name as answers and metrics have it, for example {@code edge-fallback}. */
    @Override
    public String toString() {
        return key;
    }
}
