package io.sparsesplit.edge.sync;

import java.io.IOException;

/** A version was not fetched. */
final class PullException extends IOException {

    private static final long serialVersionUID = 1;

    private final PullOutcome outcome;

    PullException(PullOutcome outcome, String message) {
        super(message);
        this.outcome = outcome;
    }

    PullException(PullOutcome outcome, String message, Throwable cause) {
        super(message, cause);
        this.outcome = outcome;
    }

    PullOutcome outcome() {
        return outcome;
    }
}
