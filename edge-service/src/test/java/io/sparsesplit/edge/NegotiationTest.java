package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sparsesplit.cloud.CloudApplication;
import io.sparsesplit.service.Http;
import io.sparsesplit.service.SmallModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Edge and cloud agree on a version that both have loaded, and new ones come by themselves. */
class NegotiationTest {

    private static final String KEY = "a-key-for-this-test-only";

    @TempDir
    private Path edgeModels;

    @TempDir
    private Path cloudModels;

    @Test
    void aVersionThatTheCloudLacksIsReplacedByOneThatBothHoldUntilTheCloudHasIt() throws IOException {
        SmallModel.publish(edgeModels, 1, "3.1.0");
        SmallModel.publish(edgeModels, 2, "3.2.0");
        SmallModel.publish(cloudModels, 1, "3.1.0");
        SmallModel.publish(cloudModels, 2, "3.2.0");
        try (ConfigurableApplicationContext cloud = cloud();
                FaultProxy proxy = new FaultProxy(ServicePair.port(cloud));
                ConfigurableApplicationContext edge = edge(
                        proxy,
                        "--sparsesplit.model.policy=latest-2",
                        "--sparsesplit.rollout.negotiation.retry-interval=100ms")) {
            Http http = new Http(edge);

            JsonNode first = split(http, "");
            JsonNode second = split(http, "");

            assertThat(first.at("/model/version").asString()).isEqualTo("3.2.0");
            assertThat(first.path("exit").asString()).isEqualTo("edge-fallback");
            assertThat(first.path("reason").asString()).isEqualTo("unknown-model");
            assertThat(second.at("/model/version").asString()).isEqualTo("3.1.0");
            assertThat(second.path("exit").asString()).isEqualTo("cloud");
            JsonNode state = http.get("/management/rollout").json();
            assertThat(state.at("/standard/version").asString()).isEqualTo("3.2.0");
            assertThat(state.at("/serving/version").asString()).isEqualTo("3.1.0");
            assertThat(state.at("/lacking/0/version").asString()).isEqualTo("3.2.0");
            assertThat(substituted(http)).isEqualTo("1.0");
            // Whoever insists on the version gets it, without the cloud.
            JsonNode insisted = split(http, "&version=3.2.0");
            assertThat(insisted.at("/model/version").asString()).isEqualTo("3.2.0");
            assertThat(insisted.path("reason").asString()).isEqualTo("unknown-model");
            assertThat(insisted.at("/bytes/sent").asInt()).isZero();

            assertThat(new Http(cloud)
                            .post(
                                    "/management/models/small/3.2.0/load",
                                    "",
                                    new byte[0],
                                    "Authorization",
                                    "Bearer " + KEY)
                            .status())
                    .isEqualTo(200);

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> split(http, "").at("/model/version").asString().equals("3.2.0"));
            assertThat(split(http, "").path("exit").asString()).isEqualTo("cloud");
            assertThat(http.get("/management/rollout").json().path("lacking")).isEmpty();
            assertThat(substituted(http)).isEqualTo("0.0");
        }
    }

    /** From a version that only the cloud has to one that answers everything here. */
    @Test
    void aNewVersionIsPulledTriedAndPromoted() throws IOException {
        SmallModel.publish(edgeModels, 1, "3.1.0");
        SmallModel.publish(cloudModels, 1, "3.1.0");
        try (ConfigurableApplicationContext cloud = cloud("--sparsesplit.model.policy=latest-2");
                FaultProxy proxy = new FaultProxy(ServicePair.port(cloud));
                ConfigurableApplicationContext edge = edge(
                        proxy,
                        "--sparsesplit.model.version=3.1.0",
                        "--sparsesplit.rollout.pull.enabled=true",
                        "--sparsesplit.rollout.pull.interval=100ms",
                        "--sparsesplit.rollout.pull.min-free=0B")) {
            Http http = new Http(edge);
            SmallModel.publish(cloudModels, 2, "3.2.0");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> new Http(cloud)
                                    .get("/models")
                                    .json()
                                    .at("/models/1/held")
                                    .asBoolean()
                            && Files.exists(edgeModels.resolve("small/3.2.0")));
            assertThat(edgeModels.resolve("small/3.2.0/tail.safetensors")).doesNotExist();
            assertThat(split(http, "").at("/model/version").asString()).isEqualTo("3.1.0");

            post(http, "canary", "{\"version\":\"3.2.0\",\"share\":1}");
            JsonNode answer = split(http, "");
            post(http, "promote", "");

            assertThat(answer.at("/model/version").asString()).isEqualTo("3.2.0");
            assertThat(answer.path("exit").asString()).isEqualTo("cloud");
            assertThat(split(http, "").at("/model/version").asString()).isEqualTo("3.2.0");
        }
    }

    private ConfigurableApplicationContext cloud(String... settings) {
        return CloudApplication.start(settings(
                settings,
                "--server.port=0",
                "--sparsesplit.model.repository=" + cloudModels,
                "--sparsesplit.model.name=" + SmallModel.NAME,
                "--sparsesplit.model.version=3.1.0",
                "--sparsesplit.model.watch-interval=100ms",
                "--sparsesplit.management.key=" + KEY));
    }

    private ConfigurableApplicationContext edge(FaultProxy proxy, String... settings) {
        return EdgeApplication.start(settings(
                settings,
                "--server.port=0",
                "--sparsesplit.model.repository=" + edgeModels,
                "--sparsesplit.model.name=" + SmallModel.NAME,
                "--sparsesplit.cloud.connect-timeout=10s",
                "--sparsesplit.cloud.response-timeout=20s",
                "--sparsesplit.cloud.deadline=20s",
                "--sparsesplit.cloud.url=http://127.0.0.1:" + proxy.port(),
                "--sparsesplit.management.key=" + KEY));
    }

    private static String[] settings(String[] some, String... others) {
        return Stream.concat(Arrays.stream(others), Arrays.stream(some)).toArray(String[]::new);
    }

    private static JsonNode split(Http http, String query) {
        return http.post("/infer?policy=split" + query, "image/png", Pictures.png(1))
                .json();
    }

    private static void post(Http http, String action, String body) {
        assertThat(http.post(
                                "/management/rollout/" + action,
                                body.isEmpty() ? "" : "application/json",
                                body.getBytes(StandardCharsets.UTF_8),
                                "Authorization",
                                "Bearer " + KEY)
                        .status())
                .isEqualTo(200);
    }

    private static String substituted(Http http) {
        return http.get("/actuator/prometheus")
                .text()
                .lines()
                .filter(line -> line.startsWith("sparsesplit_rollout_substituted "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElseThrow();
    }
}
