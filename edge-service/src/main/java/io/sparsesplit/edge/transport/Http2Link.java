package io.sparsesplit.edge.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2 in clear text with prior knowledge (RFC 9113, section 3.3): one connection, which all exchanges use at once, each in a
 * stream of its own. A connection that the cloud ends, or on which nothing came for the response timeout while something should
 * have, is replaced at the next exchange.
 */
public final class Http2Link implements Link {

    private static final int HTTP_PORT = 80;

    private final Wire wire = new Wire();
    private final HTTP2Client client;
    private final URI url;
    private final Duration connectTimeout;
    private final Duration responseTimeout;
    private @Nullable CompletableFuture<HTTP2Session> connection;

    /**
     * A link without a connection yet.
     *
     * @param url scheme {@code http}, host and port
     * @param connectTimeout for a connection to be made
     * @param responseTimeout between any two frames of an answer
     */
    public Http2Link(URI url, Duration connectTimeout, Duration responseTimeout) {
        this.url = url;
        this.connectTimeout = connectTimeout;
        this.responseTimeout = responseTimeout;
        this.client = new HTTP2Client(new MeteredConnector("cloud-http2", connectTimeout, () -> wire));
        client.setUseALPN(false);
        try {
            client.start();
        } catch (Exception e) {
            throw new IllegalStateException("HTTP/2 cannot be started", e);
        }
    }

    @Override
    public Exchange exchange(Post post) {
        return new Http2Exchange(this, post);
    }

    @Override
    public void warmUp(String path) throws IOException {
        new Http2Exchange(this, path).send();
    }

    Wire wire() {
        return wire;
    }

    HttpURI at(String path) {
        return HttpURI.from(url.getScheme(), url.getHost(), url.getPort(), path);
    }

    Duration connectTimeout() {
        return connectTimeout;
    }

    Duration responseTimeout() {
        return responseTimeout;
    }

    /** The connection there is, or that is being made. */
    synchronized CompletableFuture<HTTP2Session> connection() {
        if (connection == null || connection.isCompletedExceptionally() || isClosed(connection)) {
            connection = connect();
        }
        return connection;
    }

    private static boolean isClosed(CompletableFuture<HTTP2Session> connection) {
        return connection.isDone() && connection.join().isClosed();
    }

    private CompletableFuture<HTTP2Session> connect() {
        return CompletableFuture.supplyAsync(this::address, client.getExecutor())
                .thenCompose(address -> client.connect(address, new SessionEndListener()))
                .thenApply(HTTP2Session.class::cast);
    }

    private InetSocketAddress address() {
        try {
            return new InetSocketAddress(
                    InetAddress.getByName(url.getHost()), url.getPort() < 0 ? HTTP_PORT : url.getPort());
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }

    /** Takes a connection out of use on which nothing came for too long; what is under way on it may go on. */
    void replaceIfSilent(Session silent) {
        if (wire.silentNanos() >= responseTimeout.toNanos()) {
            replace(silent);
            silent.close(0, "silent", Callback.NOOP);
        }
    }

    private synchronized void replace(Session ended) {
        if (connection != null
                && connection.isDone()
                && !connection.isCompletedExceptionally()
                && connection.join() == ended) {
            connection = null;
        }
    }

    @Override
    public void close() {
        try {
            client.stop();
        } catch (Exception e) {
            throw new IllegalStateException("HTTP/2 cannot be stopped", e);
        }
    }

    /** No exchange begins on a connection that the cloud is about to end. */
    private final class SessionEndListener implements Session.Listener {

        @Override
        public void onGoAway(Session session, GoAwayFrame frame) {
            replace(session);
        }

        @Override
        public void onClose(Session session, GoAwayFrame frame, Callback callback) {
            replace(session);
            callback.succeeded();
        }

        @Override
        public void onFailure(Session session, Throwable failure, Callback callback) {
            replace(session);
            callback.succeeded();
        }
    }
}
