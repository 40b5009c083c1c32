package io.sparsesplit.edge.transport;

import org.jspecify.annotations.Nullable;

/** A request with a body, not sent yet. */
public final class Post {

    private final String path;
    private final String contentType;
    private final String accept;
    private final @Nullable String traceparent;
    private final byte[] body;
    private final int maxAnswer;

    /**
     * A request that posts a body.
     *
     * @param path path and query at the cloud
     * @param contentType media type of the body
     * @param accept media type that the answer shall have
     * @param traceparent trace that the request belongs to, as in the W3C's Trace Context; null when nobody records it
     * @param body bytes to send; not copied
     * @param maxAnswer longest body of an answer that is read, in bytes
     */
    public Post(
            String path, String contentType, String accept, @Nullable String traceparent, byte[] body, int maxAnswer) {
        this.path = path;
        this.contentType = contentType;
        this.accept = accept;
        this.traceparent = traceparent;
        this.body = body;
        this.maxAnswer = maxAnswer;
    }

    String path() {
        return path;
    }

    String contentType() {
        return contentType;
    }

    String accept() {
        return accept;
    }

    @Nullable
    String traceparent() {
        return traceparent;
    }

    byte[] body() {
        return body;
    }

    int maxAnswer() {
        return maxAnswer;
    }
}
