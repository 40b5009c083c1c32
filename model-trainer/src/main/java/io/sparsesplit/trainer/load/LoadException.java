package io.sparsesplit.trainer.load;

/** A load that cannot begin. The message says what to do. */
final class LoadException extends RuntimeException {

    private static final long serialVersionUID = 1;

    LoadException(String message) {
        super(message);
    }

    LoadException(String message, Throwable cause) {
        super(message, cause);
    }
}
