package io.sparsesplit.trainer.up;

/** The services cannot be started, or did not stay up. The message says why and what to do. */
final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
