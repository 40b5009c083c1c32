package io.sparsesplit.edge.transport;

/** What the cloud answered. */
public final class Response {

    private final int status;
    private final byte[] body;

    /** Of a status of HTTP and a body, which is not copied. */
    Response(int status, byte[] body) {
        this.status = status;
        this.body = body;
    }

    /** Of HTTP. */
    public int status() {
        return status;
    }

    /** All of it; not a copy. */
    public byte[] body() {
        return body;
    }
}
