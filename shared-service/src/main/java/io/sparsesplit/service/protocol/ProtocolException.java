package io.sparsesplit.service.protocol;

import org.springframework.http.HttpStatus;

/** Ends a request with an error object of the protocol. The message is what the client reads, and says what to do. */
public final class ProtocolException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final HttpStatus status;

    /** A request that cannot be understood: 400. */
    public ProtocolException(String message) {
        this(HttpStatus.BAD_REQUEST, message);
    }

    public ProtocolException(HttpStatus status, String message) {
        // No stack trace: it is an answer, not a fault of this program.
        super(message, null, false, false);
        this.status = status;
    }

    HttpStatus status() {
        return status;
    }
}
