package io.sparsesplit.edge.rollout;

import io.sparsesplit.edge.models.ServedModel;
import java.time.Instant;

/** A candidate that is tried beside the incumbent. */
sealed interface Trial extends AutoCloseable permits Canary, Shadow {

    Role role();

    ServedModel candidate();

    ServedModel incumbent();

    /** Of the requests that leave the version open: 0 to 1. */
    double share();

    Instant since();

    /** How many images the candidate saw so far. */
    long requests();

    /** How many the incumbent answered meanwhile. */
    long incumbentRequests();

    /** What to show of it. */
    Object view();

    @Override
    void close();
}
