package io.sparsesplit.edge.transport;

/** The status and the body that the cloud answered with. */
public final class Response {

    private final int status;
    private final byte[] body;

    /** A response of this status and body; the body is not copied. */
    Response(int status, byte[] body) {
        this.status = status;
        this.body = body;
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    /** Returns the whole body; not a copy. */
    public byte[] body() {
        return body;
    }
}
