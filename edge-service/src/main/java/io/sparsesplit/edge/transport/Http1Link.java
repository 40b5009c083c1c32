package io.sparsesplit.edge.transport;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.ConnectionPool;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;

/** HTTP/1.1: a pool of connections, each with one exchange at a time. */
public final class Http1Link implements Link {

    /** Idle timeout of a request, longer than any that can be set, since exchanges have timeouts of their own. */
    private static final long NEVER_MINUTES = 10;

    private static final int MAX_WARM_UP_ANSWER = 1 << 16;

    private final URI url;
    private final Duration connectTimeout;
    private final Duration responseTimeout;
    private final HttpClient http;

    /**
     * A link without connections yet.
     *
     * @param url scheme, host and port
     * @param connectTimeout for a connection to be made, or to become free
     * @param responseTimeout between any two bytes of an answer
     * @param maxConnections most connections
     */
    public Http1Link(URI url, Duration connectTimeout, Duration responseTimeout, int maxConnections) {
        this.url = url;
        this.connectTimeout = connectTimeout;
        this.responseTimeout = responseTimeout;
        MeteredConnector connector = new MeteredConnector("cloud-http1", connectTimeout, Wire::new);
        this.http = new HttpClient(new HttpClientTransportOverHTTP(connector));
        JettyClients.start(http, maxConnections, connectTimeout, connector.getIdleTimeout());
    }

    @Override
    public Exchange exchange(Post post) {
        return new Http1Exchange(this, () -> request(post), post.maxAnswer());
    }

    private Request request(Post post) {
        return request(HttpMethod.POST, post.path())
                .headers(headers -> {
                    headers.put(HttpHeader.ACCEPT, post.accept());
                    if (post.traceparent() != null) {
                        headers.put("traceparent", post.traceparent());
                    }
                })
                .body(new BytesRequestContent(post.contentType(), post.body()));
    }

    private Request request(HttpMethod method, String path) {
        return http.newRequest(url.resolve(path)).method(method).idleTimeout(NEVER_MINUTES, TimeUnit.MINUTES);
    }

    @Override
    public void warmUp(String path) throws IOException {
        new Http1Exchange(this, () -> request(HttpMethod.OPTIONS, path), MAX_WARM_UP_ANSWER).send();
    }

    Duration connectTimeout() {
        return connectTimeout;
    }

    Duration responseTimeout() {
        return responseTimeout;
    }

    /** Closes the connections that are not in use: when one was found closed by the cloud, the others will be, too. */
    void closeIdle() {
        for (Destination destination : http.getDestinations()) {
            ConnectionPool pool = destination.getConnectionPool();
            for (Connection idle = pool.acquire(false); idle != null; idle = pool.acquire(false)) {
                idle.close();
            }
        }
    }

    @Override
    public void close() {
        JettyClients.stop(http);
    }
}
