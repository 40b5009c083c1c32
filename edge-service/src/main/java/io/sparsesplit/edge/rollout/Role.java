package io.sparsesplit.edge.rollout;

import java.util.Locale;

/** The part that a version has in a rollout. */
enum Role {
    /** It is what the candidate is compared with. */
    INCUMBENT,
    /** It answers a share of the requests. */
    CANARY,
    /** It computes a share of the images as well, but answers none. */
    SHADOW;

    /** The value of the metric's tag, for example {@code canary}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
