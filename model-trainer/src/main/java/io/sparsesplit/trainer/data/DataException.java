package io.sparsesplit.trainer.data;

/** Data that cannot be used. The message names the file and says what to do. */
public final class DataException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
