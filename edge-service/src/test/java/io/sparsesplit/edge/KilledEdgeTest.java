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
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A process of its own, ended by {@code kill -9}: what it had answered with 202 is refined by the next one. */
@ExtendWith(ServicePair.Shared.class)
class KilledEdgeTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final JsonMapper JSON = new JsonMapper();

    private final ServicePair pair;
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    KilledEdgeTest(ServicePair pair) {
        this.pair = pair;
    }

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void whatAKilledEdgeHadAcceptedIsRefined() throws IOException, InterruptedException {
        SmallModel.publish(folder.resolve("models"), 1);
        Set<String> ids = new HashSet<>();
        pair.proxy.refuse();
        try (EdgeProcess killed = edge("first.log")) {
            String url = killed.url();
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
            pair.proxy.listenAgain();
        }

        try (EdgeProcess next = edge("second.log")) {
            String url = next.url();
            for (String id : ids) {
                await().atMost(PATIENCE)
                        .until(() -> JSON.readTree(get(url + "/inferences/" + id))
                                .path("state")
                                .asString()
                                .equals("refined"));
            }
            assertThat(ids).hasSize(20);
            assertThat(get(url + "/actuator/prometheus"))
                    .contains("sparsesplit_outbox_pending 0.0")
                    .contains("sparsesplit_outbox_refinements_total{outcome=\"failed\"} 0.0");
        }
    }

    private String get(String url) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }

    private EdgeProcess edge(String log) throws IOException {
        return new EdgeProcess(
                folder.resolve(log),
                "--sparsesplit.model.repository=" + folder.resolve("models"),
                "--sparsesplit.model.name=" + SmallModel.NAME,
                "--sparsesplit.cloud.url=http://127.0.0.1:" + pair.proxy.port(),
                "--sparsesplit.outbox.enabled=true",
                "--sparsesplit.outbox.path=" + folder.resolve("data/outbox.db"),
                "--sparsesplit.outbox.retry-max=1s");
    }
}
