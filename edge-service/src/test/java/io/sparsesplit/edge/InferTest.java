package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.edge.FaultyProxy.Fault;
import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.Frame;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.ExitDecision;
import io.sparsesplit.model.network.ExitDecision.Continue;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.Verdict;
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
@ExtendWith(Rig.Shared.class)
class InferTest {

    private static final byte[] IMAGE = Pictures.png(1);

    private final Rig rig;

    InferTest(Rig rig) {
        this.rig = rig;
    }

    @Test
    void theEdgeAnswersByItselfWhenItIsSureEnough() {
        Verdict expected = rig.decide(IMAGE, OptionalDouble.of(0.01)).verdict();

        JsonNode answer = rig.infer(IMAGE, "?minConfidence=0.01").json();

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
                .isEqualTo(rig.head.fingerprint().toString());
    }

    @Test
    void theCloudAnswersWhenTheEdgeIsNotSure() {
        Continue unsure = (Continue) rig.decide(IMAGE, OptionalDouble.of(1));

        JsonNode answer = rig.infer(IMAGE, "?minConfidence=1").json();

        assertAnswer(answer, rig.complete(unsure), "cloud", "cloud-answered");
        assertThat(answer.path("criterionValue").asDouble())
                .isEqualTo(unsure.verdict().confidence());
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
            ExitDecision decision = rig.decide(image, OptionalDouble.empty());

            JsonNode answer = rig.infer(image, "").json();

            assertThat(answer.path("exit").asString())
                    .isEqualTo(decision instanceof ExitDecision.Exit ? "edge" : "cloud");
            assertThat(answer.path("threshold").asDouble()).isEqualTo(0.5);
            assertThat(answer.path("criterionValue").asDouble() >= 0.5)
                    .isEqualTo(decision instanceof ExitDecision.Exit);
        }
    }

    @Test
    void withPolicySplitTheCloudAnswersHoweverSureTheEdgeIs() {
        Continue sent = (Continue) rig.decide(IMAGE, OptionalDouble.of(Head.NEVER));

        JsonNode answer = rig.infer(IMAGE, "?policy=split&minConfidence=0").json();

        assertAnswer(answer, rig.complete(sent), "cloud", "cloud-answered");
        assertThat(answer.path("threshold").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"float32", "uint8", "packed", "run-length", "deflate"})
    void featuresTravelAsTheRequestWishes(String name) {
        Continue sent = (Continue) rig.decide(IMAGE, OptionalDouble.of(Head.NEVER));
        Codec codec = Codec.of(name);

        JsonNode answer = rig.infer(IMAGE, "?policy=split&codec=" + name).json();

        assertAnswer(answer, rig.complete(sent, codec), "cloud", "cloud-answered");
        JsonNode bytes = answer.path("bytes");
        int payload = rig.payload(sent, codec);
        assertThat(bytes.path("codec").asString()).isEqualTo(name);
        assertThat(bytes.path("payload").asInt()).isEqualTo(payload);
        assertThat(bytes.path("frame").asInt()).isEqualTo(payload + Frame.OVERHEAD_BYTES);
        assertThat(rig.proxy.lastRequest()).contains("Content-Length: " + (payload + Frame.OVERHEAD_BYTES) + "\r\n");
    }

    @Test
    void withPolicyLocalOnlyTheEdgeAnswersHoweverUnsureItIs() {
        int requests = rig.proxy.requests();
        Verdict expected = rig.decide(IMAGE, OptionalDouble.of(1)).verdict();

        JsonNode answer = rig.infer(IMAGE, "?policy=local-only&minConfidence=1").json();

        assertAnswer(answer, expected.classification(), "edge", "policy-local-only");
        assertThat(answer.path("threshold").asDouble()).isEqualTo(1);
        assertThat(rig.proxy.requests()).isEqualTo(requests);
    }

    @Test
    void theModelMayBeNamed() {
        assertThat(rig.infer(IMAGE, "?model=small&version=3.0.0").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "gif", "jpeg"})
    void theFormatIsToldByTheBytesWhateverTheContentTypeSays(String format) {
        byte[] image = Pictures.file(format, 56, 3);

        for (String type : new String[] {"image/" + format, "image/png", "application/octet-stream", ""}) {
            Reply reply = rig.http.post("/infer?policy=local-only", type, image);

            assertThat(reply.status())
                    .as("%s as '%s': %s", format, type, reply.text())
                    .isEqualTo(200);
            assertThat(reply.json().path("bytes").path("image").asInt()).isEqualTo(image.length);
        }
    }

    @Test
    void aFormIsReadLikeABareImage() {
        JsonNode bare = rig.infer(IMAGE, "?policy=local-only").json();

        JsonNode form = rig.http
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

        Reply reply = rig.http.post(
                "/infer?policy=split", "image/png", IMAGE, "traceparent", "00-" + id + "-00f067aa0ba902b7-01");

        assertThat(reply.json().path("traceId").asString()).isEqualTo(id);
        assertThat(rig.proxy.lastRequest()).contains("traceparent: 00-" + id + "-00f067aa0ba902b7-01\r\n");
    }

    @Test
    void aTraceThatNobodyRecordsCostsNoBytes() {
        JsonNode answer = rig.infer(IMAGE, "?policy=split").json();

        assertThat(answer.path("traceId").asString()).matches("[0-9a-f]{32}");
        assertThat(rig.proxy.lastRequest()).contains("POST /complete").doesNotContain("traceparent");
    }

    @Test
    void bytesOnTheWireEqualWhatTheProxyCounts() {
        rig.infer(IMAGE, "?policy=split");
        double metricSent = rig.metric("sparsesplit_bytes_wire_total{direction=\"sent\"}");
        double metricReceived = rig.metric("sparsesplit_bytes_wire_total{direction=\"received\"}");
        long sentAtFirst = rig.proxy.bytesFromEdge();
        long receivedAtFirst = rig.proxy.bytesToEdge();
        for (int i = 0; i < 50; i++) {
            long sent = rig.proxy.bytesFromEdge();
            long received = rig.proxy.bytesToEdge();

            JsonNode bytes = rig.infer(Pictures.png(i), "?policy=split").json().path("bytes");

            assertThat(bytes.path("sent").asLong()).isEqualTo(rig.proxy.bytesFromEdge() - sent);
            assertThat(bytes.path("received").asLong()).isEqualTo(rig.proxy.bytesToEdge() - received);
        }
        assertThat(rig.metric("sparsesplit_bytes_wire_total{direction=\"sent\"}") - metricSent)
                .isEqualTo((double) (rig.proxy.bytesFromEdge() - sentAtFirst));
        assertThat(rig.metric("sparsesplit_bytes_wire_total{direction=\"received\"}") - metricReceived)
                .isEqualTo((double) (rig.proxy.bytesToEdge() - receivedAtFirst));
    }

    @Test
    void exchangesAtTheSameTimeDoNotCountEachOthersBytes() {
        rig.infer(IMAGE, "?policy=split");
        long sent = rig.proxy.bytesFromEdge();
        long received = rig.proxy.bytesToEdge();

        List<JsonNode> bytes = IntStream.range(0, Rig.MAX_CALLS)
                .mapToObj(thread -> CompletableFuture.supplyAsync(() -> IntStream.range(0, 200)
                        .mapToObj(i -> rig.infer(IMAGE, "?policy=split").json())
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
                .isEqualTo(rig.proxy.bytesFromEdge() - sent);
        assertThat(bytes.stream().mapToLong(b -> b.path("received").asLong()).sum())
                .isEqualTo(rig.proxy.bytesToEdge() - received);
    }

    @Test
    void bytesSentOnAConnectionThatWasClosedMeanwhileWereOnTheWireToo() {
        rig.infer(IMAGE, "?policy=split");
        long sent = rig.proxy.bytesFromEdge();
        int requests = rig.proxy.requests();
        rig.proxy.set(Fault.CLOSED_ONCE);

        JsonNode bytes = rig.infer(IMAGE, "?policy=split").json().path("bytes");

        // Once into the connection that ends without an answer, and once again.
        assertThat(rig.proxy.requests()).isEqualTo(requests + 2);
        assertThat(bytes.path("sent").asLong()).isEqualTo(rig.proxy.bytesFromEdge() - sent);
    }

    @Test
    void bytesOfAFailedCallAreCountedToo() {
        rig.infer(IMAGE, "?policy=split");
        rig.proxy.set(Fault.TRUNCATED);
        long sent = rig.proxy.bytesFromEdge();
        long received = rig.proxy.bytesToEdge();

        JsonNode bytes = rig.infer(IMAGE, "?policy=split").json().path("bytes");

        assertThat(bytes.path("sent").asLong()).isEqualTo(rig.proxy.bytesFromEdge() - sent);
        assertThat(bytes.path("received").asLong()).isEqualTo(rig.proxy.bytesToEdge() - received);
    }

    @Test
    void connectionsAreUsedAgain() {
        rig.infer(IMAGE, "?policy=split");
        int connections = rig.proxy.connections();

        for (int i = 0; i < 10; i++) {
            rig.infer(IMAGE, "?policy=split");
        }

        assertThat(rig.proxy.connections()).isEqualTo(connections);
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
