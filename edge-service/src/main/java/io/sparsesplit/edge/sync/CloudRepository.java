package io.sparsesplit.edge.sync;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.sparsesplit.service.ModelListing;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The repository of the cloud, over connections of its own: a model on its way must not keep an image waiting, and its bytes
 * are not those of images.
 */
@Component
public class CloudRepository implements AutoCloseable {

    /** Thousands of versions. */
    private static final int MAX_LISTING_BYTES = 4 << 20;

    private final HttpHost host;
    private final CloseableHttpClient http;
    private final JsonMapper json;

    CloudRepository(PullProperties properties, JsonMapper json) {
        this.host = HttpHost.create(URI.create(properties.url()));
        // A list with holes is none.
        this.json = json.rebuild()
                .enable(
                        DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                        DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .changeDefaultNullHandling(nulls -> JsonSetter.Value.forContentNulls(Nulls.FAIL))
                .build();
        this.http = HttpClientBuilder.create()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(2)
                        .setMaxConnPerRoute(2)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(properties.connectTimeout()))
                                .setSocketTimeout(Timeout.of(properties.responseTimeout()))
                                .setIdleTimeout(Timeout.ofSeconds(30))
                                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.of(properties.connectTimeout()))
                        .setResponseTimeout(Timeout.of(properties.responseTimeout()))
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableRedirectHandling()
                .build();
    }

    /**
     * What the cloud has.
     *
     * @throws IOException when it cannot be reached, or what it answers is no such list
     */
    public ModelListing list() throws IOException {
        try (ClassicHttpResponse response = get(ModelListing.PATH, 0)) {
            requireStatus(response, HttpStatus.SC_OK);
            try (InputStream body = content(response)) {
                byte[] bytes = body.readNBytes(MAX_LISTING_BYTES + 1);
                if (bytes.length > MAX_LISTING_BYTES) {
                    throw new PullException(
                            PullOutcome.CORRUPT,
                            "the cloud's list of models has more than %d bytes".formatted(MAX_LISTING_BYTES));
                }
                return json.readValue(bytes, ModelListing.class);
            }
        } catch (JacksonException e) {
            throw new PullException(
                    PullOutcome.CORRUPT, "the cloud's list of models cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    /** What becomes of the bytes of a file. */
    interface Sink {

        /**
         * Takes them.
         *
         * @param start of the first of them in the file: what was asked for, or 0 when the cloud sends all of it
         */
        void accept(long start, InputStream bytes) throws IOException;
    }

    /**
     * Fetches a file from some byte on.
     *
     * @throws IOException when the cloud does not send it
     */
    void fetch(ModelListing.Version version, ModelListing.File file, long start, Sink sink) throws IOException {
        String path = "%s/%s/%s/%s".formatted(ModelListing.PATH, version.name(), version.version(), file.name());
        try (ClassicHttpResponse response = get(path, start)) {
            boolean resumed = start > 0 && response.getCode() == HttpStatus.SC_PARTIAL_CONTENT;
            if (resumed) {
                requireRange(response, start, file.bytes());
            } else {
                requireStatus(response, HttpStatus.SC_OK);
            }
            try (InputStream body = content(response)) {
                sink.accept(resumed ? start : 0, body);
            }
        }
    }

    private ClassicHttpResponse get(String path, long start) throws IOException {
        HttpGet request = new HttpGet(path);
        if (start > 0) {
            request.setHeader(HttpHeaders.RANGE, "bytes=" + start + "-");
        }
        return http.executeOpen(host, request, null);
    }

    private static InputStream content(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        return entity == null ? InputStream.nullInputStream() : entity.getContent();
    }

    private static void requireStatus(ClassicHttpResponse response, int status) throws PullException {
        if (response.getCode() != status) {
            throw new PullException(
                    PullOutcome.UNREACHABLE, "the cloud's repository answered with status " + response.getCode());
        }
    }

    private static void requireRange(ClassicHttpResponse response, long start, long length) throws PullException {
        String expected = "bytes %d-%d/%d".formatted(start, length - 1, length);
        String range = response.containsHeader(HttpHeaders.CONTENT_RANGE)
                ? response.getFirstHeader(HttpHeaders.CONTENT_RANGE).getValue()
                : "none";
        if (!range.equals(expected)) {
            throw new PullException(
                    PullOutcome.CORRUPT, "the cloud sent the range '%s', not '%s'".formatted(range, expected));
        }
    }

    @Override
    public void close() {
        http.close(CloseMode.IMMEDIATE);
    }
}
