package io.sparsesplit.model.image;

/** An image that cannot be classified. The message says why, and what would be accepted. */
public final class ImageException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** What is wrong with an image. */
    public enum Problem {
        /** Not one of the formats that are read. */
        UNKNOWN_FORMAT,
        /** More bytes or pixels than allowed. */
        TOO_LARGE,
        /** Of a known format, but damaged. */
        UNDECODABLE,
        /** Decoded, but there is nothing to see. */
        UNUSABLE
    }

    private final Problem problem;

    public ImageException(Problem problem, String message) {
        super(message);
        this.problem = problem;
    }

    public ImageException(Problem problem, String message, Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
