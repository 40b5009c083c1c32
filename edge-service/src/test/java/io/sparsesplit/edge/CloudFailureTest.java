package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.sparsesplit.edge.FaultProxy.Fault;
import io.sparsesplit.model.codec.CompletionFrame;
import io.sparsesplit.model.codec.Frame;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.service.Http;
import io.sparsesplit.service.Http.Reply;
import io.sparsesplit.service.SmallModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Whatever befalls the cloud, an image gets an answer, in time. */
@ExtendWith(ServicePair.Shared.class)
class CloudFailureTest {

    private static final byte[] IMAGE = Pictures.png(1);
    /** Longest time in milliseconds that a busy machine may add to a deadline. */
    private static final int SLACK_MS = 15_000;

    private final ServicePair pair;

    CloudFailureTest(ServicePair pair) {
        this.pair = pair;
    }

    @BeforeEach
    void aConnectionIsPooled() {
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> split().path("exit").asString().equals("cloud"));
        pair.closeBreaker();
    }

    @Test
    void aCloudThatRefusesConnections() throws IOException {
        pair.proxy.refuse();

        assertFallsBackOpensAndRecovers("refused", () -> {
            try {
                pair.proxy.listenAgain();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void aCloudThatHangs() {
        assertFallsBackOpensAndRecovers(Fault.HANG, "timeout");
    }

    @Test
    void aCloudThatDribblesPastTheDeadline() {
        assertFallsBackOpensAndRecovers(Fault.SLOW, "timeout");
    }

    @Test
    void aCloudThatSpeaksGarbage() {
        assertFallsBackOpensAndRecovers(Fault.GARBAGE, "bad-answer");
    }

    @Test
    void aCloudThatAnswers500() {
        assertAnswerIsNotTaken(FaultyCloud::error500, "cloud-error");
    }

    @Test
    void aCloudWhoseAnswerNeverEnds() {
        assertAnswerIsNotTaken(FaultyCloud::endlessly, "bad-answer");
    }

    @Test
    void aCloudWhoseAnswerIsCutShort() {
        assertFallsBackOpensAndRecovers(Fault.TRUNCATED, "bad-answer");
    }

    @Test
    void aCloudWhoseAnswerIsDamaged() {
        assertFallsBackOpensAndRecovers(Fault.DAMAGED, "bad-answer");
    }

    @Test
    void aCloudThatResetsConnections() {
        assertFallsBackOpensAndRecovers(Fault.RESET, "connection-lost");
    }

    @Test
    void aCloudThatClosesConnections() {
        assertFallsBackOpensAndRecovers(Fault.CLOSED, "connection-lost");
    }

    @Test
    void aCloudWhoseProbabilitiesAreNone() {
        float[] halves = new float[pair.head.head().classes()];
        Arrays.fill(halves, 0.5f);
        assertAnswerIsNotTaken(new CompletionFrame(pair.head.fingerprint().toBytes(), halves));
    }

    @Test
    void aCloudWhoseAnswerIsOfFewerClasses() {
        assertAnswerIsNotTaken(new CompletionFrame(pair.head.fingerprint().toBytes(), new float[] {1}));
    }

    private void assertAnswerIsNotTaken(CompletionFrame frame) {
        byte[] answer = CompletionFrame.toBytes(List.of(frame));
        assertAnswerIsNotTaken(response -> response.getOutputStream().write(answer), "bad-answer");
    }

    private void assertAnswerIsNotTaken(FaultyCloud.Saying saying, String reason) {
        try (FaultyCloud otherCloud = new FaultyCloud(saying)) {
            pair.proxy.passTo(otherCloud.port());

            assertFallsBackOpensAndRecovers(reason, pair::heal);
        }
    }

    @Test
    void aCloudThatHoldsAnotherModel(@TempDir Path otherModels) {
        SmallModel.publish(otherModels, 2);
        try (ConfigurableApplicationContext otherCloud = ServicePair.cloud(otherModels)) {
            pair.proxy.passTo(ServicePair.port(otherCloud));

            assertFallsBackOpensAndRecovers("fingerprint-mismatch", pair::heal);
        }
    }

    /** Its fingerprint begins like that of the edge's model: the frame's checksum tells them apart. */
    @Test
    void aCloudThatHoldsAnotherModelWithALikeFingerprint(@TempDir Path otherModels) {
        SmallModel.publishAlike(
                otherModels, 2, Arrays.copyOf(pair.head.fingerprint().toBytes(), Frame.PREFIX_BYTES));
        try (ConfigurableApplicationContext otherCloud = ServicePair.cloud(otherModels)) {
            pair.proxy.passTo(ServicePair.port(otherCloud));

            assertFallsBackOpensAndRecovers("cloud-error", pair::heal);
        }
    }

    /** A cloud that does not look which model is asked for. */
    @Test
    void anAnswerOfAnotherModel() {
        byte[] fingerprint = pair.head.fingerprint().toBytes();
        fingerprint[31] ^= 1;
        float[] sure = new float[pair.head.head().classes()];
        sure[3] = 1;

        assertAnswerIsNotTaken(new CompletionFrame(fingerprint, sure));
    }

    @Test
    void anOpenBreakerIsVisibleAndLeavesTheEdgeReady() {
        pair.breaker().transitionToForcedOpenState();
        int requests = pair.proxy.requests();

        assertFallback(split(), "breaker-open");

        assertThat(pair.proxy.requests()).isEqualTo(requests);
        JsonNode health = pair.http.get("/actuator/health").json();
        assertThat(health.path("status").asString()).isEqualTo("UP");
        assertThat(health.findPath("circuitBreakers")
                        .findPath("cloud")
                        .findPath("state")
                        .asString())
                .isEqualTo("FORCED_OPEN");
        Reply readiness = pair.http.get("/actuator/health/readiness");
        assertThat(readiness.status()).isEqualTo(200);
        assertThat(readiness.json().path("status").asString()).isEqualTo("UP");
        assertThat(pair.http.get("/actuator/inference").json().path("breaker").asString())
                .isEqualTo("FORCED_OPEN");
        assertThat(pair.http
                        .get("/actuator/circuitbreakers")
                        .json()
                        .findPath("cloud")
                        .path("state")
                        .asString())
                .isEqualTo("FORCED_OPEN");
    }

    @Test
    void aBreakerThatOpenedLeavesTheEdgeHealthy() {
        pair.breaker().transitionToOpenState();

        JsonNode health = pair.http.get("/actuator/health").json();

        assertThat(health.path("status").asString()).isEqualTo("UP");
        assertThat(pair.http.get("/actuator/health/liveness").status()).isEqualTo(200);
    }

    @Test
    void aCloudThatRestartedIsFoundWithoutAFailure() {
        int requests = pair.proxy.requests();
        pair.proxy.dropConnections();

        JsonNode answer = split();

        assertThat(answer.path("reason").asString()).isEqualTo("cloud-answered");
        assertThat(pair.breaker().getMetrics().getNumberOfFailedCalls()).isZero();
        assertThat(pair.proxy.requests()).isEqualTo(requests + 1);
    }

    @Test
    void aShorterDeadlineOfARequestIsKeptAndNotHeldAgainstTheCloud() {
        pair.proxy.set(Fault.HANG);
        long quickest = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();

            JsonNode answer = pair.infer(IMAGE, "?policy=split&deadlineMs=50").json();

            assertThat(answer.path("reason").asString()).isEqualTo("timeout");
            quickest = Math.min(quickest, millisSince(start));
        }
        // A busy machine may hold up some of the five, but a request that waited for the cloud's own limit would take
        // longer each time.
        assertThat(quickest).isBetween(50L, (long) ServicePair.RESPONSE_TIMEOUT_MS);
        assertThat(pair.breaker().getState()).isEqualTo(State.CLOSED);
        assertThat(pair.breaker().getMetrics().getNumberOfFailedCalls()).isZero();
    }

    @Test
    void aLongerDeadlineThanConfiguredIsNotGranted() {
        pair.proxy.set(Fault.HANG);
        long start = System.nanoTime();

        pair.infer(IMAGE, "?policy=split&deadlineMs=60000");

        assertThat(millisSince(start)).isLessThan(ServicePair.DEADLINE_MS + SLACK_MS);
    }

    @Test
    void moreCallsThanAllowedAreAnsweredByTheEdgeAtOnce() {
        int seconds = 50;
        try (ConfigurableApplicationContext patient = pair.edge(
                "sparsesplit.cloud.response-timeout=%ds".formatted(seconds),
                "sparsesplit.cloud.deadline=%ds".formatted(seconds))) {
            Http http = new Http(patient);
            pair.proxy.set(Fault.HANG);
            int before = pair.proxy.requests();
            List<CompletableFuture<JsonNode>> hanging = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> split(http)))
                    .limit(ServicePair.MAX_CALLS)
                    .toList();
            await().pollInterval(Duration.ofMillis(2))
                    .until(() -> pair.proxy.requests() == before + ServicePair.MAX_CALLS);

            JsonNode answer = split(http);

            assertThat(answer.path("reason").asString()).isEqualTo("overload");
            assertThat(answer.path("exit").asString()).isEqualTo("edge-fallback");
            assertThat(hanging).noneMatch(CompletableFuture::isDone);
            pair.proxy.set(Fault.NONE);
            pair.proxy.dropConnections();
            hanging.forEach(
                    call -> assertThat(call.join().path("reason").asString()).isNotEqualTo("overload"));
        }
    }

    private void assertFallsBackOpensAndRecovers(Fault fault, String reason) {
        pair.proxy.set(fault);
        assertFallsBackOpensAndRecovers(reason, () -> pair.proxy.set(Fault.NONE));
    }

    private void assertFallsBackOpensAndRecovers(String reason, Runnable repair) {
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            assertFallback(split(), reason);
            assertThat(millisSince(start)).isLessThan(ServicePair.DEADLINE_MS + SLACK_MS);
        }
        // It may be half-open for a moment, and then open again.
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> split().path("reason").asString().equals("breaker-open"));

        repair.run();

        await().pollInterval(Duration.ofMillis(50))
                .until(() -> split().path("exit").asString().equals("cloud")
                        && pair.breaker().getState() == State.CLOSED);
    }

    private void assertFallback(JsonNode answer, String reason) {
        Classification expected =
                pair.decide(IMAGE, OptionalDouble.of(Head.NEVER)).exitScore().classification();
        assertThat(answer.path("reason").asString()).isEqualTo(reason);
        assertThat(answer.path("exit").asString()).isEqualTo("edge-fallback");
        assertThat(answer.path("degraded").asBoolean()).isTrue();
        assertThat(answer.path("classIndex").asInt()).isEqualTo(expected.classIndex());
        assertThat(answer.path("confidence").floatValue()).isEqualTo(expected.probability());
    }

    private JsonNode split() {
        return split(pair.http);
    }

    private static JsonNode split(Http http) {
        Reply reply = http.post("/infer?policy=split", "image/png", IMAGE);
        assertThat(reply.status()).isEqualTo(200);
        return reply.json();
    }

    private static long millisSince(long nanoTime) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanoTime);
    }
}
