package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.ExitDecision.Continue;
import io.sparsesplit.model.network.Head;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What is different when edge and cloud speak HTTP/2. */
@ExtendWith(Rig.Shared.class)
@Rig.Http2
class Http2Test {

    private final Rig rig;

    Http2Test(Rig rig) {
        this.rig = rig;
    }

    @Test
    void imagesAtOneTimeShareAConnection() {
        infer(0);
        int connections = rig.proxy.connections();

        List<JsonNode> answers =
                IntStream.range(0, Rig.MAX_CALLS)
                        .mapToObj(i -> CompletableFuture.supplyAsync(() -> infer(i)))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList();

        assertThat(rig.proxy.connections()).isEqualTo(connections);
        for (int i = 0; i < answers.size(); i++) {
            Classification expected =
                    rig.complete((Continue) rig.decide(Pictures.png(i), OptionalDouble.of(Head.NEVER)));
            assertThat(answers.get(i).path("exit").asString()).isEqualTo("cloud");
            assertThat(answers.get(i).path("classIndex").asInt()).isEqualTo(expected.classIndex());
        }
    }

    @Test
    void aWarmRequestIsShorterThanOverHttp1() {
        IntStream.range(0, 3).forEach(this::infer);

        JsonNode bytes = infer(1).path("bytes");

        assertThat(bytes.path("sent").asLong() - bytes.path("frame").asLong()).isLessThan(100);
        assertThat(bytes.path("received").asLong()).isLessThan(155);
    }

    @Test
    void metersCountWhatIsOnTheWire() {
        // What opens the connection belongs to no request, and is charged to one of the first.
        IntStream.range(0, 10).forEach(this::infer);
        long sent = rig.proxy.bytesFromEdge();
        long received = rig.proxy.bytesToEdge();
        double metricSent = rig.metric("sparsesplit_bytes_wire_total{direction=\"sent\"}");
        double metricReceived = rig.metric("sparsesplit_bytes_wire_total{direction=\"received\"}");

        List<JsonNode> answers = IntStream.range(0, 50).mapToObj(this::infer).toList();

        sent = rig.proxy.bytesFromEdge() - sent;
        received = rig.proxy.bytesToEdge() - received;
        metricSent = rig.metric("sparsesplit_bytes_wire_total{direction=\"sent\"}") - metricSent;
        metricReceived = rig.metric("sparsesplit_bytes_wire_total{direction=\"received\"}") - metricReceived;
        assertThat((double) sum(answers, "sent")).isEqualTo(metricSent);
        assertThat((double) sum(answers, "received")).isEqualTo(metricReceived);
        // A frame that belongs to no request may be charged before or behind these.
        assertThat(metricSent).isBetween(sent - 50.0, sent + 50.0);
        assertThat(metricReceived).isBetween(received - 50.0, received + 50.0);
    }

    @Test
    void aRequestGivenUpLeavesTheConnectionToOthers() {
        infer(0);
        int connections = rig.proxy.connections();
        rig.proxy.set(FaultyProxy.Fault.LATE);
        JsonNode late =
                rig.infer(Pictures.png(1), "?policy=split&deadlineMs=50").json();
        rig.proxy.set(FaultyProxy.Fault.NONE);

        JsonNode next = rig.infer(Pictures.png(2), "?policy=split").json();

        assertThat(late.path("reason").asString()).isEqualTo("timeout");
        assertThat(next.path("model").path("name").asString()).isEqualTo("small");
        assertThat(rig.proxy.connections()).isEqualTo(connections);
    }

    private JsonNode infer(int seed) {
        return rig.infer(Pictures.png(seed), "?policy=split").json();
    }

    private static long sum(List<JsonNode> answers, String bytes) {
        return answers.stream()
                .mapToLong(answer -> answer.path("bytes").path(bytes).asLong())
                .sum();
    }
}
