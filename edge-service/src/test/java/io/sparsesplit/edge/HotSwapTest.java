package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.cloud.CloudApplication;
import io.sparsesplit.service.Http;
import io.sparsesplit.service.Http.Reply;
import io.sparsesplit.service.SmallModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/**
 * Both services, as they are shipped, answer without a pause while the versions they have loaded are exchanged. With
 * {@code -Dhot-swaps=200} the test takes longer and proves more; see {@code deploy-tests/hot-swaps.sh}.
 */
class HotSwapTest {

    private static final int SWAPS = Integer.getInteger("hot-swaps", 12);
    private static final int PEAK_MILLIS = SWAPS < 100 ? 500 : 5000;
    private static final String KEY = "a-key-that-only-tests-know";
    private static final List<String> VERSIONS = List.of("1.0.0", "1.1.0");
    private static final byte[][] IMAGES =
            IntStream.range(0, 40).mapToObj(Pictures::png).toArray(byte[][]::new);

    @TempDir
    private Path repository;

    private final Map<String, PairedAnswers> expected = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

    @Test
    void noRequestFailsAndNoPairIsMixedWhileBothServicesExchangeTheirVersions() throws IOException {
        publish("1.0.0");
        publish("1.1.0");
        assertMixedPairsWouldBeSeen();
        try (ConfigurableApplicationContext cloud = cloud("--sparsesplit.model.version=1.0.0");
                ConfigurableApplicationContext edge = edge(cloud, "--sparsesplit.model.version=1.0.0");
                PacedLoad load = new PacedLoad(random -> infer(new Http(edge), random))) {
            load.peak(PEAK_MILLIS);
            double peak = load.peak(PEAK_MILLIS);
            counts.clear();
            load.start(0.8 * peak);
            Map<String, Integer> swaps = swap(new Http(edge), new Http(cloud));
            List<Long> micros = load.stop();

            report(peak, swaps, micros);
            assertThat(count("failed")).isZero();
            assertThat(count("mixed pair")).isZero();
            assertThat(count("edge")).isPositive();
            assertThat(count("cloud")).isPositive();
            assertThat(count("1.0.0")).isPositive();
            assertThat(count("1.1.0")).isPositive();
        }
    }

    @Test
    void aVersionThatIsCopiedIntoTheRepositoryTakesOverWithoutAFailedRequest() throws IOException {
        publish("1.0.0");
        String[] latest = {"--sparsesplit.model.policy=latest-2", "--sparsesplit.model.watch-interval=100ms"};
        try (ConfigurableApplicationContext cloud = cloud(latest);
                ConfigurableApplicationContext edge = edge(cloud, latest);
                PacedLoad load = new PacedLoad(random -> infer(new Http(edge), random))) {
            load.start(100);
            awaitAnswers("1.0.0");
            publish("1.1.0");
            awaitAnswers("1.1.0");
            awaitDefault(new Http(cloud), "1.1.0");
            int before = count("cloud");
            Awaitility.await().until(() -> count("cloud") > before);
            load.stop();

            assertThat(count("failed")).isZero();
            assertThat(count("mixed pair")).isZero();
        }
    }

    private void publish(String version) {
        expected.computeIfAbsent(version, v -> {
            // The version is known before anybody can answer with it.
            Path elsewhere = repository.resolve("elsewhere-" + v);
            SmallModel.publish(elsewhere, v.hashCode(), v);
            return new PairedAnswers(elsewhere, v, IMAGES);
        });
        SmallModel.publish(repository.resolve("models"), version.hashCode(), version);
    }

    private PairedAnswers of(String version) {
        return Objects.requireNonNull(expected.get(version), version);
    }

    private void assertMixedPairsWouldBeSeen() {
        Path models = repository.resolve("models");
        PairedAnswers mixed = PairedAnswers.mixed(models, "1.0.0", "1.1.0", IMAGES);
        for (int i = 0; i < IMAGES.length; i++) {
            assertThat(mixed.isLike(of("1.0.0"), i)).isFalse();
            assertThat(mixed.isLike(of("1.1.0"), i)).isFalse();
        }
    }

    private ConfigurableApplicationContext cloud(String... settings) {
        return CloudApplication.start(all(settings));
    }

