package io.sparsesplit.edge.transport;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Connection;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to send a request over a connection of HTTP/1.1. While the attempt lasts it has the connection for itself, and is charged
 * all of its bytes.
 */
final class Http1Attempt extends Attempt implements Response.Listener, Request.SuccessListener {

    /** Alone on its connection, an exchange is charged everything, whatever its weight. */
    private static final int WEIGHT = 1;

    private final Request request;
    private volatile @Nullable Wire wire;
    private volatile Wire.@Nullable Share share;
    private volatile boolean reused;
    private volatile boolean begun;
    private boolean half;

    /**
     * An attempt to be made.
     *
     * @param request request that is not sent yet
     * @param maxBytes longest body of an answer that is read
     */
    Http1Attempt(Request request, int maxBytes) {
        super(maxBytes);
        this.request = request;
        request.onRequestBegin(this::connected).onRequestSuccess(this);
    }

    /** Sends the request as soon as a connection is free or made. */
    void start() {
        request.send(this);
    }

    private void connected(Request sent) {
        if (!(sent.getConnection() instanceof Connection connection)) {
            throw new IllegalStateException("the connection is not HTTP/1.1");
        }
        Wire used = MeteredConnector.wireOf(connection.getEndPoint());
        reused = used.isUsed();
        share = used.open(WEIGHT);
        progress();
        wire = used;
    }

    @Override
    boolean isConnected() {
        return wire != null;
    }

    @Override
    void reset() {
        CompletableFuture<Boolean> unused = request.abort(new IOException("cancelled"));
        settle();
    }

    @Override
    long nanosSinceProgress() {
        Wire used = wire;
        return used == null
                ? super.nanosSinceProgress()
                : Math.min(super.nanosSinceProgress(), used.nanosSinceActivity());
    }

    /** Returns whether anything of an answer came, be it only a part of its first line. */
    @Override
    boolean answered() {
        return begun || (request.getScheme().equals("http") && received() > 0);
    }

    /** Returns whether the cloud had ended the connection before. */
    boolean foundClosed() {
        return reused && !answered();
    }

    long sent() {
        Wire.Share opened = share;
        return opened == null ? 0 : opened.sent();
    }

    long received() {
        Wire.Share opened = share;
        return opened == null ? 0 : opened.received();
    }

    @Override
    public void onBegin(Response response) {
        begun = true;
    }

    @Override
    public void onHeaders(Response response) {
        status(response.getStatus());
    }

    @Override
    public void onContent(Response response, ByteBuffer content) {
        if (!isDone() && !take(content)) {
            reset();
        }
    }

    /** All of the request was sent. */
    @Override
    public void onSuccess(Request sent) {
        halfDone();
    }

    /** All of the answer came. */
    @Override
    public void onSuccess(Response response) {
        halfDone();
    }

    /** After request and answer the connection goes back to the pool, where the next exchange may take it at once. */
    private synchronized void halfDone() {
        if (half) {
            settle();
        }
        half = true;
    }

    private void settle() {
        Wire.Share opened = share;
        if (opened != null) {
            opened.close();
        }
    }

    @Override
    public void onComplete(Result result) {
        settle();
        if (result.getResponseFailure() == null) {
            succeed();
        } else {
            fail(meaning(result.getFailure()));
        }
    }

    private static Throwable meaning(Throwable failure) {
        if (failure instanceof HttpResponseException || failure instanceof HttpException) {
            ProtocolException noHttp = new ProtocolException("the answer is no HTTP: " + failure.getMessage());
            noHttp.initCause(failure);
            return noHttp;
        } else if (failure instanceof TimeoutException) {
            SocketTimeoutException late = new SocketTimeoutException(failure.getMessage());
            late.initCause(failure);
            return late;
        }
        return failure;
    }
}
