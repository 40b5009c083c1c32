package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.service.Http;
import io.sparsesplit.service.Http.Reply;
import io.sparsesplit.service.SmallModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The controller in a real edge, before a real cloud, by a clock that the test winds on. */
@ExtendWith(ServicePair.Shared.class)
class ControllerTest {

    private static final String PREFIX = "sparsesplit.controller.";
    private static final String KEY = "0123456789abcdef";
    private static final int IMAGES = 20;

    @TempDir
    private static Path models;

    private static ConfigurableApplicationContext cloud;

    private final ServicePair pair;
    private final AtomicLong now = new AtomicLong();

    ControllerTest(ServicePair pair) {
        this.pair = pair;
    }

    /** A model that is sure of some images, unsure of some, and neither of others. */
    @BeforeAll
    static void aCloudHoldsAModelWithTwoExits() {
        SmallModel.publishWithTwoExits(models, 1);
        cloud = ServicePair.cloud(models);
    }

    @AfterAll
    static void theCloudEnds() {
        cloud.close();
    }

    @BeforeEach
    void theProxyLeadsToIt() {
        pair.proxy.passTo(ServicePair.port(cloud));
    }

    @Test
    void noMinuteTakesMoreBytesThanTheBudget() {
        try (ConfigurableApplicationContext edge =
                edge(PREFIX + "objective=byte-budget", PREFIX + "bytes-per-minute=6KB", PREFIX + "interval=5s")) {
            Http http = new Http(edge);
            List<long[]> wire = new ArrayList<>();
            int refused = 0;
            int answered = 0;
            for (int i = 0; i < 360; i++) {
                long before = pair.proxy.bytesFromEdge() + pair.proxy.bytesToEdge();
                String wish = i % 3 == 0 ? "" : i % 3 == 1 ? "?minConfidence=1" : "?policy=remote-only";
                JsonNode answer = infer(http, i, wish);
                wire.add(new long[] {now.get(), pair.proxy.bytesFromEdge() + pair.proxy.bytesToEdge() - before});
                if (answer.path("reason").asString().equals("byte-budget")) {
                    refused++;
                    assertThat(answer.path("exit").asString()).isEqualTo("edge-fallback");
                    assertThat(answer.path("degraded").asBoolean()).isTrue();
                    JsonNode budget = answer.path("decision").path("controller").path("budget");
                    assertThat(budget.path("spent").asLong()
                                    + budget.path("wanted").asLong())
                            .isGreaterThan(budget.path("limit").asLong());
                } else if (answer.path("exit").asString().equals("cloud")) {
                    answered++;
                }
                pass(500);
            }
            assertThat(refused).isGreaterThan(20);
            assertThat(answered).isGreaterThan(20);
            for (long[] end : wire) {
                assertThat(wire.stream()
                                .filter(call -> call[0] <= end[0] && call[0] > end[0] - TimeUnit.SECONDS.toNanos(60))
                                .mapToLong(call -> call[1])
                                .sum())
                        .isLessThanOrEqualTo(6 * 1024);
            }
            JsonNode state = http.get("/actuator/controller").json();
            assertThat(state.path("objective").asString()).isEqualTo("byte-budget");
            assertThat(state.path("bytesPerMinute").asLong()).isEqualTo(6 * 1024);
            assertThat(state.path("offset").asDouble()).isNegative();
        }
    }