    private ConfigurableApplicationContext edge(ConfigurableApplicationContext cloud, String... settings) {
        String[] all = all(settings);
        String[] more = {
            "--sparsesplit.cloud.url=http://127.0.0.1:" + ServicePair.port(cloud),
            // A cloud that has loaded another version is not away: it is asked again soon.
            "--resilience4j.circuitbreaker.instances.cloud.wait-duration-in-open-state=50ms"
        };
        return EdgeApplication.start(
                Stream.of(all, more).flatMap(Arrays::stream).toArray(String[]::new));
    }

    private String[] all(String... settings) {
        return Stream.concat(
                        Stream.of(
                                "--server.port=0",
                                "--sparsesplit.model.repository=" + repository.resolve("models"),
                                "--sparsesplit.model.name=" + SmallModel.NAME,
                                "--sparsesplit.management.key=" + KEY),
                        Stream.of(settings))
                .toArray(String[]::new);
    }

    /** One request, checked in all its parts. */
    private void infer(Http edge, Random random) {
        int image = random.nextInt(IMAGES.length);
        Reply reply;
        try {
            reply = edge.post("/infer?policy=" + (random.nextBoolean() ? "auto" : "split"), "image/png", IMAGES[image]);
        } catch (RuntimeException e) {
            counted("failed");
            return;
        }
        JsonNode answer = reply.json();
        if (reply.status() != 200) {
            counted("failed");
            return;
        }
        String version = answer.path("model").path("version").asString();
        String exit = answer.path("exit").asString();
        counted(version);
        counted(exit);
        if (exit.equals("edge-fallback")) {
            counted(answer.path("reason").asString());
        }
        if (!of(version).gave(answer, image)) {
            counted("mixed pair");
        }
    }

    /** Each swap takes one of the services, at random, to the version it has not loaded. */
    private static Map<String, Integer> swap(Http edge, Http cloud) {
        Random random = new Random(7);
        Map<String, Integer> versions = new HashMap<>(Map.of("edge", 0, "cloud", 0));
        Map<String, Integer> swaps = new TreeMap<>(Map.of("edge", 0, "cloud", 0));
        for (int i = 0; i < SWAPS; i++) {
            String service = random.nextBoolean() ? "edge" : "cloud";
            Http http = service.equals("edge") ? edge : cloud;
            int before = versions.merge(service, 1, Integer::sum) - 1;
            change(http, VERSIONS.get((before + 1) % 2), "load");
            change(http, VERSIONS.get(before % 2), "unload");
            swaps.merge(service, 1, Integer::sum);
        }
        return swaps;
    }

    private static void change(Http service, String version, String change) {
        Reply reply = service.post(
                "/management/models/small/" + version + "/" + change,
                "",
                new byte[0],
                "Authorization",
                "Bearer " + KEY);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    private void awaitAnswers(String version) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> count(version) > 10);
    }

    private static void awaitDefault(Http service, String version) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> service.get("/management/models")
                        .json()
                        .at("/models/0/version")
                        .asString()
                        .equals(version));
    }

    private void counted(String what) {
        counts.computeIfAbsent(what, key -> new AtomicInteger()).incrementAndGet();
    }

    private int count(String what) {
        return counts.getOrDefault(what, new AtomicInteger()).get();
    }

    private void report(double peak, Map<String, Integer> swaps, List<Long> micros) throws IOException {
        String table = """
                | swaps: edge, cloud | requests | load | by edge, cloud, edge-fallback | failed | mixed pairs | latency 50 %%, 99 %% |
                |---|---|---|---|---|---|---|
                | %d, %d | %d | 80 %% of %.0f a second | %d, %d, %d | %d | %d | %.1f, %.1f ms |
                """.formatted(
                        swaps.get("edge"),
                        swaps.get("cloud"),
                        micros.size(),
                        peak,
                        count("edge"),
                        count("cloud"),
                        count("edge-fallback"),
                        count("failed"),
                        count("mixed pair"),
                        micros.get(micros.size() / 2) / 1000.0,
                        micros.get(micros.size() * 99 / 100) / 1000.0);
        Files.writeString(Files.createDirectories(Path.of("target")).resolve("hot-swaps.md"), table + counts + "\n");
    }
}
