package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.edge.FaultProxy.Fault;
import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.Frame;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.ExitDecision;
import io.sparsesplit.model.network.ExitDecision.Continue;
import io.sparsesplit.model.network.ExitScore;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.service.Http.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What an image is answered when all goes well. */
@ExtendWith(ServicePair.Shared.class)
class InferTest {

    private static final byte[] IMAGE = Pictures.png(1);

    private final ServicePair pair;

    InferTest(ServicePair pair) {
        this.pair = pair;
    }

    @Test
    void theEdgeAnswersByItselfWhenItIsSureEnough() {
        ExitScore expected = pair.decide(IMAGE, OptionalDouble.of(0.01)).exitScore();

        JsonNode answer = pair.infer(IMAGE, "?minConfidence=0.01").json();

        assertAnswer(answer, expected.classification(), "edge", "confident");
        assertThat(answer.path("criterion").asString()).isEqualTo("max-softmax");
        assertThat(answer.path("criterionValue").asDouble()).isEqualTo(expected.confidence());
        assertThat(answer.path("threshold").asDouble()).isEqualTo(0.01);
        assertThat(answer.path("bytes").path("image").asInt()).isEqualTo(IMAGE.length);
        assertThat(answer.path("bytes").path("payload").asInt()).isZero();
        assertThat(answer.path("bytes").path("frame").asInt()).isZero();
        assertThat(answer.path("bytes").path("codec").isNull()).isTrue();
        assertThat(answer.path("bytes").path("sent").asInt()).isZero();
        assertThat(answer.path("latencyMs").path("cloud").asDouble()).isZero();
        assertThat(answer.path("latencyMs").path("total").asDouble()).isPositive();
        assertThat(answer.path("model").path("fingerprint").asString())
                .isEqualTo(pair.head.fingerprint().toString());
    }

    @Test
    void theCloudAnswersWhenTheEdgeIsNotSure() {
        Continue unsure = (Continue) pair.decide(IMAGE, OptionalDouble.of(1));

        JsonNode answer = pair.infer(IMAGE, "?minConfidence=1").json();

        assertAnswer(answer, pair.complete(unsure), "cloud", "cloud-answered");
        assertThat(answer.path("criterionValue").asDouble())
                .isEqualTo(unsure.exitScore().confidence());
        assertThat(answer.path("threshold").asDouble()).isEqualTo(1);
        assertThat(answer.path("bytes").path("payload").asInt()).isEqualTo(28);
        assertThat(answer.path("bytes").path("frame").asInt()).isEqualTo(35);
        assertThat(answer.path("bytes").path("codec").asString()).isEqualTo("uint8");
        assertThat(answer.path("latencyMs").path("cloud").asDouble()).isPositive();
    }

    @Test
    void theModelsOwnThresholdHoldsWhenNoneIsGiven() {
        for (int seed = 0; seed < 20; seed++) {
            byte[] image = Pictures.png(seed);
            ExitDecision decision = pair.decide(image, OptionalDouble.empty());

            JsonNode answer = pair.infer(image, "").json();

            assertThat(answer.path("exit").asString())
                    .isEqualTo(decision instanceof ExitDecision.Exit ? "edge" : "cloud");
            assertThat(answer.path("threshold").asDouble()).isEqualTo(0.5);
            assertThat(answer.path("criterionValue").asDouble() >= 0.5)
                    .isEqualTo(decision instanceof ExitDecision.Exit);
        }
    }

    @Test
    void withPolicySplitTheCloudAnswersHoweverSureTheEdgeIs() {
        Continue sent = (Continue) pair.decide(IMAGE, OptionalDouble.of(Head.NEVER));

        JsonNode answer = pair.infer(IMAGE, "?policy=split&minConfidence=0").json();

        assertAnswer(answer, pair.complete(sent), "cloud", "cloud-answered");
        assertThat(answer.path("threshold").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"float32", "uint8", "packed", "run-length", "deflate"})
    void featuresTravelAsTheRequestWishes(String name) {
        Continue sent = (Continue) pair.decide(IMAGE, OptionalDouble.of(Head.NEVER));
        Codec codec = Codec.of(name);

        JsonNode answer = pair.infer(IMAGE, "?policy=split&codec=" + name).json();

        assertAnswer(answer, pair.complete(sent, codec), "cloud", "cloud-answered");
        JsonNode bytes = answer.path("bytes");
        int payload = pair.payload(sent, codec);
        assertThat(bytes.path("codec").asString()).isEqualTo(name);
        assertThat(bytes.path("payload").asInt()).isEqualTo(payload);
        assertThat(bytes.path("frame").asInt()).isEqualTo(payload + Frame.OVERHEAD_BYTES);
        assertThat(pair.proxy.lastRequest()).contains("Content-Length: " + (payload + Frame.OVERHEAD_BYTES) + "\r\n");
    }