    @Test
    void aBudgetIsKeptByCheaperCodecsAndLowerThresholdsFirst() {
        try (ConfigurableApplicationContext edge = edge(
                PREFIX + "objective=byte-budget",
                PREFIX + "bytes-per-minute=6KB",
                PREFIX + "interval=2s",
                PREFIX + "min-offset=-0.5",
                PREFIX + "codecs=float32,uint8")) {
            Http http = new Http(edge);
            assertThat(unsure(http).path("bytes").path("codec").asString()).isEqualTo("float32");
            assertThat(http.metric("sparsesplit_controller_codec{codec=\"float32\"}"))
                    .isEqualTo(1);
            run(http, 160, 500);
            run(http, 80, 500);

            List<JsonNode> answers = run(http, 80, 500);

            JsonNode state = http.get("/actuator/controller").json();
            assertThat(state.path("codec").asString()).isEqualTo("uint8");
            assertThat(state.path("offset").asDouble()).isBetween(-0.5, -0.05);
            assertThat(state.path("changes").path(0).path("because").asString()).isNotEmpty();
            assertThat(state.path("changes").size()).isPositive();
            // Thresholds that fit the budget leave few calls, or none, to be refused.
            assertThat(count(answers, "reason", "byte-budget")).isLessThanOrEqualTo(answers.size() / 10);
            assertThat(http.metric("sparsesplit_controller_codec{codec=\"float32\"}"))
                    .isZero();
            assertThat(http.metric("sparsesplit_controller_codec{codec=\"uint8\"}"))
                    .isEqualTo(1);
            assertThat(http.metric("sparsesplit_controller_threshold"))
                    .isCloseTo(0.99 + state.path("offset").asDouble(), within(1e-9));
        }
    }

    @Test
    void aSlowLinkIsAskedLessAndAFastOneAgainAsBefore() {
        try (ConfigurableApplicationContext edge = deadline()) {
            Http http = new Http(edge);
            long atFirst = count(run(http, IMAGES, 200), "exit", "cloud");
            assertThat(atFirst).isGreaterThan(IMAGES / 5);

            pair.proxy.delay(200);
            run(http, 4 * IMAGES, 200);
            List<JsonNode> slow = run(http, IMAGES, 200);
            double offset = slow.get(0)
                    .path("decision")
                    .path("controller")
                    .path("offset")
                    .asDouble();
            assertThat(offset).isBetween(-0.7, -0.1);
            assertThat(slow.stream()
                            .filter(answer ->
                                    answer.path("latencyMs").path("total").asDouble() > 100)
                            .count())
                    .isLessThanOrEqualTo(slow.size() / 5);

            pair.proxy.delay(0);
            run(http, 25 * IMAGES, 200);
            assertThat(count(run(http, IMAGES, 200), "exit", "cloud")).isEqualTo(atFirst);
            JsonNode state = http.get("/actuator/controller").json();
            assertThat(state.path("offset").asDouble()).isZero();
            assertThat(state.path("linkMs").asDouble()).isLessThan(100);
            assertThat(state.path("changes")
                            .valueStream()
                            .map(change -> change.path("direction").asString()))
                    .contains("tighten", "relax");
            assertThat(http.metric("sparsesplit_controller_changes_total")).isGreaterThan(1);
        }
    }

    @Test
    void anAnswerSaysThatTheControllerSetItsThresholdAndARequestsOwnIsKept() {
        try (ConfigurableApplicationContext edge = deadline()) {
            Http http = new Http(edge);
            assertThat(pin(http, "pin?offset=-0.3").status()).isEqualTo(200);

            JsonNode controlled = infer(http, 1, "");
            JsonNode first = controlled.path("decision").path("asked").path(0);
            assertThat(first.path("modelThreshold").asDouble()).isEqualTo(0.9);
            assertThat(first.path("threshold").asDouble()).isCloseTo(0.6, within(1e-9));
            assertThat(controlled.path("decision").path("thresholdBy").asString())
                    .isEqualTo("controller");
            assertThat(controlled
                            .path("decision")
                            .path("controller")
                            .path("offset")
                            .asDouble())
                    .isEqualTo(-0.3);
            assertThat(controlled
                            .path("decision")
                            .path("controller")
                            .path("change")
                            .asInt())
                    .isEqualTo(1);

            JsonNode wished = infer(http, 1, "?minConfidence=0.95");
            assertThat(wished.path("threshold").asDouble()).isEqualTo(0.95);
            assertThat(wished.path("decision").path("thresholdBy").asString()).isEqualTo("request");

            JsonNode local = infer(http, 1, "?policy=local-only");
            assertThat(local.path("decision")
                            .path("asked")
                            .path(0)
                            .path("threshold")
                            .asDouble())
                    .isEqualTo(0.9);
            assertThat(local.path("decision").path("thresholdBy").asString()).isEqualTo("model");
        }
    }

