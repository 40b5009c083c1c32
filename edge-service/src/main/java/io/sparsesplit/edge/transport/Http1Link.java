package io.sparsesplit.edge.transport;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpOptions;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1: a pool of connections, each with one exchange at a time. */
public final class Http1Link implements Link {

    /** Shorter than servers usually keep an idle connection, so that it is rarely found closed. */
    private static final TimeValue IDLE = TimeValue.ofSeconds(30);

    private final HttpHost host;
    private final PoolingHttpClientConnectionManager pool;
    private final CloseableHttpClient http;

    /**
     * A link without connections yet.
     *
     * @param url scheme, host and port
     * @param connectTimeout for a connection to be made, or to become free
     * @param responseTimeout between any two bytes of an answer
     * @param maxConnections most connections
     */
    public Http1Link(URI url, Duration connectTimeout, Duration responseTimeout, int maxConnections) {
        host = HttpHost.create(url);
        pool = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(maxConnections)
                .setMaxConnPerRoute(maxConnections)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(connectTimeout))
                        .setSocketTimeout(Timeout.of(responseTimeout))
                        .setIdleTimeout(Timeout.of(IDLE.toDuration()))
                        // Looking for a connection's end before each use costs a millisecond; trying again costs less.
                        .setValidateAfterInactivity(TimeValue.NEG_ONE_MILLISECOND)
                        .build())
                .build();
        http = HttpClientBuilder.create()
                .setConnectionManager(pool)
                .setRequestExecutor(new Metering())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.of(connectTimeout))
                        .setResponseTimeout(Timeout.of(responseTimeout))
                        .setProtocolUpgradeEnabled(false)
                        .build())
                // Connections are kept alive by default since HTTP/1.1: to say so costs 70 bytes, there and back.
                .addRequestInterceptorLast((request, entity, context) -> request.removeHeaders(HttpHeaders.CONNECTION))
                .disableDefaultUserAgent()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableRedirectHandling()
                .disableConnectionState()
                .build();
    }

    @Override
    public Exchange exchange(Post post) {
        return new Http1Exchange(this, post);
    }

    /**
     * Sends a request.
     *
     * @param meter is told which connection was used
     * @return to be closed; while its body was not read to the end, that closes the connection as well
     */
    ClassicHttpResponse send(ClassicHttpRequest request, Meter meter) throws IOException {
        HttpClientContext context = HttpClientContext.create();
        context.setAttribute(Meter.class.getName(), meter);
        return http.executeOpen(host, request, context);
    }

    @Override
    public void warmUp(String path) throws IOException {
        try (ClassicHttpResponse response = send(new HttpOptions(path), new Meter())) {
            // Only read to its end does it leave the connection in the pool.
            EntityUtils.consume(response.getEntity());
        }
    }

    /** Closes the connections that are not in use: when one was found closed by the cloud, the others will be, too. */
    void closeIdle() {
        pool.closeIdle(TimeValue.ZERO_MILLISECONDS);
    }

    @Override
    public void close() {
        http.close(CloseMode.IMMEDIATE);
    }

    /** Shows each exchange's meter the connection before anything is sent. */
    private static final class Metering extends HttpRequestExecutor {

        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                @Nullable HttpResponseInformationCallback callback,
                HttpContext context)
                throws IOException, HttpException {
            Meter meter = (Meter) context.getAttribute(Meter.class.getName());
            meter.start(connection.getEndpointDetails());
            ClassicHttpResponse response = super.execute(request, connection, callback, context);
            meter.stopAtEndOf(response);
            return response;
        }
    }
}
