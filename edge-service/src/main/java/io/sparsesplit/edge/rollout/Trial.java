package io.sparsesplit.edge.rollout;

import io.sparsesplit.edge.models.ServedModel;
import java.time.Instant;

/** A candidate that is tried beside the incumbent. */
abstract sealed class Trial implements AutoCloseable permits Canary, Shadow {

    private final Role role;
    private final ServedModel candidate;
    private final ServedModel incumbent;
    private final double share;
    private final Instant since = Instant.now();

    Trial(Role role, ServedModel candidate, ServedModel incumbent, double share) {
        this.role = role;
        this.candidate = candidate;
        this.incumbent = incumbent;
        this.share = share;
    }

    final Role role() {
        return role;
    }

    final ServedModel candidate() {
        return candidate;
    }

    final ServedModel incumbent() {
        return incumbent;
    }

    /** Of the requests that leave the version open: 0 to 1. */
    final double share() {
        return share;
    }

    final Instant since() {
        return since;
    }

    /** How many images the candidate saw so far. */
    abstract long requests();

    /** How many the incumbent answered meanwhile. */
    abstract long incumbentRequests();

    /** What to show of it. */
    abstract Object view();

    @Override
    public abstract void close();
}
