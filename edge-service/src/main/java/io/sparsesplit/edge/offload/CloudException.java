package io.sparsesplit.edge.offload;

import io.sparsesplit.edge.outcome.CallOutcome;
import java.io.IOException;

/** Thrown when a call to the cloud did not bring the answer that was asked for. */
public class CloudException extends IOException {

    private static final long serialVersionUID = 1;

    private final CallOutcome outcome;

    CloudException(CallOutcome outcome, String message) {
        super(message);
        this.outcome = outcome;
    }

    /** Returns the exception for a call that the cloud answered with a status other than 200. */
    static CloudException ofStatus(CallOutcome outcome, int status) {
        return new CloudException(outcome, "the cloud answered with status " + status);
    }

    /** Returns what became of the call. */
    public CallOutcome outcome() {
        return outcome;
    }
}
