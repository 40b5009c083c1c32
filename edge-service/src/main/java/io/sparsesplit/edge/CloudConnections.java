package io.sparsesplit.edge;

import java.io.IOException;
import java.net.URI;
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
import org.springframework.stereotype.Component;

/** The pool of connections to the cloud: bounded, and with as few header bytes per request as HTTP allows. */
@Component
class CloudConnections implements AutoCloseable {

    /** Shorter than servers usually keep an idle connection, so that it is rarely found closed. */
    private static final TimeValue IDLE = TimeValue.ofSeconds(30);

    private final HttpHost host;
    private final PoolingHttpClientConnectionManager pool;
    private final CloseableHttpClient http;

    CloudConnections(CloudProperties properties) {
        host = HttpHost.create(URI.create(properties.url()));
        pool = PoolingHttpClientConnectionManagerBuilder.create()
                // And one for the outbox, so that images that are waited for never wait for it.
                .setMaxConnTotal(properties.maxConcurrentCalls() + 1)
                .setMaxConnPerRoute(properties.maxConcurrentCalls() + 1)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(properties.connectTimeout()))
                        .setSocketTimeout(Timeout.of(properties.responseTimeout()))
                        .setIdleTimeout(Timeout.of(IDLE.toDuration()))
                        // Looking for a connection's end before each use costs a millisecond; trying again costs less.
                        .setValidateAfterInactivity(TimeValue.NEG_ONE_MILLISECOND)
                        .build())
                .build();
        http = HttpClientBuilder.create()
                .setConnectionManager(pool)
                .setRequestExecutor(new Metering())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.of(properties.connectTimeout()))
                        .setResponseTimeout(Timeout.of(properties.responseTimeout()))
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

    /**
     * Asks the cloud what it allows: loads this machine's HTTP client and makes a connection, so that the first image need
     * not wait for either. The cloud completes nothing, and counts nothing.
     *
     * @throws IOException when it cannot be reached, which does not matter yet
     */
    void warmUp() throws IOException {
        try (ClassicHttpResponse response = send(new HttpOptions(CloudExchange.PATH), new Meter())) {
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
