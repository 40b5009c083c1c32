package io.sparsesplit.trainer.report;

/** Results that cannot be used; the message names the file, what in it is wrong, and why. */
public final class ResultsException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ResultsException(String message) {
        super(message);
    }

    ResultsException(String message, Throwable cause) {
        super(message, cause);
    }
}
