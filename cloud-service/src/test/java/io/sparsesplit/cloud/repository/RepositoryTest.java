package io.sparsesplit.cloud.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.cloud.CloudApplication;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.service.Http;
import io.sparsesplit.service.Http.Reply;
import io.sparsesplit.service.SmallModel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** What an edge needs to fetch a model, over HTTP. */
class RepositoryTest {

    private static final String FOLDER = "/models/small/3.1.0/";

    @TempDir
    private static Path repository;

    private static ConfigurableApplicationContext service;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static Http http;

    @BeforeAll
    static void start() throws IOException {
        SmallModel.publish(repository, 1);
        SmallModel.publish(repository, 2, "3.2.0");
        // A version that is incomplete, and a folder of something else.
        SmallModel.publish(repository, 3, "3.3.0");
        Files.write(repository.resolve("small/3.3.0/head.safetensors"), new byte[10]);
        Files.createDirectories(repository.resolve("small/.incoming-3.4.0"));
        service = CloudApplication.start(
                "--server.port=0",
                "--sparsesplit.model.repository=" + repository,
                "--sparsesplit.model.name=" + SmallModel.NAME);
        http = new Http(service);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void theListSaysWhatEdgesCanFetchAndWhatIsCompletedHere() throws Exception {
        Reply reply = http.get("/models");

        assertThat(reply.status()).isEqualTo(200);
        JsonNode models = reply.json().path("models");
        assertThat(models.findValuesAsString("version")).containsExactly("3.1.0", "3.2.0");
        JsonNode first = models.path(0);
        String fingerprint = new ModelRepository(repository)
                .loadCloud(SmallModel.NAME, "3.1.0")
                .fingerprint()
                .toString();
        assertThat(first.path("name").asString()).isEqualTo("small");
        assertThat(first.path("fingerprint").asString()).isEqualTo(fingerprint);
        assertThat(first.path("held").asBoolean()).isTrue();
        assertThat(models.path(1).path("held").asBoolean()).isFalse();
        assertThat(reply.json().path("held").path(0).asString()).isEqualTo(fingerprint);
        assertThat(first.path("files").findValuesAsString("name")).containsExactly("model.json", "head.safetensors");
        for (JsonNode file : first.path("files")) {
            byte[] bytes = onDisk(file.path("name").asString());
            assertThat(file.path("bytes").asLong()).isEqualTo(bytes.length);
            assertThat(file.path("sha256").asString()).isEqualTo(sha256(bytes));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.json", "head.safetensors"})
    void aFileIsSentAsItLiesOnTheDiskUnderTheNameOfItsDigest(String name) throws Exception {
        byte[] bytes = onDisk(name);

        HttpResponse<byte[]> response = send("GET", FOLDER + name);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(bytes);
        assertThat(response.headers().firstValue("ETag")).hasValue('"' + sha256(bytes) + '"');
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("max-age=31536000, public, immutable");
        assertThat(response.headers().firstValue("Accept-Ranges")).hasValue("bytes");
        assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(bytes.length);
    }

    @Test
    void whoHasAFileIsNotSentItAgain() throws Exception {
        String etag = '"' + sha256(onDisk("head.safetensors")) + '"';

        HttpResponse<byte[]> same = send("GET", FOLDER + "head.safetensors", "If-None-Match", etag);
        HttpResponse<byte[]> other = send("GET", FOLDER + "head.safetensors", "If-None-Match", "\"0\"");

        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.headers().firstValue("ETag")).hasValue(etag);
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0-9", "100-", "100-199", "-50"})
    void aPartOfAFileIsSent(String range) throws Exception {
        byte[] bytes = onDisk("head.safetensors");
        int from = range.startsWith("-") ? bytes.length - 50 : Integer.parseInt(range.substring(0, range.indexOf('-')));
        int to = range.matches("\\d+-\\d+")
                ? Integer.parseInt(range.substring(range.indexOf('-') + 1)) + 1
                : bytes.length;

        HttpResponse<byte[]> response = send("GET", FOLDER + "head.safetensors", "Range", "bytes=" + range);

        assertThat(response.statusCode()).isEqualTo(206);
        assertThat(response.body()).isEqualTo(Arrays.copyOfRange(bytes, from, to));
        assertThat(response.headers().firstValue("Content-Range"))
                .hasValue("bytes %d-%d/%d".formatted(from, to - 1, bytes.length));
    }

    @Test
    void aPartBehindTheEndIsRefused() throws Exception {
        int length = onDisk("head.safetensors").length;

        for (String range : List.of(length + "-", "7-3", "x", "0-0,".repeat(101) + "0-0")) {
            HttpResponse<byte[]> response = send("GET", FOLDER + "head.safetensors", "Range", "bytes=" + range);

            assertThat(response.statusCode()).isEqualTo(416);
            assertThat(response.headers().firstValue("Content-Range")).hasValue("bytes */" + length);
            assertThat(response.body()).isEmpty();
        }
    }

    @Test
    void aHeadRequestSaysHowLongAFileIs() throws Exception {
        byte[] bytes = onDisk("head.safetensors");

        HttpResponse<byte[]> response = send("HEAD", FOLDER + "head.safetensors");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(bytes.length);
        assertThat(response.headers().firstValue("ETag")).hasValue('"' + sha256(bytes) + '"');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/models/small/9.9.9/model.json",
                "/models/other/3.1.0/model.json",
                "/models/small/3.3.0/head.safetensors",
                "/models/small/.incoming-3.4.0/model.json",
                "/models/small/SMALL/model.json",
                "/models/small/3.1.0%00/model.json",
                "/models/..;/3.1.0/model.json"
            })
    void whatIsNotOfferedIsNotFound(String path) throws Exception {
        assertThat(send("GET", path).statusCode()).isIn(400, 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/models/small/3.1.0/tail.safetensors",
                "/models/small/3.1.0/../../../etc/passwd",
                "/models/small/../small/3.1.0/tail.safetensors",
                "/models/small/3.1.0/%2e%2e/%2e%2e/x",
                "/models/small/3.1.0/..%2f3.1.0%2ftail.safetensors"
            })
    void nothingButManifestAndHeadLeavesTheRepository(String path) throws Exception {
        assertThat(send("GET", path).statusCode()).isIn(400, 404);
    }

    @Test
    void aVersionThatIsNotThereIsAProblem() {
        Reply reply = http.get("/models/small/9.9.9/model.json");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.problem()).isEqualTo("unknown-model");
        assertThat(reply.detail())
                .isEqualTo("There is no such version of a model here: GET /models lists what there is.");
    }

    @Test
    void everyPathIsDocumented() {
        JsonNode paths = http.get("/v3/api-docs").json().path("paths");

        assertThat(paths.propertyNames())
                .contains(
                        "/models", "/models/{name}/{version}/model.json", "/models/{name}/{version}/head.safetensors");
    }

    private static byte[] onDisk(String name) throws IOException {
        return Files.readAllBytes(repository.resolve("small/3.1.0").resolve(name));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static HttpResponse<byte[]> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + service.getEnvironment().getRequiredProperty("local.server.port") + path))
                .method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    }
}
