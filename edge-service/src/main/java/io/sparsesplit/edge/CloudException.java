package io.sparsesplit.edge;

import java.io.IOException;

/** The cloud answered, but not with what was asked for. */
class CloudException extends IOException {

    private static final long serialVersionUID = 1;

    private final Reason reason;

    CloudException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
