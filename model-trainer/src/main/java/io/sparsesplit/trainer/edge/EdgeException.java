package io.sparsesplit.trainer.edge;

import java.io.IOException;

/** The edge answered, but not with what was asked for. */
public final class EdgeException extends IOException {

    private static final long serialVersionUID = 1;

    private final int status;

    EdgeException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Of HTTP. */
    public int status() {
        return status;
    }
}
