package io.sparsesplit.edge.sync;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.sparsesplit.edge.transport.JettyClients;
import io.sparsesplit.service.catalog.ModelListing;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
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

    /** Length of the longest list in bytes, which has room for thousands of versions. */
    private static final int MAX_LISTING_BYTES = 4 << 20;

    private static final int CONNECTIONS = 2;
    private static final int THREADS = 8;

    private final URI url;
    private final Duration connectTimeout;
    private final Duration responseTimeout;
    private final HttpClient http;
    private final JsonMapper json;

    CloudRepository(PullProperties properties, JsonMapper json) {
        this.url = URI.create(properties.url());
        this.connectTimeout = properties.connectTimeout();
        this.responseTimeout = properties.responseTimeout();
        // A list with holes is none.
        this.json = json.rebuild()
                .enable(
                        DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                        DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .changeDefaultNullHandling(nulls -> JsonSetter.Value.forContentNulls(Nulls.FAIL))
                .build();
        this.http = client(properties);
    }

    private static HttpClient client(PullProperties properties) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
        threads.setName("cloud-repository");
        threads.setDaemon(true);
        HttpClient http = new HttpClient();
        http.setExecutor(threads);
        JettyClients.start(http, CONNECTIONS, properties.connectTimeout(), properties.responseTimeout());
        return http;
    }

    /**
     * Returns the versions that the cloud has.
     *
     * @throws IOException when it cannot be reached, or what it answers is no such list
     */
    public ModelListing list() throws IOException {
        try (Answer response = get(ModelListing.PATH, 0)) {
            requireStatus(response, HttpStatus.OK_200);
            byte[] bytes = response.body().readNBytes(MAX_LISTING_BYTES + 1);
            if (bytes.length > MAX_LISTING_BYTES) {
                throw new PullException(
                        PullOutcome.CORRUPT,
                        "the cloud's list of models has more than %d bytes".formatted(MAX_LISTING_BYTES));
            }
            return json.readValue(bytes, ModelListing.class);
        } catch (JacksonException e) {
            throw new PullException(
                    PullOutcome.CORRUPT, "the cloud's list of models cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    /** Takes the bytes of a file. */
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
        try (Answer response = get(path, start)) {
            boolean resumed = start > 0 && response.status() == HttpStatus.PARTIAL_CONTENT_206;
            if (resumed) {
                requireRange(response, start, file.bytes());
            } else {
                requireStatus(response, HttpStatus.OK_200);
            }
            sink.accept(resumed ? start : 0, response.body());
        }
    }

    private Answer get(String path, long start) throws IOException {
        Request request =
                http.newRequest(url.resolve(path)).idleTimeout(responseTimeout.toMillis(), TimeUnit.MILLISECONDS);
        if (start > 0) {
            request.headers(headers -> headers.put(HttpHeader.RANGE, "bytes=" + start + "-"));
        }
        InputStreamResponseListener listener = new InputStreamResponseListener();
        request.send(listener);
        try {
            Response response =
                    listener.get(connectTimeout.plus(responseTimeout).toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(
                    response.getStatus(),
                    response.getHeaders().get(HttpHeader.CONTENT_RANGE),
                    listener.getInputStream());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (TimeoutException e) {
            CompletableFuture<Boolean> unused = request.abort(e);
            throw new SocketTimeoutException("the cloud's repository did not answer in time");
        } catch (InterruptedException e) {
            CompletableFuture<Boolean> unused = request.abort(e);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the cloud's repository");
        }
    }

    /**
     * An answer whose body is still to be read.
     *
     * @param range header {@code Content-Range}; null when there is none
     */
    private record Answer(int status, @Nullable String range, InputStream body) implements AutoCloseable {

        /** Ends the download; what was not read does not come any more. */
        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    private static void requireStatus(Answer response, int status) throws PullException {
        if (response.status() != status) {
            throw new PullException(
                    PullOutcome.UNREACHABLE, "the cloud's repository answered with status " + response.status());
        }
    }

    private static void requireRange(Answer response, long start, long length) throws PullException {
        String expected = "bytes %d-%d/%d".formatted(start, length - 1, length);
        String range = response.range() == null ? "none" : response.range();
        if (!range.equals(expected)) {
            throw new PullException(
                    PullOutcome.CORRUPT, "the cloud sent the range '%s', not '%s'".formatted(range, expected));
        }
    }

    @Override
    public void close() {
        JettyClients.stop(http);
    }
}
