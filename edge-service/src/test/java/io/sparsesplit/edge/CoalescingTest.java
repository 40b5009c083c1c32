package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.sparsesplit.edge.FaultProxy.Fault;
import io.sparsesplit.edge.offload.CloudClient;
import io.sparsesplit.edge.offload.Offload;
import io.sparsesplit.edge.offload.OffloadResult;
import io.sparsesplit.edge.outcome.AnswerReason;
import io.sparsesplit.edge.outcome.Deadline;
import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.codec.Features;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.ExitDecision.Continue;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.service.Http;
import io.sparsesplit.service.SmallModel;
import io.sparsesplit.service.tracing.Trace;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Images that need the cloud about the same time share a call, and nothing else. */
@ExtendWith(ServicePair.Shared.class)
class CoalescingTest {

    private static final int IMAGES = 5;

    private final ServicePair pair;
    private final ConfigurableApplicationContext edge;
    private final Http http;
    private final ExecutorService clients = Executors.newFixedThreadPool(IMAGES);

    CoalescingTest(ServicePair pair) {
        this.pair = pair;
        // A call is full before its delay is over, so that tests need not wait for it.
        this.edge = pair.edge(
                "sparsesplit.cloud.coalesce-delay=1s",
                "sparsesplit.cloud.max-images-per-call=" + IMAGES,
                "sparsesplit.cloud.response-timeout=4s",
                "sparsesplit.cloud.deadline=5s");
        this.http = new Http(edge);
    }

    @AfterEach
    void stop() {
        edge.close();
        clients.shutdownNow();
    }

    @Test
    void imagesOfOneTimeTravelInOneCallAndEachGetsItsOwnAnswer() {
        // The first requests of an edge are slow, and may take longer than a call waits for others.
        together("");
        int requests = pair.proxy.requests();
        int before = calls().get(0);

        List<JsonNode> answers = together("");

        assertThat(pair.proxy.requests()).isEqualTo(requests + 1);
        assertThat(calls()).containsExactly(before + 1, 0);
        for (int i = 0; i < IMAGES; i++) {
            Classification expected =
                    pair.complete((Continue) pair.decide(Pictures.png(i), OptionalDouble.of(Head.NEVER)));
            assertThat(answers.get(i).path("reason").asString()).isEqualTo("cloud-answered");
            assertThat(answers.get(i).path("classIndex").asInt()).isEqualTo(expected.classIndex());
            assertThat(answers.get(i).path("confidence").floatValue())
                    .isCloseTo(expected.probability(), offset(0.0001f));
        }
    }

    @Test
    void whatImagesAreChargedIsWhatTravelled() {
        together("");
        long sent = pair.proxy.bytesFromEdge();
        long received = pair.proxy.bytesToEdge();

        List<JsonNode> answers = together("");

        assertThat(sum(answers, "sent")).isEqualTo(pair.proxy.bytesFromEdge() - sent);
        assertThat(sum(answers, "received")).isEqualTo(pair.proxy.bytesToEdge() - received);
        assertThat(sum(answers, "sent")).isLessThan(IMAGES * 150);
        long[] frames = answers.stream()
                .mapToLong(answer -> answer.path("bytes").path("frame").asLong())
                .sorted()
                .toArray();
        assertThat(frames[1] - frames[0])
                .as("all but the last frame of a body have a length, of one byte here")
                .isEqualTo(1);
        assertThat(frames[1]).isEqualTo(frames[IMAGES - 1]);
    }

    @Test
    void aFailureOfTheCallIsThatOfAllItsImagesAndCountsOnce() {
        together("");
        int before = calls().get(0);
        pair.proxy.set(Fault.TRUNCATED);

        List<JsonNode> answers = together("");

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.path("reason").asString()).isEqualTo("bad-answer");
            assertThat(answer.path("exit").asString()).isEqualTo("edge-fallback");
        });
        assertThat(calls()).containsExactly(before, 1);
    }

    @Test
    void anImageThatCannotWaitDoesNoHarmToOthers() {
        together("");
        int before = calls().get(0);
        pair.proxy.set(Fault.LATE);

        List<JsonNode> answers = together("", "", "&deadlineMs=800", "", "");

        assertThat(answers.stream().map(answer -> answer.path("reason").asString()))
                .containsExactly("cloud-answered", "cloud-answered", "timeout", "cloud-answered", "cloud-answered");
        assertThat(calls()).containsExactly(before + 1, 0);
    }

    @Test
    void waitingForOthersTakesNoMoreThanHalfOfTheTimeThatAnImageHas() {
        together("");

        JsonNode answer = http.post("/infer?policy=split&deadlineMs=400", "image/png", Pictures.png(1))
                .json();

        assertThat(answer.path("reason").asString()).isEqualTo("cloud-answered");
        assertThat(answer.path("latencyMs").path("cloud").asDouble()).isBetween(150.0, 400.0);
    }

    @Test
    void aVersionThatTheCloudDoesNotHoldDoesNoHarmToOthers(@TempDir Path otherModels) {
        together("");
        int before = calls().get(0);
        SmallModel.publish(otherModels, 2);
        EdgeModel other = new ModelRepository(otherModels).loadEdge(SmallModel.NAME, SmallModel.VERSION);
        CloudClient client = edge.getBean(CloudClient.class);
        Features features = ((Continue) pair.decide(Pictures.png(1), OptionalDouble.of(Head.NEVER))).features();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        long sent = pair.proxy.bytesFromEdge();

        List<OffloadResult> replies = IntStream.range(0, IMAGES)
                .mapToObj(i -> i % 2 == 0 ? pair.head : other)
                .map(model -> CompletableFuture.supplyAsync(
                        () -> client.ask(
                                Offload.OfFeatures.of(model, model.codecs().standard(), features),
                                new Deadline(end, 30_000, false),
                                Trace.of(null)),
                        clients))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        for (int i = 0; i < IMAGES; i++) {
            assertThat(replies.get(i).reason())
                    .isEqualTo(i % 2 == 0 ? AnswerReason.CLOUD_ANSWERED : AnswerReason.FINGERPRINT_MISMATCH);
        }
        assertThat(calls()).containsExactly(before + 1, 0);
        assertThat(replies.stream().mapToLong(reply -> reply.transfer().sent()).sum())
                .isEqualTo(pair.proxy.bytesFromEdge() - sent);
    }

    private List<JsonNode> together(String... more) {
        return IntStream.range(0, IMAGES)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> http.post("/infer?policy=split" + more[i % more.length], "image/png", Pictures.png(i))
                                .json(),
                        clients))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    /** Successful and failed, as the breaker counts them. */
    private List<Integer> calls() {
        CircuitBreaker.Metrics metrics = edge.getBean(CircuitBreakerRegistry.class)
                .circuitBreaker(CloudClient.BREAKER)
                .getMetrics();
        return List.of(metrics.getNumberOfSuccessfulCalls(), metrics.getNumberOfFailedCalls());
    }

    private static long sum(List<JsonNode> answers, String bytes) {
        return answers.stream()
                .mapToLong(answer -> answer.path("bytes").path(bytes).asLong())
                .sum();
    }
}
