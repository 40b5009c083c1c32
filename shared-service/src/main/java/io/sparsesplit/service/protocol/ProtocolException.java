package io.sparsesplit.service.protocol;

import io.sparsesplit.service.Problem;
import io.sparsesplit.service.ProblemException;

/** Ends a request of the protocol that cannot be understood. The message is what the client reads, and says what to do. */
public final class ProtocolException extends ProblemException {

    private static final long serialVersionUID = 1;

    public ProtocolException(String message) {
        super(Problem.BAD_REQUEST, message);
    }
}
