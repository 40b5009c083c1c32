package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.sparsesplit.edge.FaultProxy.Fault;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.ExitDecision.Continue;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.service.Http.Reply;
import io.sparsesplit.service.SmallModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The image itself travels, and the cloud answers with both halves. */
@ExtendWith(ServicePair.Shared.class)
class RemoteOnlyTest {

    private static final byte[] IMAGE = Pictures.png(1);

    private final ServicePair pair;

    RemoteOnlyTest(ServicePair pair) {
        this.pair = pair;
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "gif", "jpeg"})
    void theFilesBytesTravelAsPostedAndTheCloudAnswersAsItDoesToFeatures(String format) {
        byte[] image = Pictures.file(format, 40, 3);
        Classification expected = pair.complete((Continue) pair.decide(image, OptionalDouble.of(Head.NEVER)));

        JsonNode answer = pair.infer(image, "?policy=remote-only").json();

        assertThat(pair.proxy.lastRequest())
                .startsWith("POST /classify?model="
                        + pair.head.fingerprint().toString().substring(0, 16) + " HTTP/1.1\r\n")
                .contains("Content-Type: image/" + format + "\r\n")
                .endsWith("\r\n\r\n" + new String(image, StandardCharsets.ISO_8859_1));
        assertThat(answer.path("exit").asString()).isEqualTo("cloud");
        assertThat(answer.path("reason").asString()).isEqualTo("cloud-answered");
        assertThat(answer.path("classIndex").asInt()).isEqualTo(expected.classIndex());
        assertThat(answer.path("confidence").floatValue()).isCloseTo(expected.probability(), within(0.51f / 65535));
        Recomputed.assertAgrees(answer);
    }

    @Test
    void theHeadDoesNotRunAndNoThresholdApplies() {
        double heads = pair.metric("sparsesplit_head_seconds_count");

        JsonNode answer =
                pair.infer(IMAGE, "?policy=remote-only&minConfidence=0").json();

        assertThat(pair.metric("sparsesplit_head_seconds_count")).isEqualTo(heads);
        assertThat(answer.path("exit").asString()).isEqualTo("cloud");
        assertThat(answer.path("criterionValue").isNull()).isTrue();
        assertThat(answer.path("threshold").isNull()).isTrue();
        assertThat(answer.path("decision").path("asked").size()).isZero();
        assertThat(answer.path("decision").path("thresholdBy").asString()).isEqualTo("policy");
    }

    @Test
    void bytesAreThoseOfTheImageAndThoseTheProxyCounts() {
        pair.infer(IMAGE, "?policy=remote-only");
        long sent = pair.proxy.bytesFromEdge();
        long received = pair.proxy.bytesToEdge();

        JsonNode bytes = pair.infer(IMAGE, "?policy=remote-only").json().path("bytes");

        assertThat(bytes.path("codec").asString()).isEqualTo("image");
        assertThat(bytes.path("payload").asInt()).isEqualTo(IMAGE.length);
        assertThat(bytes.path("frame").asInt()).isEqualTo(IMAGE.length);
        assertThat(bytes.path("sent").asLong()).isEqualTo(pair.proxy.bytesFromEdge() - sent);
        assertThat(bytes.path("received").asLong()).isEqualTo(pair.proxy.bytesToEdge() - received);
    }

    @ParameterizedTest
    @CsvSource({"HANG, timeout", "ERROR_500, cloud-error", "DAMAGED, bad-answer", "RESET, connection-lost"})
    void theHeadAnswersWhenTheCloudCannot(Fault fault, String reason) {
        pair.infer(IMAGE, "?policy=remote-only");
        pair.proxy.set(fault);

        assertFallback(pair.infer(IMAGE, "?policy=remote-only"), reason);
    }

    @Test
    void theBreakerIsTheSameAsForFeatures() {
        pair.breaker().transitionToForcedOpenState();
        int requests = pair.proxy.requests();

        assertFallback(pair.infer(IMAGE, "?policy=remote-only"), "breaker-open");

        assertThat(pair.proxy.requests()).isEqualTo(requests);
    }

    @Test
    void aShorterDeadlineIsKept() {
        pair.proxy.set(Fault.HANG);
        long quickest = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            assertFallback(pair.infer(IMAGE, "?policy=remote-only&deadlineMs=50"), "timeout");
            quickest = Math.min(quickest, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        }

        // A busy machine may hold up some of the five.
        assertThat(quickest).isBetween(50L, (long) ServicePair.RESPONSE_TIMEOUT_MS);
        assertThat(pair.breaker().getMetrics().getNumberOfFailedCalls()).isZero();
    }

    @Test
    void anotherModelInTheCloudIsNotAsked(@TempDir Path otherModels) {
        SmallModel.publish(otherModels, 2);
        try (ConfigurableApplicationContext otherCloud = ServicePair.cloud(otherModels)) {
            pair.proxy.passTo(ServicePair.port(otherCloud));

            assertFallback(pair.infer(IMAGE, "?policy=remote-only"), "fingerprint-mismatch");
        }
    }

    @Test
    void whatIsNoImageDoesNotTravel() {
        int requests = pair.proxy.requests();

        Reply reply = pair.infer(Arrays.copyOf(IMAGE, IMAGE.length / 2), "?policy=remote-only");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.problem()).isEqualTo("undecodable-image");
        assertThat(pair.proxy.requests()).isEqualTo(requests);
    }

    /** A flat image passes every check but the last, which needs its pixels. */
    @Test
    void whatTheCloudCannotUseIsRefusedAndNotHeldAgainstTheCloud() {
        for (int i = 0; i < 5; i++) {
            Reply reply = pair.infer(Pictures.flat(), "?policy=remote-only");

            assertThat(reply.status()).isEqualTo(422);
            assertThat(reply.problem()).isEqualTo("unusable-image");
        }
        assertThat(pair.breaker().getState()).isEqualTo(State.CLOSED);
        assertThat(pair.breaker().getMetrics().getNumberOfFailedCalls()).isZero();
    }

    private void assertFallback(Reply reply, String reason) {
        JsonNode answer = reply.json();
        Classification expected =
                pair.decide(IMAGE, OptionalDouble.of(Head.NEVER)).exitScore().classification();
        assertThat(answer.path("reason").asString()).isEqualTo(reason);
        assertThat(answer.path("exit").asString()).isEqualTo("edge-fallback");
        assertThat(answer.path("degraded").asBoolean()).isTrue();
        assertThat(answer.path("classIndex").asInt()).isEqualTo(expected.classIndex());
        assertThat(answer.path("confidence").floatValue()).isEqualTo(expected.probability());
        assertThat(answer.path("criterionValue").asDouble()).isEqualTo(expected.probability());
        Recomputed.assertAgrees(answer);
    }
}
