package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.sparsesplit.cloud.CloudApplication;
import io.sparsesplit.service.Http;
import io.sparsesplit.service.Http.Reply;
import io.sparsesplit.service.SmallModel;
import io.sparsesplit.service.SmallModel.Variant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Versions are tried, promoted and rolled back on a real edge with a real cloud. */
@ExtendWith(OutputCaptureExtension.class)
class RolloutTest {

    private static final String KEY = "a-key-for-this-test-only";
    private static final int MIN_REQUESTS = 20;
    private static final int IN_BATCH = 3;

    private static final String INCUMBENT = "3.1.0";
    private static final String AS_GOOD = "3.2.0";
    private static final String NEVER_SURE = "3.3.0";
    private static final String OTHER_TAIL = "3.4.0";
    private static final String NOT_IN_THE_CLOUD = "3.5.0";

    @TempDir
    private static Path edgeModels;

    @TempDir
    private static Path cloudModels;

    private static ConfigurableApplicationContext cloud;
    private static ConfigurableApplicationContext edge;
    private static FaultProxy proxy;
    private static Http http;

    @BeforeAll
    static void start() throws IOException {
        for (Path models : List.of(edgeModels, cloudModels)) {
            SmallModel.publish(models, new Variant(INCUMBENT, 1, 0.5, true));
            SmallModel.publish(models, new Variant(AS_GOOD, 1, 0.5, true));
            SmallModel.publish(models, new Variant(NEVER_SURE, 1, 1, true));
            SmallModel.publish(models, new Variant(OTHER_TAIL, 1, 0.5, false));
        }
        SmallModel.publish(edgeModels, new Variant(NOT_IN_THE_CLOUD, 1, 0.5, true));
        cloud = CloudApplication.start(
                "--server.port=0",
                "--sparsesplit.model.repository=" + cloudModels,
                "--sparsesplit.model.name=" + SmallModel.NAME,
                "--sparsesplit.model.policy=latest-4");
        proxy = new FaultProxy(ServicePair.port(cloud));
        edge = EdgeApplication.start(
                "--server.port=0",
                "--sparsesplit.model.repository=" + edgeModels,
                "--sparsesplit.model.name=" + SmallModel.NAME,
                "--sparsesplit.model.version=" + INCUMBENT,
                "--sparsesplit.model.max-held=8",
                "--sparsesplit.management.key=" + KEY,
                "--sparsesplit.cloud.url=http://127.0.0.1:" + proxy.port(),
                "--sparsesplit.cloud.connect-timeout=10s",
                "--sparsesplit.cloud.response-timeout=20s",
                "--sparsesplit.cloud.deadline=20s",
                "--sparsesplit.rollout.bounds.window=50",
                "--sparsesplit.rollout.bounds.min-requests=" + MIN_REQUESTS,
                // How fast a busy machine is says nothing of a model.
                "--sparsesplit.rollout.bounds.max-latency=60s",
                "--sparsesplit.rollout.bounds.max-latency-ratio=1000");
        http = new Http(edge);
    }

    @AfterAll
    static void stop() throws IOException {
        edge.close();
        proxy.close();
        cloud.close();
    }

    @BeforeEach
    void nothingIsTried() {
        while (change("rollback", "").status() == 200) {
            assertThat(state().path("trial").isNull()).isTrue();
        }
        assertThat(standard()).isEqualTo(INCUMBENT);
    }

    @Test
    void aCanaryAnswersItsShareOfTheRequestsThatLeaveTheVersionOpen() {
        double before = requests("canary");
        start("canary", AS_GOOD, 0.2);

        long canaries = IntStream.range(0, 400)
                .mapToObj(i -> version(infer(i, "")))
                .filter(AS_GOOD::equals)
                .count();
        List<String> asked = IntStream.range(0, 20)
                .mapToObj(i -> version(infer(i, "?version=" + INCUMBENT)))
                .distinct()
                .toList();

        assertThat((double) canaries).isCloseTo(80, within(3.0));
        assertThat(asked).containsExactly(INCUMBENT);
        assertThat(requests("canary") - before).isEqualTo((double) canaries);
        JsonNode trial = state().path("trial");
        assertThat(trial.path("role").asString()).isEqualTo("canary");
        assertThat(trial.at("/candidate/version").asString()).isEqualTo(AS_GOOD);
        assertThat(trial.at("/measured/candidate/requests").asLong()).isEqualTo(canaries);
        assertThat(trial.at("/measured/incumbent/requests").asLong()).isEqualTo(420 - canaries);
        assertThat(trial.at("/measured/candidate/window").asInt()).isEqualTo(50);
    }