    @Test
    void pinnedItStaysAndOnceFreeItMoves() {
        try (ConfigurableApplicationContext edge = deadline()) {
            Http http = new Http(edge);
            assertThat(pin(http, "pin?offset=0").json().path("pinned").asBoolean())
                    .isTrue();
            pair.proxy.delay(150);
            run(http, IMAGES, 200);
            JsonNode state = http.get("/actuator/controller").json();
            assertThat(state.path("offset").asDouble()).isZero();
            assertThat(state.path("verdict").asString()).startsWith("tighten");

            pin(http, "unpin");
            run(http, IMAGES, 200);

            assertThat(http.get("/actuator/controller").json().path("offset").asDouble())
                    .isNegative();
        }
    }

    @Test
    void itCannotBePinnedBeyondItsBounds() {
        try (ConfigurableApplicationContext edge = deadline()) {
            Http http = new Http(edge);

            Reply far = pin(http, "pin?offset=-0.8");
            assertThat(far.status()).isEqualTo(400);
            assertThat(far.detail()).isEqualTo("offset is -0.8: write a number from -0.7 to 0.0.");
            assertThat(pin(http, "pin?codec=entropy").detail())
                    .isEqualTo("codec is entropy: choose one of sparsesplit.controller.codecs, [].");
            assertThat(pin(http, "pin?codec=zip").detail()).startsWith("there is no codec 'zip'");
            assertThat(http.get("/actuator/controller").json().path("pinned").asBoolean())
                    .isFalse();
        }
    }

    @Test
    void withoutTheKeyItCanOnlyBeRead() {
        try (ConfigurableApplicationContext edge = deadline()) {
            Http http = new Http(edge);

            assertThat(http.post("/management/controller/pin", "", new byte[0]).status())
                    .isEqualTo(401);

            JsonNode state = http.get("/management/controller").json();
            assertThat(state.path("pinned").asBoolean()).isFalse();
            assertThat(state).isEqualTo(http.get("/actuator/controller").json());
        }
    }

    @Test
    void itIsOffUnlessAnObjectiveIsSet() {
        JsonNode state = pair.http.get("/actuator/controller").json();

        assertThat(state.path("objective").asString()).isEqualTo("off");
        assertThat(state.path("offset").asDouble()).isZero();
        assertThat(pair.metric("sparsesplit_controller_threshold")).isEqualTo(0.5);
        assertThat(pair.infer(Pictures.png(1), "")
                        .json()
                        .path("decision")
                        .path("controller")
                        .isNull())
                .isTrue();
    }

    private ConfigurableApplicationContext edge(String... settings) {
        return pair.edge(
                now::get,
                Stream.concat(Stream.of("sparsesplit.model.repository=" + models), Stream.of(settings))
                        .toArray(String[]::new));
    }

    private ConfigurableApplicationContext deadline() {
        return edge(
                PREFIX + "objective=deadline",
                PREFIX + "target-latency=100ms",
                PREFIX + "percentile=80",
                PREFIX + "interval=2s",
                PREFIX + "step=0.1",
                PREFIX + "min-offset=-0.7",
                "sparsesplit.management.key=" + KEY);
    }

    private List<JsonNode> run(Http http, int images, long everyMs) {
        List<JsonNode> answers = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            answers.add(infer(http, i, ""));
            pass(everyMs);
        }
        return answers;
    }

    private static JsonNode unsure(Http http) {
        return infer(http, 1, "?minConfidence=1");
    }

    private static JsonNode infer(Http http, int image, String wish) {
        JsonNode answer = http.post("/infer" + wish, "image/png", Pictures.png(image % IMAGES))
                .json();
        Recomputed.assertAgrees(answer);
        return answer;
    }

    private static long count(List<JsonNode> answers, String member, String value) {
        return answers.stream()
                .filter(answer -> answer.path(member).asString().equals(value))
                .count();
    }

    private static Reply pin(Http http, String pin) {
        return http.post("/management/controller/" + pin, "", new byte[0], "Authorization", "Bearer " + KEY);
    }

    private void pass(long millis) {
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
