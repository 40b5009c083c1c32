package io.sparsesplit.edge.offload;

import io.sparsesplit.edge.outcome.AnswerReason;

/** Thrown when a call to the cloud is not made at all, which says nothing of the cloud. */
final class CallNotMadeException extends Exception {

    private static final long serialVersionUID = 1;

    private final AnswerReason reason;

    CallNotMadeException(AnswerReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    AnswerReason reason() {
        return reason;
    }
}
