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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A process of its own, ended by {@code kill -9}: what it had answered with 202 is refined by the next one. */
@ExtendWith(Rig.Shared.class)
class KilledEdgeTest {

    private static final Duration START = Duration.ofSeconds(90);
    private static final JsonMapper JSON = new JsonMapper();

    private final Rig rig;
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    KilledEdgeTest(Rig rig) {
        this.rig = rig;
    }

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void whatAKilledEdgeHadAcceptedIsRefined() throws IOException, InterruptedException {
        SmallModel.publish(folder.resolve("models"), 1);
        Set<String> ids = new HashSet<>();
        rig.proxy.refuse();
        Process killed = edge("first.log");
        try {
            String url = url("first.log");
            for (int i = 0; i < 20; i++) {
                JsonNode answer = JSON.readTree(http.send(
                                HttpRequest.newBuilder(URI.create(url + "/infer?policy=split"))
                                        .header("Content-Type", "image/png")
                                        .header("Prefer", "respond-async")
                                        .POST(BodyPublishers.ofByteArray(Pictures.png(i)))
                                        .build(),
                                BodyHandlers.ofString())
                        .body());
                assertThat(answer.path("reason").asString()).isEqualTo("queued");
                ids.add(answer.path("id").asString());
            }
        } finally {
            killed.destroyForcibly().waitFor();
            rig.proxy.listenAgain();
        }

        Process next = edge("second.log");
        try {
            String url = url("second.log");
            for (String id : ids) {
                await().atMost(START)
                        .until(() -> JSON.readTree(get(url + "/inferences/" + id))
                                .path("state")
                                .asString()
                                .equals("refined"));
            }
            assertThat(ids).hasSize(20);
            assertThat(get(url + "/actuator/prometheus"))
                    .contains("sparsesplit_outbox_pending 0.0")
                    .contains("sparsesplit_outbox_refinements_total{outcome=\"failed\"} 0.0");
        } finally {
            next.destroyForcibly().waitFor();
        }
    }

    private String get(String url) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }

    private Process edge(String log) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EdgeApplication.class.getName(),
                        "--server.port=0",
                        "--sparsesplit.model.repository=" + folder.resolve("models"),
                        "--sparsesplit.model.name=" + SmallModel.NAME,
                        "--sparsesplit.cloud.url=http://127.0.0.1:" + rig.proxy.port(),
                        "--sparsesplit.outbox.enabled=true",
                        "--sparsesplit.outbox.path=" + folder.resolve("data/outbox.db"),
                        "--sparsesplit.outbox.retry-max=1s"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile())
                .start();
    }

    /** What its one line says. */
    private String url(String log) {
        Pattern line = Pattern.compile("POST (http://127\\.0\\.0\\.1:\\d+)/infer");
        await().atMost(START)
                .until(() -> line.matcher(Files.readString(folder.resolve(log))).find());
        try {
            Matcher found = line.matcher(Files.readString(folder.resolve(log)));
            return found.find() ? found.group(1) : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
