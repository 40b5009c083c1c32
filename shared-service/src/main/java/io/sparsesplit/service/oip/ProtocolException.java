package io.sparsesplit.service.oip;

import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;

/** Ends a request of the protocol that cannot be understood. The message is what the client reads, and says what to do. */
public final class ProtocolException extends ProblemException {

    private static final long serialVersionUID = 1;

    public ProtocolException(String message) {
        super(Problem.BAD_REQUEST, message);
    }
}
