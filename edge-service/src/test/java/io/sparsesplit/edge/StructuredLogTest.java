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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A process of its own, for a log belongs to a process. */
class StructuredLogTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String KEY = "a-key-that-nobody-is-to-read";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 12, unit = TimeUnit.MINUTES)
    void everyLineIsAnEcsObjectWithItsTraceAndWithoutSecrets() throws IOException, InterruptedException {
        SmallModel.publish(folder.resolve("models"), 1);
        try (EdgeProcess edge = edge()) {
            String url = edge.url();
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

            await().atMost(PATIENCE).until(() -> edge.log().contains("/management/controller/pin"));
            edge.stop();

            assertThat(managed).as("the key was used").isEqualTo(200);
            assertThat(edge.log()).doesNotContain(KEY, "webhook-signing-key");
            List<JsonNode> lines = edge.log().lines().map(JSON::readTree).toList();
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
        }
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60));
    }

    private EdgeProcess edge() throws IOException {
        return new EdgeProcess(
                folder.resolve("log"),
                "--logging.structured.format.console=ecs",
                "--logging.level.io.sparsesplit=debug",
                "--logging.level.org.springframework.web.servlet.DispatcherServlet=debug",
                "--sparsesplit.tracing.enabled=true",
                "--sparsesplit.tracing.probability=0",
                "--sparsesplit.management.key=" + KEY,
                "--sparsesplit.outbox.webhook.key=webhook-signing-key",
                "--sparsesplit.controller.objective=deadline",
                "--sparsesplit.model.repository=" + folder.resolve("models"),
                "--sparsesplit.model.name=" + SmallModel.NAME);
    }
}
