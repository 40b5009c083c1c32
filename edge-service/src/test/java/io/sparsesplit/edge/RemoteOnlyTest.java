package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.sparsesplit.edge.FaultyProxy.Fault;
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
@ExtendWith(Rig.Shared.class)
class RemoteOnlyTest {

    private static final byte[] IMAGE = Pictures.png(1);

    private final Rig rig;

    RemoteOnlyTest(Rig rig) {
        this.rig = rig;
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "gif", "jpeg"})
    void theFilesBytesTravelAsPostedAndTheCloudAnswersAsItDoesToFeatures(String format) {
        byte[] image = Pictures.file(format, 40, 3);
        Classification expected = rig.complete((Continue) rig.decide(image, OptionalDouble.of(Head.NEVER)));

        JsonNode answer = rig.infer(image, "?policy=remote-only").json();

        assertThat(rig.proxy.lastRequest())
                .startsWith("POST /classify?model="
                        + rig.head.fingerprint().toString().substring(0, 16) + " HTTP/1.1\r\n")
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
        double heads = rig.metric("sparsesplit_head_seconds_count");

        JsonNode answer =
                rig.infer(IMAGE, "?policy=remote-only&minConfidence=0").json();

        assertThat(rig.metric("sparsesplit_head_seconds_count")).isEqualTo(heads);
        assertThat(answer.path("exit").asString()).isEqualTo("cloud");
        assertThat(answer.path("criterionValue").isNull()).isTrue();
        assertThat(answer.path("threshold").isNull()).isTrue();
        assertThat(answer.path("decision").path("asked").size()).isZero();
        assertThat(answer.path("decision").path("thresholdBy").asString()).isEqualTo("policy");
    }

    @Test
    void bytesAreThoseOfTheImageAndThoseTheProxyCounts() {
        rig.infer(IMAGE, "?policy=remote-only");
        long sent = rig.proxy.bytesFromEdge();
        long received = rig.proxy.bytesToEdge();

        JsonNode bytes = rig.infer(IMAGE, "?policy=remote-only").json().path("bytes");

        assertThat(bytes.path("codec").asString()).isEqualTo("image");
        assertThat(bytes.path("payload").asInt()).isEqualTo(IMAGE.length);
        assertThat(bytes.path("frame").asInt()).isEqualTo(IMAGE.length);
        assertThat(bytes.path("sent").asLong()).isEqualTo(rig.proxy.bytesFromEdge() - sent);
        assertThat(bytes.path("received").asLong()).isEqualTo(rig.proxy.bytesToEdge() - received);
    }

    @ParameterizedTest
    @CsvSource({"HANG, timeout", "ERROR_500, cloud-error", "DAMAGED, bad-answer", "RESET, connection-lost"})
    void theHeadAnswersWhenTheCloudCannot(Fault fault, String reason) {
        rig.infer(IMAGE, "?policy=remote-only");
        rig.proxy.set(fault);

        assertFallback(rig.infer(IMAGE, "?policy=remote-only"), reason);
    }

    @Test
    void theBreakerIsTheSameAsForFeatures() {
        rig.breaker().transitionToForcedOpenState();
        int requests = rig.proxy.requests();

        assertFallback(rig.infer(IMAGE, "?policy=remote-only"), "breaker-open");

        assertThat(rig.proxy.requests()).isEqualTo(requests);
    }

    @Test
    void aShorterDeadlineIsKept() {
        rig.proxy.set(Fault.HANG);
        long quickest = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            assertFallback(rig.infer(IMAGE, "?policy=remote-only&deadlineMs=50"), "timeout");
            quickest = Math.min(quickest, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        }

        // A busy machine may hold up some of the five.
        assertThat(quickest).isBetween(50L, (long) Rig.RESPONSE_TIMEOUT_MS);
        assertThat(rig.breaker().getMetrics().getNumberOfFailedCalls()).isZero();
    }

    @Test
    void anotherModelInTheCloudIsNotAsked(@TempDir Path otherModels) {
        SmallModel.publish(otherModels, 2);
        try (ConfigurableApplicationContext otherCloud = Rig.cloud(otherModels)) {
            rig.proxy.passTo(Rig.port(otherCloud));

            assertFallback(rig.infer(IMAGE, "?policy=remote-only"), "fingerprint-mismatch");
        }
    }

    @Test
    void whatIsNoImageDoesNotTravel() {
        int requests = rig.proxy.requests();

        Reply reply = rig.infer(Arrays.copyOf(IMAGE, IMAGE.length / 2), "?policy=remote-only");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.problem()).isEqualTo("undecodable-image");
        assertThat(rig.proxy.requests()).isEqualTo(requests);
    }

    /** A flat image passes every check but the last, which needs its pixels. */
    @Test
    void whatTheCloudCannotUseIsRefusedAndNotHeldAgainstTheCloud() {
        for (int i = 0; i < 5; i++) {
            Reply reply = rig.infer(Pictures.flat(), "?policy=remote-only");

            assertThat(reply.status()).isEqualTo(422);
            assertThat(reply.problem()).isEqualTo("unusable-image");
        }
        assertThat(rig.breaker().getState()).isEqualTo(State.CLOSED);
        assertThat(rig.breaker().getMetrics().getNumberOfFailedCalls()).isZero();
    }

    private void assertFallback(Reply reply, String reason) {
        JsonNode answer = reply.json();
        Classification expected =
                rig.decide(IMAGE, OptionalDouble.of(Head.NEVER)).verdict().classification();
        assertThat(answer.path("reason").asString()).isEqualTo(reason);
        assertThat(answer.path("exit").asString()).isEqualTo("edge-fallback");
        assertThat(answer.path("degraded").asBoolean()).isTrue();
        assertThat(answer.path("classIndex").asInt()).isEqualTo(expected.classIndex());
        assertThat(answer.path("confidence").floatValue()).isEqualTo(expected.probability());
        assertThat(answer.path("criterionValue").asDouble()).isEqualTo(expected.probability());
        Recomputed.assertAgrees(answer);
    }
}
