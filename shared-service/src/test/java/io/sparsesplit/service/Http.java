package io.sparsesplit.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of a service under test. */
public final class Http {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(30))
            .build();

    private final int port;
    private final String root;

    public Http(ConfigurableApplicationContext service) {
        this.port = Integer.parseInt(service.getEnvironment().getRequiredProperty("local.server.port"));
        this.root = "http://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** An answer of any kind. */
    public record Reply(int status, String contentType, String text, HttpResponse<byte[]> response) {

        public byte[] bytes() {
            return response.body();
        }

        public JsonNode json() {
            return JSON.readTree(text);
        }

        /** Last part of a problem's type. */
        public String problem() {
            if (!contentType.equals("application/problem+json")) {
                return "not a problem but " + contentType + ": " + text;
            }
            return json().path("type").asString().replace("urn:sparsesplit:problem:", "");
        }

        public String detail() {
            return json().path("detail").asString();
        }
    }

    public Reply get(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(root + path)).GET();
        return send(headers.length > 0 ? request.headers(headers) : request);
    }

    /** A meter as Prometheus reads it. */
    public double metric(String series) {
        return get("/actuator/prometheus")
                .text()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + series));
    }

    public Reply post(String path, String contentType, byte[] body, String... headers) {
        return post(path, contentType, BodyPublishers.ofByteArray(body), headers);
    }

    public Reply post(String path, String contentType, BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(root + path)).POST(body);
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    public Reply send(String method, String path) {
        return send(method, path, "");
    }

    /** With a body, unless it is empty, of no Content-Type. */
    public Reply send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private static Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response =
                    CLIENT.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofByteArray());
            return new Reply(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    new String(response.body(), StandardCharsets.UTF_8),
                    response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
