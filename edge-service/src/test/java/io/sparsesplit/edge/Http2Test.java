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
@ExtendWith(ServicePair.Shared.class)
@ServicePair.Http2
class Http2Test {

    private final ServicePair pair;

    Http2Test(ServicePair pair) {
        this.pair = pair;
    }

    @Test
    void imagesAtOneTimeShareAConnection() {
        infer(0);
        int connections = pair.proxy.connections();

        List<JsonNode> answers = IntStream.range(0, ServicePair.MAX_CALLS)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> infer(i)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(pair.proxy.connections()).isEqualTo(connections);
        for (int i = 0; i < answers.size(); i++) {
            Classification expected =
                    pair.complete((Continue) pair.decide(Pictures.png(i), OptionalDouble.of(Head.NEVER)));
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
        long sent = pair.proxy.bytesFromEdge();
        long received = pair.proxy.bytesToEdge();
        double metricSent = pair.metric("sparsesplit_bytes_wire_total{direction=\"sent\"}");
        double metricReceived = pair.metric("sparsesplit_bytes_wire_total{direction=\"received\"}");

        List<JsonNode> answers = IntStream.range(0, 50).mapToObj(this::infer).toList();

        sent = pair.proxy.bytesFromEdge() - sent;
        received = pair.proxy.bytesToEdge() - received;
        metricSent = pair.metric("sparsesplit_bytes_wire_total{direction=\"sent\"}") - metricSent;
        metricReceived = pair.metric("sparsesplit_bytes_wire_total{direction=\"received\"}") - metricReceived;
        assertThat((double) sum(answers, "sent")).isEqualTo(metricSent);
        assertThat((double) sum(answers, "received")).isEqualTo(metricReceived);
        // A frame that belongs to no request may be charged before or behind these.
        assertThat(metricSent).isBetween(sent - 50.0, sent + 50.0);
        assertThat(metricReceived).isBetween(received - 50.0, received + 50.0);
    }

    @Test
    void aRequestGivenUpLeavesTheConnectionToOthers() {
        infer(0);
        int connections = pair.proxy.connections();
        pair.proxy.set(FaultProxy.Fault.LATE);
        JsonNode late =
                pair.infer(Pictures.png(1), "?policy=split&deadlineMs=50").json();
        pair.proxy.set(FaultProxy.Fault.NONE);

        JsonNode next = pair.infer(Pictures.png(2), "?policy=split").json();

        assertThat(late.path("reason").asString()).isEqualTo("timeout");
        assertThat(next.path("model").path("name").asString()).isEqualTo("small");
        assertThat(pair.proxy.connections()).isEqualTo(connections);
    }

    private JsonNode infer(int seed) {
        return pair.infer(Pictures.png(seed), "?policy=split").json();
    }

    private static long sum(List<JsonNode> answers, String bytes) {
        return answers.stream()
                .mapToLong(answer -> answer.path("bytes").path(bytes).asLong())
                .sum();
    }
}
