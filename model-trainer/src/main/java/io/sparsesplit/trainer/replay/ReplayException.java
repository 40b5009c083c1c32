package io.sparsesplit.trainer.replay;

/** A replay that cannot begin or go on. The message says what to do. */
final class ReplayException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ReplayException(String message) {
        super(message);
    }

    ReplayException(String message, Throwable cause) {
        super(message, cause);
    }
}
