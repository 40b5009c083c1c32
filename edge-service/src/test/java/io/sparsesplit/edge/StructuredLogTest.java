package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sparsesplit.service.SmallModel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A process of its own, for a log belongs to a process. */
class StructuredLogTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String KEY = "a-key-that-nobody-is-to-read";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void everyLineIsAnEcsObjectWithItsTraceAndWithoutSecrets() throws IOException, InterruptedException {
        SmallModel.publish(folder.resolve("models"), 1);
        Process edge = edge();
        try {
            String url = url();
            String traceId = JSON.readTree(http.send(
                                    request(url + "/infer?policy=local-only")
                                            .header("Content-Type", "image/png")
                                            .POST(BodyPublishers.ofByteArray(Pictures.png(1)))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body())
                    .path("traceId")
                    .asString();
            int managed = http.send(
                            request(url + "/management/controller/pin?offset=-0.1")
                                    .header("Authorization", "Bearer " + KEY)
                                    .POST(BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.ofString())
                    .statusCode();

            await().atMost(PATIENCE).until(() -> log().contains("/management/controller/pin"));
            edge.destroy();
            assertThat(edge.waitFor(30, TimeUnit.SECONDS)).isTrue();

            assertThat(managed).as("the key was used").isEqualTo(200);
            assertThat(log()).doesNotContain(KEY, "webhook-signing-key");
            List<JsonNode> lines = log().lines().map(JSON::readTree).toList();
            assertThat(lines)
                    .hasSizeGreaterThan(2)
                    .allMatch(line -> line.has("@timestamp")
                            && line.path("log").path("level").isString()
                            && line.path("message").isString()
                            && line.at("/service/name").asString().equals("sparsesplit-edge"));
            assertThat(lines)
                    .filteredOn(line -> line.path("message").asString().contains("/infer?policy=local-only"))
                    .isNotEmpty()
                    .allMatch(line -> line.path("trace.id").asString().equals(traceId)
                            && line.path("span.id").asString().matches("[0-9a-f]{16}"));
        } finally {
            edge.destroyForcibly().waitFor();
        }
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20));
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    private Process edge() throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EdgeApplication.class.getName(),
                        "--server.port=0",
                        "--logging.structured.format.console=ecs",
                        "--logging.level.io.sparsesplit=debug",
                        "--logging.level.org.springframework.web.servlet.DispatcherServlet=debug",
                        "--sparsesplit.tracing.enabled=true",
                        "--sparsesplit.tracing.probability=0",
                        "--sparsesplit.management.key=" + KEY,
                        "--sparsesplit.outbox.webhook.key=webhook-signing-key",
                        "--sparsesplit.controller.objective=deadline",
                        "--sparsesplit.model.repository=" + folder.resolve("models"),
                        "--sparsesplit.model.name=" + SmallModel.NAME))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    /** What its one line says. */
    private String url() throws IOException {
        Pattern line = Pattern.compile("POST (http://127\\.0\\.0\\.1:\\d+)/infer");
        await().atMost(PATIENCE).until(() -> line.matcher(log()).find());
        Matcher found = line.matcher(log());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }
}