    @Test
    void withPolicyLocalOnlyTheEdgeAnswersHoweverUnsureItIs() {
        int requests = pair.proxy.requests();
        ExitScore expected = pair.decide(IMAGE, OptionalDouble.of(1)).exitScore();

        JsonNode answer =
                pair.infer(IMAGE, "?policy=local-only&minConfidence=1").json();

        assertAnswer(answer, expected.classification(), "edge", "policy-local-only");
        assertThat(answer.path("threshold").asDouble()).isEqualTo(1);
        assertThat(pair.proxy.requests()).isEqualTo(requests);
    }

    @Test
    void theModelMayBeNamed() {
        assertThat(pair.infer(IMAGE, "?model=small&version=3.1.0").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "gif", "jpeg"})
    void theFormatIsToldByTheBytesWhateverTheContentTypeSays(String format) {
        byte[] image = Pictures.file(format, 56, 3);

        for (String type : new String[] {"image/" + format, "image/png", "application/octet-stream", ""}) {
            Reply reply = pair.http.post("/infer?policy=local-only", type, image);

            assertThat(reply.status())
                    .as("%s as '%s': %s", format, type, reply.text())
                    .isEqualTo(200);
            assertThat(reply.json().path("bytes").path("image").asInt()).isEqualTo(image.length);
        }
    }

    @Test
    void aFormIsReadLikeABareImage() {
        JsonNode bare = pair.infer(IMAGE, "?policy=local-only").json();

        JsonNode form = pair.http
                .post(
                        "/infer?policy=local-only",
                        "multipart/form-data; boundary=x",
                        form("Content-Disposition: form-data; name=\"image\"; filename=\"a.png\"", IMAGE))
                .json();

        assertThat(form.path("probabilities")).isEqualTo(bare.path("probabilities"));
        assertThat(form.path("bytes").path("image").asInt()).isEqualTo(IMAGE.length);
    }

    @Test
    void theTraceOfTheClientIsKeptAndPassedOn() {
        String id = "4bf92f3577b34da6a3ce929d0e0e4736";

        Reply reply = pair.http.post(
                "/infer?policy=split", "image/png", IMAGE, "traceparent", "00-" + id + "-00f067aa0ba902b7-01");

        assertThat(reply.json().path("traceId").asString()).isEqualTo(id);
        assertThat(pair.proxy.lastRequest()).contains("traceparent: 00-" + id + "-00f067aa0ba902b7-01\r\n");
    }

    @Test
    void aTraceThatNobodyRecordsCostsNoBytes() {
        JsonNode answer = pair.infer(IMAGE, "?policy=split").json();

        assertThat(answer.path("traceId").asString()).matches("[0-9a-f]{32}");
        assertThat(pair.proxy.lastRequest()).contains("POST /complete").doesNotContain("traceparent");
    }

    @Test
    void bytesOnTheWireEqualWhatTheProxyCounts() {
        pair.infer(IMAGE, "?policy=split");
        double metricSent = pair.metric("sparsesplit_bytes_wire_total{direction=\"sent\"}");
        double metricReceived = pair.metric("sparsesplit_bytes_wire_total{direction=\"received\"}");
        long sentAtFirst = pair.proxy.bytesFromEdge();
        long receivedAtFirst = pair.proxy.bytesToEdge();
        for (int i = 0; i < 50; i++) {
            long sent = pair.proxy.bytesFromEdge();
            long received = pair.proxy.bytesToEdge();

            JsonNode bytes = pair.infer(Pictures.png(i), "?policy=split").json().path("bytes");

            assertThat(bytes.path("sent").asLong()).isEqualTo(pair.proxy.bytesFromEdge() - sent);
            assertThat(bytes.path("received").asLong()).isEqualTo(pair.proxy.bytesToEdge() - received);
        }
        assertThat(pair.metric("sparsesplit_bytes_wire_total{direction=\"sent\"}") - metricSent)
                .isEqualTo((double) (pair.proxy.bytesFromEdge() - sentAtFirst));
        assertThat(pair.metric("sparsesplit_bytes_wire_total{direction=\"received\"}") - metricReceived)
                .isEqualTo((double) (pair.proxy.bytesToEdge() - receivedAtFirst));
    }

