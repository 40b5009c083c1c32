package io.sparsesplit.edge.offload;

import io.sparsesplit.edge.outcome.CallOutcome;
import java.io.IOException;

/** Thrown when a call to the cloud did not bring the answer that was asked for. */
class CloudException extends IOException {

    private static final long serialVersionUID = 1;

    private final CallOutcome outcome;

    CloudException(CallOutcome outcome, String message) {
        super(message);
        this.outcome = outcome;
    }

    CallOutcome outcome() {
        return outcome;
    }
}
