package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.sparsesplit.edge.FaultProxy.Fault;
import io.sparsesplit.edge.outbox.EnqueueResult;
import io.sparsesplit.edge.outbox.KnownModel;
import io.sparsesplit.edge.outbox.NewEntry;
import io.sparsesplit.edge.outbox.Outbox;
import io.sparsesplit.model.codec.Frame;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.ExitDecision.Continue;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.service.Http;
import io.sparsesplit.service.Http.Reply;
import io.sparsesplit.service.SmallModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer at once, and the cloud's later: whatever happens in between, once. */
@ExtendWith({ServicePair.Shared.class, OutputCaptureExtension.class})
class RefinementTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();

    private final ServicePair pair;

    @TempDir
    Path folder;

    RefinementTest(ServicePair pair) {
        this.pair = pair;
    }

    private ConfigurableApplicationContext edge(String... settings) {
        return pair.edge(withOutbox(settings));
    }

    private String[] withOutbox(String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "sparsesplit.outbox.enabled=true",
                "sparsesplit.outbox.path=" + folder.resolve("outbox.db"),
                "sparsesplit.outbox.linger=20ms",
                "sparsesplit.outbox.retry-min=50ms",
                "sparsesplit.outbox.retry-max=200ms"));
        all.addAll(List.of(settings));
        return all.toArray(String[]::new);
    }

    private static Reply post(Http http, int image, String query) {
        return http.post("/infer" + query, "image/png", Pictures.png(image), "Prefer", "respond-async");
    }

    /** Posts images and returns the numbers of those by the id that was given for them. */
    private static Map<String, Integer> queue(Http http, int from, int to) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        for (int i = from; i < to; i++) {
            Reply reply = post(http, i, "?policy=split");
            assertThat(reply.status()).isEqualTo(202);
            ids.put(reply.json().path("id").asString(), i);
        }
        assertThat(ids).hasSize(to - from);
        return ids;
    }

    private static JsonNode inference(Http http, String id) {
        return http.get("/inferences/" + id).json();
    }

    private static void awaitRefined(Http http, Iterable<String> ids) {
        for (String id : ids) {
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> inference(http, id).path("state").asString().equals("refined"));
        }
    }

    private void assertRefinedLikeTheCloud(JsonNode inference, int image) {
        Continue unsure = (Continue) pair.decide(Pictures.png(image), OptionalDouble.of(Head.NEVER));
        Classification edge = unsure.exitScore().classification();
        Classification cloud = pair.complete(unsure);
        assertThat(inference.path("provisional").path("classIndex").asInt()).isEqualTo(edge.classIndex());
        assertThat(inference.path("provisional").path("confidence").floatValue())
                .isEqualTo(edge.probability());
        assertThat(inference.path("refined").path("classIndex").asInt()).isEqualTo(cloud.classIndex());
        assertThat(inference.path("refined").path("confidence").floatValue())
                .isCloseTo(cloud.probability(), org.assertj.core.data.Offset.offset(1e-4f));
        assertThat(inference.path("revised").asBoolean()).isEqualTo(edge.classIndex() != cloud.classIndex());
    }

    @Test
    void theEdgeAnswersAtOnceAndTheCloudsAnswerFollows() {
        try (ConfigurableApplicationContext edge = edge()) {
            Http http = new Http(edge);

            Reply reply = post(http, 1, "?policy=split");

            JsonNode answer = reply.json();
            String id = answer.path("id").asString();
            assertThat(reply.status()).isEqualTo(202);
            assertThat(reply.response().headers().firstValue("Location")).contains("/inferences/" + id);
            assertThat(reply.response().headers().firstValue("Preference-Applied"))
                    .contains("respond-async");
            assertThat(answer.path("provisional").asBoolean()).isTrue();
            assertThat(answer.path("exit").asString()).isEqualTo("edge-provisional");
            assertThat(answer.path("reason").asString()).isEqualTo("queued");
            assertThat(answer.path("degraded").asBoolean()).isFalse();
            Recomputed.assertAgrees(answer);
            awaitRefined(http, List.of(id));
            JsonNode refined = inference(http, id);
            assertRefinedLikeTheCloud(refined, 1);
            assertThat(refined.path("model").path("version").asString()).isEqualTo(SmallModel.VERSION);
            assertThat(refined.path("endedAt").asString())
                    .isGreaterThan(refined.path("acceptedAt").asString());
        }
    }

    @Test
    void aConfidentAnswerIsFinal() {
        try (ConfigurableApplicationContext edge = edge()) {
            Reply reply = post(new Http(edge), 1, "?minConfidence=0");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.json().path("exit").asString()).isEqualTo("edge");
            assertThat(reply.json().path("provisional").asBoolean()).isFalse();
            assertThat(reply.json().path("id").isNull()).isTrue();
            assertThat(reply.response().headers().firstValue("Preference-Applied"))
                    .isEmpty();
        }
    }

    @Test
    void withoutAnOutboxThePreferenceIsNotApplied() {
        Reply reply = post(pair.http, 1, "?policy=split");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("exit").asString()).isEqualTo("cloud");
        assertThat(reply.response().headers().firstValue("Preference-Applied")).isEmpty();
        Reply none = pair.http.get("/inferences/0f8fad5b-d9cb-469f-a165-70867728950e");
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.detail())
                .isEqualTo("This edge has no outbox: set sparsesplit.outbox.enabled=true to have one.");
    }

    @Test
    void otherPreferencesAreLeftAlone() {
        try (ConfigurableApplicationContext edge = edge()) {
            Http http = new Http(edge);
            byte[] image = Pictures.png(1);

            assertThat(http.post("/infer?policy=split", "image/png", image, "Prefer", "wait=5, handling=lenient")
                            .status())
                    .isEqualTo(200);
            assertThat(http.post("/infer?policy=split", "image/png", image, "Prefer", "wait=5, Respond-Async")
                            .status())
                    .isEqualTo(202);
            assertThat(http.post(
                                    "/infer?policy=split",
                                    "image/png",
                                    image,
                                    "Prefer",
                                    "x",
                                    "Prefer",
                                    "respond-async; a=b")
                            .status())
                    .isEqualTo(202);
        }
    }

    @Test
    void whatWasQueuedWhileTheCloudWasAwaySurvivesARestartAndIsRefinedOnceEach() throws IOException {
        Map<String, Integer> ids;
        try (ConfigurableApplicationContext edge = edge()) {
            pair.proxy.refuse();
            Http http = new Http(edge);
            ids = queue(http, 0, 40);
            assertThat(inference(http, ids.keySet().iterator().next())
                            .path("state")
                            .asString())
                    .isEqualTo("pending");
            assertThat(pair(http, "sparsesplit_outbox_pending")).isEqualTo(40);
            assertThat(pair(http, "sparsesplit_outbox_oldest_age_seconds")).isPositive();
            assertThat(http.get("/actuator/inference")
                            .json()
                            .path("outbox")
                            .path("pending")
                            .asInt())
                    .isEqualTo(40);
            JsonNode health = http.get("/actuator/health").json();
            assertThat(health.path("status").asString()).isEqualTo("UP");
            assertThat(health.findPath("outbox").path("details").path("pending").asInt())
                    .isEqualTo(40);
        } finally {
            pair.proxy.listenAgain();
        }
        int requests = pair.proxy.requests();
        try (ConfigurableApplicationContext edge = edge("sparsesplit.outbox.batch-size=16")) {
            Http http = new Http(edge);

            awaitRefined(http, ids.keySet());

            ids.forEach((id, image) -> assertRefinedLikeTheCloud(inference(http, id), image));
            List<Long> events = ids.keySet().stream()
                    .map(id -> inference(http, id).path("event").asLong())
                    .toList();
            assertThat(events).as("in the order they were posted").isSorted().doesNotHaveDuplicates();
            assertThat(pair(http, "sparsesplit_outbox_refinements_total{outcome=\"confirmed\"}")
                            + pair(http, "sparsesplit_outbox_refinements_total{outcome=\"revised\"}"))
                    .isEqualTo(40);
            assertThat(pair(http, "sparsesplit_outbox_pending")).isZero();
            assertThat(pair.proxy.requests() - requests)
                    .as("a warm-up and three batches")
                    .isEqualTo(1 + 3);
            assertThat(pair(http, "sparsesplit_bytes_payload_total{direction=\"sent\"}"))
                    .isEqualTo(40 * 28);
        }
    }

    private static double pair(Http http, String series) {
        return http.get("/actuator/prometheus")
                .text()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + series));
    }

    @Test
    void aCloudThatComesBackIsAskedAgainWithoutARestart() throws IOException {
        try (ConfigurableApplicationContext edge = edge()) {
            Http http = new Http(edge);
            pair.proxy.refuse();
            Map<String, Integer> ids;
            try {
                ids = queue(http, 0, 5);
                await().atMost(SOON)
                        .until(() -> http.get("/actuator/inference")
                                .json()
                                .path("breaker")
                                .asString()
                                .equals("OPEN"));
            } finally {
                pair.proxy.listenAgain();
            }

            awaitRefined(http, ids.keySet());
        }
    }

    @Test
    void oneThatTheCloudCannotReadFailsAloneAndTheOthersAreRefined() {
        try (ConfigurableApplicationContext edge = edge()) {
            pair.proxy.set(Fault.HANG);
            Http http = new Http(edge);
            Map<String, Integer> ids = queue(http, 0, 5);
            KnownModel model = KnownModel.of(pair.head);
            EnqueueResult bad = edge.getBean(Outbox.class)
                    .put(
                            new NewEntry(
                                    model,
                                    new Frame(
                                            pair.head.codecs().standard().codec(),
                                            model.fingerprintBytes(),
                                            new byte[] {1, 2, 3}),
                                    0,
                                    0.5f),
                            TimeUnit.SECONDS.toNanos(60));
            String poison = ((EnqueueResult.Kept) bad).id().toString();
            ids.putAll(queue(http, 5, 12));

            pair.proxy.set(Fault.NONE);
            pair.proxy.dropConnections();

            awaitRefined(http, ids.keySet());
            await().atMost(SOON)
                    .until(() ->
                            inference(http, poison).path("state").asString().equals("failed"));
            assertThat(inference(http, poison).path("reason").asString()).startsWith("The features cannot be read: ");
            assertThat(inference(http, poison).path("refined").isNull()).isTrue();
            assertThat(pair(http, "sparsesplit_outbox_refinements_total{outcome=\"failed\"}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void answersThatAreNoneAreAskedForAgain() {
        try (ConfigurableApplicationContext edge = edge()) {
            Http http = new Http(edge);
            for (Fault fault : List.of(Fault.GARBAGE, Fault.DAMAGED, Fault.TRUNCATED, Fault.RESET)) {
                pair.proxy.set(fault);
                int requests = pair.proxy.requests();
                Map<String, Integer> ids = queue(http, 0, 2);
                await().atMost(SOON).until(() -> pair.proxy.requests() > requests);
                pair.proxy.set(Fault.NONE);

                awaitRefined(http, ids.keySet());
            }
            assertThat(pair(http, "sparsesplit_outbox_refinements_total{outcome=\"failed\"}"))
                    .isZero();
        }
    }

    /** A hotel's network, say, that wants somebody to log in first. */
    @Test
    void onlyTheCloudItselfCanRefuse() throws IOException {
        HttpServer portal = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        portal.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(400, 2);
            exchange.getResponseBody().write("no".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        portal.start();
        try (ConfigurableApplicationContext edge = edge()) {
            Http http = new Http(edge);
            pair.proxy.passTo(portal.getAddress().getPort());
            int requests = pair.proxy.requests();
            Map<String, Integer> ids = queue(http, 0, 2);
            await().atMost(SOON).until(() -> pair.proxy.requests() >= requests + 2);
            pair.heal();

            awaitRefined(http, ids.keySet());
        } finally {
            portal.stop(0);
        }
    }

    @Test
    void aModelThatTheCloudDoesNotHoldIsWaitedForAndThenExpires(@TempDir Path otherModels) {
        SmallModel.publish(otherModels, 2);
        try (ConfigurableApplicationContext otherCloud = ServicePair.cloud(otherModels);
                ConfigurableApplicationContext edge = edge("sparsesplit.outbox.time-to-live=2s")) {
            pair.proxy.passTo(ServicePair.port(otherCloud));
            Http http = new Http(edge);
            int requests = pair.proxy.requests();
            String unloaded = queue(http, 0, 1).keySet().iterator().next();
            await().atMost(SOON).until(() -> pair.proxy.requests() > requests + 1);
            assertThat(inference(http, unloaded).path("state").asString()).isEqualTo("pending");

            await().atMost(SOON)
                    .until(() ->
                            inference(http, unloaded).path("state").asString().equals("expired"));

            String again = queue(http, 1, 2).keySet().iterator().next();
            pair.heal();
            awaitRefined(http, List.of(again));
            assertThat(edge.getBean(io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry.class)
                            .circuitBreaker("cloud")
                            .getMetrics()
                            .getNumberOfFailedCalls())
                    .as("the cloud is not to blame")
                    .isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "policy=split, 202, edge-provisional, queued, respond-async",
                "policy=auto&minConfidence=1, 202, edge-provisional, queued, respond-async",
                "policy=auto&minConfidence=0, 200, edge, confident, -",
                "policy=local-only&minConfidence=1, 200, edge, policy-local-only, -",
                "policy=local-only&minConfidence=0, 200, edge, confident, -",
                "policy=remote-only, 200, cloud, cloud-answered, -",
            })
    void thePreferenceIsAppliedWhereFeaturesWouldTravel(
            String query, int status, String exit, String reason, @Nullable String applied) {
        try (ConfigurableApplicationContext edge = edge()) {
            Http http = new Http(edge);

            Reply reply = post(http, 1, "?" + query);

            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.json().path("exit").asString()).isEqualTo(exit);
            assertThat(reply.json().path("reason").asString()).isEqualTo(reason);
            assertThat(reply.response().headers().firstValue("Preference-Applied"))
                    .isEqualTo(Optional.ofNullable(applied));
            assertThat(reply.json().path("id").isNull()).isEqualTo(applied == null);
            assertThat(reply.response().headers().firstValue("Location").isPresent())
                    .isEqualTo(applied != null);
        }
    }

    @Test
    void whenTheByteBudgetIsSpentRefinementsWaitAndThenGoAsFewAtATimeAsItAllows() {
        int limit = 3 * 1024;
        AtomicLong now = new AtomicLong();
        try (ConfigurableApplicationContext edge = pair.edge(
                now::get,
                withOutbox(
                        "sparsesplit.controller.objective=byte-budget",
                        "sparsesplit.controller.bytes-per-minute=" + limit + "B",
                        "sparsesplit.outbox.linger=1s"))) {
            Http http = new Http(edge);
            await().until(() -> http.post("/infer?policy=split", "image/png", Pictures.png(0))
                    .json()
                    .path("reason")
                    .asString()
                    .equals("byte-budget"));
            Map<String, Integer> ids = queue(http, 0, 64);

            await().during(Duration.ofMillis(1500)).until(() -> pending(http) == 64);

            // All at once they would be more than the budget of any minute.
            while (pending(http) > 0) {
                double left = pending(http);
                long before = pair.proxy.bytesFromEdge() + pair.proxy.bytesToEdge();
                now.addAndGet(TimeUnit.SECONDS.toNanos(61));
                await().until(() -> pending(http) < left);
                assertThat(pair.proxy.bytesFromEdge() + pair.proxy.bytesToEdge() - before)
                        .isLessThanOrEqualTo(limit);
            }
            awaitRefined(http, ids.keySet());
        }
    }

    private static double pending(Http http) {
        return http.metric("sparsesplit_outbox_pending");
    }

    @Test
    void aFullOutboxHasTheEdgeAnswerDegradedAtOnce() throws IOException {
        try (ConfigurableApplicationContext edge = edge("sparsesplit.outbox.capacity=3")) {
            Http http = new Http(edge);
            pair.proxy.refuse();
            try {
                queue(http, 0, 3);

                Reply reply = post(http, 4, "?policy=split");

                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.json().path("exit").asString()).isEqualTo("edge-fallback");
                assertThat(reply.json().path("degraded").asBoolean()).isTrue();
                assertThat(reply.json().path("reason").asString()).isEqualTo("outbox-full");
                assertThat(pair(http, "sparsesplit_exits_total{exit=\"edge-fallback\",reason=\"outbox-full\"}"))
                        .isEqualTo(1);
            } finally {
                pair.proxy.listenAgain();
            }
        }
    }

    @Test
    void anOutboxThatCannotBeWrittenHasTheEdgeAnswerDegradedAndShowsAnAlarm(CapturedOutput output) throws IOException {
        Path notAFolder = java.nio.file.Files.createFile(folder.resolve("file"));
        try (ConfigurableApplicationContext edge = edge("sparsesplit.outbox.path=" + notAFolder.resolve("outbox.db"))) {
            Http http = new Http(edge);

            JsonNode answer = post(http, 1, "?policy=split").json();

            assertThat(answer.path("reason").asString()).isEqualTo("outbox-failed");
            assertThat(answer.path("degraded").asBoolean()).isTrue();
            JsonNode health = http.get("/actuator/health").json();
            assertThat(health.path("status").asString()).isEqualTo("UP");
            assertThat(health.findPath("outbox").path("status").asString()).isEqualTo("ALARM");
            assertThat(health.findPath("outbox").path("details").path("alarm").asString())
                    .contains("cannot be used")
                    .contains("its folder cannot be made");
            assertThat(http.get("/inferences/0f8fad5b-d9cb-469f-a165-70867728950e")
                            .status())
                    .isEqualTo(503);
            assertThat(output.getOut().split("the edge answers by itself what should have been refined", -1))
                    .as("one line")
                    .hasSize(2);
        }
    }

    @Test
    void idsThatAreNoneAreNotFound() {
        try (ConfigurableApplicationContext edge = edge()) {
            Http http = new Http(edge);
            for (String id : List.of("0f8fad5b-d9cb-469f-a165-70867728950e", "1-1-1-1-1", "7", "x".repeat(500))) {
                Reply reply = http.get("/inferences/" + id);

                assertThat(reply.status()).isEqualTo(404);
                assertThat(reply.problem()).isEqualTo("unknown-inference");
                assertThat(reply.detail()).startsWith("There is no inference ").hasSizeLessThan(200);
            }
        }
    }

    @Test
    void everyStatusOfTheEndpointsIsDocumented() {
        JsonNode paths = pair.http.get("/v3/api-docs").json().path("paths");

        assertThat(paths.path("/inferences/{id}").path("get").path("responses").propertyNames())
                .containsExactlyInAnyOrder("200", "404", "503");
        assertThat(paths.path("/inferences/events")
                        .path("get")
                        .path("responses")
                        .propertyNames())
                .containsExactlyInAnyOrder("200", "400", "404", "503");
    }

    /** A listener as a browser is one. */
    private static final class Listener implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader in;
        private final List<String> lines = new CopyOnWriteArrayList<>();

        Listener(ConfigurableApplicationContext edge, String... headers) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), ServicePair.port(edge));
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String request = "GET /inferences/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                    + String.join("", headers) + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            Thread reading = new Thread(this::read, "listener");
            reading.setDaemon(true);
            reading.start();
            await().atMost(SOON).until(() -> lines.contains(":listening") || !status().contains("200"));
        }

        private void read() {
            try {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    lines.add(line);
                }
                lines.add("END");
            } catch (IOException e) {
                lines.add("END");
            }
        }

        String status() {
            return lines.isEmpty() ? "200 to come" : lines.get(0);
        }

        List<String> values(String field) {
            return lines.stream()
                    .filter(line -> line.startsWith(field + ":"))
                    .map(line -> line.substring(field.length() + 1))
                    .toList();
        }

        List<String> inferences() {
            return values("data").stream()
                    .map(data -> JSON.readTree(data).path("id").asString())
                    .toList();
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void listenersAreToldOfEachAndGoOnWhereTheyLeftOff() throws IOException {
        try (ConfigurableApplicationContext edge = edge("sparsesplit.outbox.heartbeat=100ms")) {
            Http http = new Http(edge);
            List<String> first;
            String last;
            try (Listener listener = new Listener(edge)) {
                first = List.copyOf(queue(http, 0, 5).keySet());
                await().atMost(SOON).until(() -> listener.inferences().size() == 5);
                assertThat(listener.inferences()).isEqualTo(first);
                assertThat(listener.values("event")).containsOnly("refined");
                assertThat(listener.values("id").stream().map(Long::valueOf))
                        .isSorted()
                        .doesNotHaveDuplicates();
                assertRefinedLikeTheCloud(JSON.readTree(listener.values("data").get(2)), 2);
                await().atMost(SOON).until(() -> listener.lines.contains(":alive"));
                last = listener.values("id").get(2);
            }
            List<String> second = List.copyOf(queue(http, 5, 9).keySet());
            awaitRefined(http, second);

            try (Listener listener = new Listener(edge, "Last-Event-ID: " + last + "\r\n")) {
                await().atMost(SOON).until(() -> listener.inferences().size() == 6);
                List<String> expected = new ArrayList<>(first.subList(3, 5));
                expected.addAll(second);
                assertThat(listener.inferences()).isEqualTo(expected);
            }
        }
    }

    @Test
    void aListenerIsToldWhatItMissed() throws IOException {
        try (ConfigurableApplicationContext edge = edge("sparsesplit.outbox.history-count=2")) {
            Http http = new Http(edge);
            List<String> ids = List.copyOf(queue(http, 0, 5).keySet());
            awaitRefined(http, ids.subList(4, 5));
            await().atMost(SOON)
                    .until(() -> http.get("/inferences/" + ids.get(2)).status() == 404);

            try (Listener listener = new Listener(edge, "Last-Event-ID: 5\r\n")) {
                await().atMost(SOON).until(() -> listener.values("id").size() == 2);
                assertThat(listener.values("event")).containsExactly("missed", "refined", "refined");
                assertThat(listener.values("data").get(0)).startsWith("{").contains("\"after\":5");
            }
        }
    }

    @Test
    void thereAreOnlySoManyListenersAndTheyDoNotHoldUpTheEnd() throws IOException {
        long start;
        Listener listener;
        try (ConfigurableApplicationContext edge = edge("sparsesplit.outbox.max-listeners=1")) {
            listener = new Listener(edge);
            Http http = new Http(edge);
            await().atMost(SOON).until(() -> pair(http, "sparsesplit_outbox_listeners") == 1);

            Reply second = http.get("/inferences/events");

            assertThat(second.status()).isEqualTo(503);
            assertThat(second.detail())
                    .isEqualTo("There are 1 listeners, as many as allowed: come back when one has gone.");
            assertThat(new Listener(edge, "Last-Event-ID: never\r\n").status()).contains("400");
            start = System.nanoTime();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
        await().atMost(SOON).until(() -> listener.lines.contains("END"));
        listener.close();
    }

    @Test
    void aListenerThatTakesNothingIsDroppedAndHoldsUpNobody() throws IOException {
        try (ConfigurableApplicationContext edge =
                        edge("server.tomcat.connection-timeout=500ms", "sparsesplit.outbox.heartbeat=100ms");
                Socket slow = new Socket()) {
            Http http = new Http(edge);
            slow.setReceiveBufferSize(1024);
            slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), ServicePair.port(edge)));
            slow.getOutputStream()
                    .write("GET /inferences/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            await().atMost(SOON).until(() -> pair(http, "sparsesplit_outbox_listeners") == 1);
            Outbox outbox = edge.getBean(Outbox.class);
            KnownModel model = KnownModel.of(
                    pair.head); // Posting some thousand images would take longer than putting their features in.
            Frame frame = new Frame(pair.head.codecs().standard().codec(), model.fingerprintBytes(), new byte[28]);
            IntStream.range(0, 12_000)
                    .parallel()
                    .forEach(i -> outbox.put(new NewEntry(model, frame, 0, 0.5f), TimeUnit.SECONDS.toNanos(60)));

            await().atMost(Duration.ofMinutes(3)).until(() -> pair(http, "sparsesplit_outbox_listeners") == 0);

            String id = queue(http, 0, 1).keySet().iterator().next();
            awaitRefined(http, List.of(id));
        }
    }

    /** A receiver of webhooks that fails for a while. */
    private static final class Receiver implements AutoCloseable {

        private final HttpServer server;
        private final ConcurrentLinkedQueue<Integer> statuses = new ConcurrentLinkedQueue<>();
        private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();

        Receiver(Integer... statuses) throws IOException {
            this.statuses.addAll(List.of(statuses));
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/refined", exchange -> {
                Map<String, String> request = new LinkedHashMap<>();
                exchange.getRequestHeaders()
                        .forEach((name, values) -> request.put(name.toLowerCase(Locale.ROOT), values.get(0)));
                request.put("body", new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                requests.add(request);
                Integer status = this.statuses.poll();
                exchange.sendResponseHeaders(status == null ? 204 : status, -1);
                exchange.close();
            });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/refined";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @Test
    void aWebhookIsToldOfEachAsOftenAsItTakes(CapturedOutput output) throws Exception {
        try (Receiver receiver = new Receiver(500, 503, 204, 429);
                ConfigurableApplicationContext edge = edge(
                        "sparsesplit.outbox.webhook.url=" + receiver.url(),
                        "sparsesplit.outbox.webhook.key=a very secret key",
                        "sparsesplit.outbox.webhook.retry-min=10ms",
                        "sparsesplit.outbox.webhook.retry-max=20ms")) {
            Http http = new Http(edge);
            Map<String, Integer> ids = queue(http, 0, 3);
            List<String> order = List.copyOf(ids.keySet());
            await().atMost(SOON)
                    .until(() -> pair(http, "sparsesplit_outbox_deliveries_total{outcome=\"delivered\"}") == 3);

            assertThat(receiver.requests.stream().map(request -> request.get("idempotency-key")))
                    .containsExactly(
                            order.get(0), order.get(0), order.get(0), order.get(1), order.get(1), order.get(2));
            Map<String, String> told = receiver.requests.get(5);
            assertRefinedLikeTheCloud(JSON.readTree(told.get("body")), 2);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("a very secret key".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signed =
                    mac.doFinal((told.get("webhook-id") + "." + told.get("webhook-timestamp") + "." + told.get("body"))
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(told.get("webhook-signature"))
                    .isEqualTo("v1," + Base64.getEncoder().encodeToString(signed));
            assertThat(pair(http, "sparsesplit_outbox_deliveries_total{outcome=\"failed\"}"))
                    .isEqualTo(3);
            assertThat(output).doesNotContain("a very secret key");
        }
        try (Receiver receiver = new Receiver();
                ConfigurableApplicationContext edge = edge("sparsesplit.outbox.webhook.url=" + receiver.url())) {
            queue(new Http(edge), 3, 4);
            await().atMost(SOON).until(() -> !receiver.requests.isEmpty());
            assertThat(receiver.requests)
                    .as("what was delivered before the restart is not again")
                    .hasSize(1);
            assertThat(receiver.requests.get(0)).doesNotContainKey("webhook-signature");
        }
    }

    @Test
    void aWebhookThatNeverTakesIsGivenUp(CapturedOutput output) throws IOException {
        try (Receiver receiver = new Receiver(500, 500, 500);
                ConfigurableApplicationContext edge = edge(
                        "sparsesplit.outbox.webhook.url=" + receiver.url(),
                        "sparsesplit.outbox.webhook.max-attempts=3",
                        "sparsesplit.outbox.webhook.retry-min=10ms",
                        "sparsesplit.outbox.webhook.retry-max=20ms")) {
            Http http = new Http(edge);
            List<String> ids = List.copyOf(queue(http, 0, 2).keySet());

            await().atMost(SOON)
                    .until(() -> pair(http, "sparsesplit_outbox_deliveries_total{outcome=\"delivered\"}") == 1);

            assertThat(pair(http, "sparsesplit_outbox_deliveries_total{outcome=\"given-up\"}"))
                    .isEqualTo(1);
            assertThat(receiver.requests).hasSize(4);
            assertThat(output)
                    .contains("The webhook was not told of " + ids.get(0) + " after 3 attempts: it answered 500");
        }
    }

    @Test
    void wrongSettingsStopTheStartWithWhatToWriteAndKeysAreNotShown(CapturedOutput output) {
        assertThatThrownBy(() -> edge("sparsesplit.outbox.capacity=0").close());
        assertThatThrownBy(() -> edge("sparsesplit.outbox.time-to-live=1ms").close());
        assertThatThrownBy(() -> edge("sparsesplit.outbox.webhook.url=ftp://x").close());
        assertThatThrownBy(
                () -> edge("sparsesplit.outbox.webhook.key=whsec_%secret%").close());

        assertThat(output)
                .contains("write a whole number from 1 to 10000000, for example 100000")
                .contains("write a duration from 1s to 365d, with its unit, for example 7d")
                .contains("write an address, for example http://127.0.0.1:9000/refined, or nothing")
                .contains("begin a key with whsec_ only when Base64 follows, or write any other key")
                .doesNotContain("%secret%")
                .doesNotContain("\tat ");
    }
}