    @Test
    void exchangesAtTheSameTimeDoNotCountEachOthersBytes() {
        pair.infer(IMAGE, "?policy=split");
        long sent = pair.proxy.bytesFromEdge();
        long received = pair.proxy.bytesToEdge();

        List<JsonNode> bytes = IntStream.range(0, ServicePair.MAX_CALLS)
                .mapToObj(thread -> CompletableFuture.supplyAsync(() -> IntStream.range(0, 200)
                        .mapToObj(i -> pair.infer(IMAGE, "?policy=split").json())
                        .filter(answer -> answer.path("exit").asString().equals("cloud"))
                        .map(answer -> answer.path("bytes"))
                        .toList()))
                .toList()
                .stream()
                .flatMap(answers -> answers.join().stream())
                .toList();

        assertThat(bytes).hasSizeGreaterThan(100);
        assertThat(bytes.stream().map(b -> b.path("sent").asLong()).distinct()).hasSize(1);
        assertThat(bytes.stream().mapToLong(b -> b.path("sent").asLong()).sum())
                .isEqualTo(pair.proxy.bytesFromEdge() - sent);
        assertThat(bytes.stream().mapToLong(b -> b.path("received").asLong()).sum())
                .isEqualTo(pair.proxy.bytesToEdge() - received);
    }

    @Test
    void bytesSentOnAConnectionThatWasClosedMeanwhileWereOnTheWireToo() {
        pair.infer(IMAGE, "?policy=split");
        long sent = pair.proxy.bytesFromEdge();
        int requests = pair.proxy.requests();
        pair.proxy.set(Fault.CLOSED_ONCE);

        JsonNode bytes = pair.infer(IMAGE, "?policy=split").json().path("bytes");

        // Once into the connection that ends without an answer, and once again.
        assertThat(pair.proxy.requests()).isEqualTo(requests + 2);
        assertThat(bytes.path("sent").asLong()).isEqualTo(pair.proxy.bytesFromEdge() - sent);
    }

    @Test
    void bytesOfAFailedCallAreCountedToo() {
        pair.infer(IMAGE, "?policy=split");
        pair.proxy.set(Fault.TRUNCATED);
        long sent = pair.proxy.bytesFromEdge();
        long received = pair.proxy.bytesToEdge();

        JsonNode bytes = pair.infer(IMAGE, "?policy=split").json().path("bytes");

        assertThat(bytes.path("sent").asLong()).isEqualTo(pair.proxy.bytesFromEdge() - sent);
        assertThat(bytes.path("received").asLong()).isEqualTo(pair.proxy.bytesToEdge() - received);
    }

    @Test
    void connectionsAreUsedAgain() {
        pair.infer(IMAGE, "?policy=split");
        int connections = pair.proxy.connections();

        for (int i = 0; i < 10; i++) {
            pair.infer(IMAGE, "?policy=split");
        }

        assertThat(pair.proxy.connections()).isEqualTo(connections);
    }

    /** Probabilities come from the cloud in whole parts of 65535; those of the edge are exact. */
    private static float rounding(String exit, float parts) {
        return exit.equals("cloud") ? parts / 65535 : 0;
    }

    static byte[] form(String partHeader, byte[] part) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(("--x\r\n" + partHeader + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        form.writeBytes(part);
        form.writeBytes("\r\n--x--\r\n".getBytes(StandardCharsets.UTF_8));
        return form.toByteArray();
    }

    private static void assertAnswer(JsonNode answer, Classification expected, String exit, String reason) {
        assertThat(answer.path("label").asString()).isEqualTo(Integer.toString(expected.classIndex()));
        assertThat(answer.path("classIndex").asInt()).isEqualTo(expected.classIndex());
        assertThat(answer.path("confidence").floatValue())
                .isCloseTo(expected.probability(), within(rounding(exit, 0.51f)));
        for (int c = 0; c < 10; c++) {
            assertThat(answer.path("probabilities").path(c).floatValue())
                    .isCloseTo(expected.probabilities()[c], within(rounding(exit, 1.51f)));
        }
        assertThat(answer.path("exit").asString()).isEqualTo(exit);
        assertThat(answer.path("reason").asString()).isEqualTo(reason);
        assertThat(answer.path("degraded").asBoolean()).isFalse();
    }
}