    @Test
    void aVersionWhoseExitNeverFiresIsRolledBack(CapturedOutput output) {
        double before = rollbacks("exit-rate");
        start("canary", NEVER_SURE, 0.5);

        int answered = untilTheTrialIsOver("");

        JsonNode last = state().path("last");
        assertRolledBack(last, NEVER_SURE, "exit-rate", answered);
        assertThat(last.path("detail").asString()).startsWith("the edge answered 0.0 % by itself, with the incumbent ");
        assertThat(rollbacks("exit-rate") - before).isEqualTo(1);
        assertThat(output)
                .contains("%s is rolled-back after %d requests of its own and %d of the incumbent"
                        .formatted(
                                NEVER_SURE,
                                last.path("requests").asLong(),
                                last.path("incumbentRequests").asLong()));
        for (int i = 0; i < 20; i++) {
            assertThat(version(infer(i, ""))).isEqualTo(INCUMBENT);
        }
    }

    @Test
    void aVersionWhoseTailAnswersWronglyIsRolledBack() {
        start("canary", OTHER_TAIL, 0.5);

        int answered = untilTheTrialIsOver("?policy=split");

        JsonNode last = state().path("last");
        assertRolledBack(last, OTHER_TAIL, "contradictions", answered);
        assertThat(last.path("detail").asString())
                .startsWith("the cloud contradicted its exit in ")
                .endsWith("of the cloud's answers, the incumbent's in 0.0 %");
    }

