package io.sparsesplit.model.artifact;

/** A model's file that cannot be used. The message names the file and says what is wrong with it. */
public final class ArtifactException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public ArtifactException(String message) {
        super(message);
    }

    public ArtifactException(String message, Throwable cause) {
        super(message, cause);
    }
}
