package io.sparsesplit.trainer.edge;

import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.image.ImageFormat;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to a running edge. Immutable and safe to share between threads. */
public final class EdgeClient {

    private static final String UNKNOWN = "application/octet-stream";

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int OK = 200;
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final URI url;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    /**
     * A client.
     *
     * @param url scheme, host and port
     * @throws IllegalArgumentException when it is not that
     */
    public EdgeClient(URI url) {
        if (url.getScheme() == null || !url.getScheme().matches("https?") || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "%s is not the URL of an edge: write scheme, host and port, for example http://127.0.0.1:8080"
                            .formatted(url));
        }
        this.url = URI.create(url.toString().replaceFirst("/*$", "/"));
    }

    public URI url() {
        return url;
    }

    /**
     * Lets the edge classify an image.
     *
     * @param codec for the features that travel, if any do; null for the model's standard
     * @throws EdgeException when it answers with an error
     * @throws IOException when it does not answer
     */
    public Answer infer(byte[] image, Policy policy, @Nullable Codec codec) throws IOException, InterruptedException {
        HttpRequest request = request("infer?policy=" + policy + (codec == null ? "" : "&codec=" + codec))
                .header(
                        "Content-Type",
                        ImageFormat.of(image).map(ImageFormat::mediaType).orElse(UNKNOWN))
                .POST(BodyPublishers.ofByteArray(image))
                .build();
        JsonNode answer = read(send(request), JsonNode.class);
        try {
            Answer read = JSON.treeToValue(answer, Answer.class);
            return AnswerReader.isExplained(answer) ? read.with(AnswerReader.explained(answer)) : read;
        } catch (JacksonException e) {
            throw foreign(e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            throw foreign(e.getMessage());
        }
    }

    /**
     * What the edge counted.
     *
     * @throws EdgeException when it answers with an error
     * @throws IOException when it does not answer
     */
    public EdgeTotals totals() throws IOException, InterruptedException {
        return read(send(request("actuator/inference").GET().build()), EdgeTotals.class);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).timeout(TIMEOUT);
    }

    private byte[] send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() != OK) {
            throw new EdgeException(
                    response.statusCode(), "status %d%s".formatted(response.statusCode(), detail(response.body())));
        }
        return response.body();
    }

    private static <T> T read(byte[] body, Class<T> type) throws EdgeException {
        try {
            return JSON.readValue(body, type);
        } catch (JacksonException e) {
            throw foreign(e.getOriginalMessage());
        }
    }

    private static EdgeException foreign(@Nullable String why) {
        return new EdgeException(OK, "an answer that is not the edge's: " + why);
    }

    /** What a problem detail (RFC 9457) says, if it is one. */
    private static String detail(byte[] body) {
        try {
            JsonNode detail = JSON.readTree(body).path("detail");
            return detail.isString() ? ": " + detail.stringValue() : "";
        } catch (JacksonException e) {
            return "";
        }
    }
}