    @Test
    void aVersionThatTheCloudLacksIsRolledBackAtItsFirstOffload() {
        start("canary", NOT_IN_THE_CLOUD, 1);

        JsonNode first = infer(1, "?policy=split").json();
        JsonNode second = infer(1, "?policy=split").json();

        assertThat(first.at("/model/version").asString()).isEqualTo(NOT_IN_THE_CLOUD);
        assertThat(first.path("exit").asString()).isEqualTo("edge-fallback");
        assertThat(first.path("reason").asString()).isEqualTo("unknown-model");
        assertThat(second.at("/model/version").asString()).isEqualTo(INCUMBENT);
        assertThat(second.path("exit").asString()).isEqualTo("cloud");
        JsonNode last = state().path("last");
        assertThat(last.path("reason").asString()).isEqualTo("unknown-model");
        assertThat(last.path("how").asString()).isEqualTo("rolled-back");
        Reply again = change("canary", "{\"version\":\"%s\",\"share\":1}".formatted(NOT_IN_THE_CLOUD));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.detail())
                .isEqualTo("The cloud does not hold the tail of 3.5.0: load it there, and try again a little later.");
        assertThat(edge.getBean(CircuitBreakerRegistry.class)
                        .circuitBreaker("cloud")
                        .getState())
                .isEqualTo(State.CLOSED);
    }

    @Test
    void aCloudThatFailsAllIsNotHeldAgainstTheCanary() throws IOException {
        start("canary", AS_GOOD, 0.5);
        proxy.refuse();
        try {
            for (int i = 0; i < 5 * MIN_REQUESTS; i++) {
                assertThat(infer(i, "?policy=split").json().path("exit").asString())
                        .isEqualTo("edge-fallback");
            }
        } finally {
            proxy.listenAgain();
            edge.getBean(CircuitBreakerRegistry.class).circuitBreaker("cloud").reset();
        }

        JsonNode trial = state().path("trial");
        assertThat(trial.at("/measured/candidate/failureRate").asDouble()).isEqualTo(1);
        assertThat(trial.at("/measured/incumbent/failureRate").asDouble()).isEqualTo(1);
    }

    @Test
    void aShadowChangesNoAnswer() {
        List<String> before = answers();
        int offloads = proxy.requests();
        answers();
        int perRound = proxy.requests() - offloads;
        start("shadow", NEVER_SURE, 1);
        offloads = proxy.requests();

        List<String> after = answers();

        assertThat(after).isEqualTo(before);
        assertThat(proxy.requests() - offloads).isEqualTo(perRound);
        await().until(() -> measured("compared") + measured("dropped") == after.size());
        JsonNode measured = state().at("/trial/measured");
        assertThat(measured.path("answered").asLong()).isEqualTo(after.size());
        assertThat(measured.path("errors").asLong()).isZero();
        assertThat(measured.path("exits").asLong()).isZero();
        assertThat(measured.path("incumbentExits").asLong()).isPositive();
        // The same weights: only the threshold is another.
        assertThat(measured.path("agreements").asLong()).isEqualTo(measured("compared"));
        assertThat(measured.path("confidence").asDouble())
                .isEqualTo(measured.path("incumbentConfidence").asDouble());
    }

    @Test
    void aCanaryAnswersSeveralImagesOfARequestTogether() throws IOException {
        start("canary", AS_GOOD, 0.5);
        List<String> versions = new ArrayList<>();

        for (int i = 0; i < 10; i++) {
            JsonNode answers = batch("").path("answers");
            List<String> of = answers.valueStream()
                    .map(item -> item.at("/answer/model/version").asString())
                    .distinct()
                    .toList();
            assertThat(of).hasSize(1);
            versions.addAll(of);
        }

        assertThat(versions).contains(INCUMBENT, AS_GOOD);
        assertThat(Collections.frequency(versions, AS_GOOD)).isEqualTo(5);
        JsonNode measured = state().at("/trial/measured");
        assertThat(measured.at("/candidate/requests").asLong()).isEqualTo(5L * IN_BATCH);
        assertThat(measured.at("/incumbent/requests").asLong()).isEqualTo(5L * IN_BATCH);
    }

    @Test
    void aCanaryAnswersWhenTheImageItselfTravels() {
        start("canary", AS_GOOD, 0.5);

        List<String> versions = IntStream.range(0, 20)
                .mapToObj(i -> infer(i, "?policy=remote-only"))
                .peek(reply -> assertThat(reply.json().path("exit").asString()).isEqualTo("cloud"))
                .map(RolloutTest::version)
                .toList();

        assertThat(Collections.frequency(versions, AS_GOOD)).isEqualTo(10);
        JsonNode measured = state().at("/trial/measured");
        assertThat(measured.at("/candidate/requests").asLong()).isEqualTo(10);
        assertThat(measured.at("/candidate/failureRate").asDouble()).isZero();
    }

    @Test
    void aShadowComparesNeitherImagesOfABatchNorThoseThatTravelThemselves() throws IOException {
        start("shadow", NEVER_SURE, 1);

        batch("");
        for (int i = 0; i < 10; i++) {
            assertThat(version(infer(i, "?policy=remote-only"))).isEqualTo(INCUMBENT);
        }

        assertThat(version(infer(1, ""))).isEqualTo(INCUMBENT);

        await().until(() -> measured("compared") == 1);
        assertThat(measured("answered")).isEqualTo(IN_BATCH + 10 + 1);
        assertThat(measured("dropped")).isZero();
    }

    @Test
    void aPromotedVersionAnswersAllAndCanBeTakenBack() {
        start("canary", AS_GOOD, 0.1);

        assertThat(change("promote", "").status()).isEqualTo(200);

        assertThat(standard()).isEqualTo(AS_GOOD);
        assertThat(state().at("/last/how").asString()).isEqualTo("promoted");
        for (int i = 0; i < 20; i++) {
            assertThat(version(infer(i, "?policy=split"))).isEqualTo(AS_GOOD);
        }
        assertThat(change("rollback", "").status()).isEqualTo(200);
        assertThat(version(infer(1, ""))).isEqualTo(INCUMBENT);
    }

    @Test
    void aCanaryCanBeGivenUpByHand() {
        double before = rollbacks("requested");
        start("canary", AS_GOOD, 1);
        assertThat(version(infer(1, ""))).isEqualTo(AS_GOOD);

        change("rollback", "");

        assertThat(version(infer(1, ""))).isEqualTo(INCUMBENT);
        assertThat(rollbacks("requested") - before).isEqualTo(1);
    }

    @Test
    void anotherTrialReplacesTheOneUnderWay() {
        start("canary", AS_GOOD, 0.5);

        start("shadow", NEVER_SURE, 0.5);

        assertThat(state().at("/last/how").asString()).isEqualTo("replaced");
        assertThat(state().at("/trial/role").asString()).isEqualTo("shadow");
        assertThat(version(infer(1, ""))).isEqualTo(INCUMBENT);
    }

    @Test
    void aTrialEndsWhenItsVersionIsNoLongerHeld() {
        start("canary", AS_GOOD, 0.5);

        post("/management/models/small/3.2.0/unload", "");

        assertThat(state().path("trial").isNull()).isTrue();
        assertThat(state().at("/last/how").asString()).isEqualTo("superseded");
        assertThat(version(infer(1, ""))).isEqualTo(INCUMBENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "canary | {\"share\":0.1} | 400 | bad-request"
                        + " | version is null: send a body like {\"version\": \"3.2.0\", \"share\": 0.1}.",
                "canary | {\"version\":\"../x\",\"share\":0.1} | 400 | bad-request"
                        + " | version is ../x: send a body like {\"version\": \"3.2.0\", \"share\": 0.1}.",
                "shadow | {\"version\":\"3.2.0\"} | 400 | bad-request"
                        + " | share is null: write a number above 0 and up to 1, for example 0.1.",
                "canary | {\"version\":\"3.2.0\",\"share\":0} | 400 | bad-request"
                        + " | share is 0.0: write a number above 0 and up to 1, for example 0.1.",
                "canary | {\"version\":\"3.2.0\",\"share\":1.5} | 400 | bad-request"
                        + " | share is 1.5: write a number above 0 and up to 1, for example 0.1.",
                "canary | { | 400 | bad-request | The body is not the JSON that is read here: /swagger-ui.html shows it.",
                "canary | {\"version\":[],\"share\":1} | 400 | bad-request"
                        + " | The body is not the JSON that is read here: /swagger-ui.html shows it.",
                "canary | {\"version\":\"3.1.0\",\"share\":0.1} | 409 | versions-conflict"
                        + " | 3.1.0 is the default already: choose another version.",
                "promote | '' | 409 | versions-conflict" + " | No candidate is tried: POST a canary or a shadow first.",
                "rollback | '' | 409 | versions-conflict"
                        + " | No candidate is tried and none was promoted: there is nothing to undo."
            })
    void whatCannotBeDoneIsExplained(String action, String body, int status, String problem, String detail) {
        Reply reply = change(action, body);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.problem()).isEqualTo(problem);
        assertThat(reply.detail()).isEqualTo(detail);
    }

    @Test
    void aVersionThatIsNotInTheRepositoryIsNotTried() {
        Reply reply = change("canary", "{\"version\":\"9.9.9\",\"share\":0.1}");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.problem()).isEqualTo("unknown-model");
    }

    @Test
    void withoutTheKeyNothingChanges() {
        for (String action : List.of("canary", "shadow", "promote", "rollback")) {
            Reply reply = http.post(
                    "/management/rollout/" + action,
                    "application/json",
                    "{\"version\":\"3.2.0\",\"share\":1}".getBytes(StandardCharsets.UTF_8));

            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.response().headers().firstValue("WWW-Authenticate"))
                    .hasValue("Bearer");
        }
        assertThat(state().path("trial").isNull()).isTrue();
    }

    @Test
    void everythingIsCountedFromTheStart() {
        String meters = http.get("/actuator/prometheus").text();

        for (String role : List.of("incumbent", "canary", "shadow")) {
            for (String outcome : List.of("edge", "cloud", "edge-fallback", "error", "dropped")) {
                assertThat(meters)
                        .contains("sparsesplit_rollout_requests_total{outcome=\"%s\",role=\"%s\"}"
                                .formatted(outcome, role));
            }
        }
        for (String reason :
                List.of("unknown-model", "failures", "latency", "exit-rate", "contradictions", "requested")) {
            assertThat(meters).contains("sparsesplit_rollout_rollbacks_total{reason=\"%s\"}".formatted(reason));
        }
        for (String outcome : List.of("nothing-new", "fetched", "unreachable", "corrupt", "too-large", "disk")) {
            assertThat(meters).contains("sparsesplit_rollout_pulls_total{outcome=\"%s\"}".formatted(outcome));
        }
        assertThat(meters).contains("sparsesplit_rollout_substituted ");
    }

    @Test
    void everyPathIsDocumented() {
        JsonNode paths = http.get("/v3/api-docs").json().path("paths");

        assertThat(paths.propertyNames())
                .contains(
                        "/management/rollout",
                        "/management/rollout/canary",
                        "/management/rollout/shadow",
                        "/management/rollout/promote",
                        "/management/rollout/rollback");
    }

    private static void assertRolledBack(JsonNode last, String version, String reason, int answered) {
        assertThat(last.path("version").asString()).isEqualTo(version);
        assertThat(last.path("how").asString()).isEqualTo("rolled-back");
        assertThat(last.path("reason").asString()).isEqualTo(reason);
        // As soon as both have answered enough to judge.
        assertThat(last.path("requests").asLong()).isBetween((long) MIN_REQUESTS, MIN_REQUESTS + 5L);
        assertThat(last.path("requests").asLong()
                        + last.path("incumbentRequests").asLong())
                .isEqualTo(answered);
    }

    /** How many requests that took. */
    private static int untilTheTrialIsOver(String query) {
        for (int requests = 1; requests <= 1000; requests++) {
            infer(requests, query);
            if (state().path("trial").isNull()) {
                return requests;
            }
        }
        throw new AssertionError("1000 requests were not enough: " + state());
    }

    private static List<String> answers() {
        return IntStream.range(0, 40)
                .mapToObj(i -> infer(i, "").json())
                .map(answer -> Stream.of("model", "label", "confidence", "probabilities", "exit", "reason", "threshold")
                        .map(member -> answer.path(member).toString())
                        .toList()
                        .toString())
                .toList();
    }

    private static Reply infer(int picture, String query) {
        Reply reply = http.post("/infer" + query, "image/png", Pictures.png(picture % 97));
        assertThat(reply.status()).isEqualTo(200);
        return reply;
    }

    private static JsonNode batch(String query) throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            for (int i = 0; i < IN_BATCH; i++) {
                out.putNextEntry(new ZipEntry(i + ".png"));
                out.write(Pictures.png(i));
            }
        }
        Reply reply = http.post("/infer/batch" + query, "application/zip", zip.toByteArray());
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json();
    }

    private static String version(Reply answer) {
        return answer.json().at("/model/version").asString();
    }

    private static void start(String role, String version, double share) {
        Reply reply = change(role, "{\"version\":\"%s\",\"share\":%s}".formatted(version, share));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    private static Reply change(String action, String body) {
        return post("/management/rollout/" + action, body);
    }

    private static Reply post(String path, String body) {
        return http.post(
                path,
                body.isEmpty() ? "" : "application/json",
                body.getBytes(StandardCharsets.UTF_8),
                "Authorization",
                "Bearer " + KEY);
    }

    private static JsonNode state() {
        return http.get("/management/rollout").json();
    }

    private static String standard() {
        return state().at("/standard/version").asString();
    }

    private static long measured(String member) {
        return state().at("/trial/measured").path(member).asLong();
    }

    private static double requests(String role) {
        return sum("sparsesplit_rollout_requests_total", "role=\"%s\"".formatted(role));
    }

    private static double rollbacks(String reason) {
        return sum("sparsesplit_rollout_rollbacks_total", "reason=\"%s\"".formatted(reason));
    }

    private static double sum(String meter, String tag) {
        return http.get("/actuator/prometheus")
                .text()
                .lines()
                .filter(line -> line.startsWith(meter + "{") && line.contains(tag))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
