package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.edge.FaultProxy.Fault;
import io.sparsesplit.service.Http;
import io.sparsesplit.service.Http.Reply;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Meters equal what the client knows by itself. */
@ExtendWith(ServicePair.Shared.class)
class MetricsTest {

    private final ServicePair pair;

    MetricsTest(ServicePair pair) {
        this.pair = pair;
    }

    @Test
    void everyAnswerIsCountedOnceAndEveryByte() {
        try (ConfigurableApplicationContext edge = pair.edge()) {
            Http http = new Http(edge);
            Map<String, Double> expected = series(http);
            assertThat(expected.entrySet().stream()
                            .filter(series -> series.getKey().startsWith("sparsesplit"))
                            .filter(series -> series.getValue() != 0))
                    .as("nothing is counted before the first request, in particular no warm-up")
                    .isEmpty();
            long wireSent = pair.proxy.bytesFromEdge();
            long wireReceived = pair.proxy.bytesToEdge();

            for (int i = 0; i < 40; i++) {
                pair.proxy.set(i == 22 ? Fault.CLOSED : i == 27 ? Fault.RESET : i == 33 ? Fault.TRUNCATED : Fault.NONE);
                byte[] image = i % 10 == 9 ? new byte[] {1} : Pictures.png(i);
                String policy = i % 3 == 0 ? "auto" : i % 3 == 1 ? "split" : "local-only";
                enter(expected, http.post("/infer?policy=" + policy, "image/png", image));
            }
            enter(expected, http.get("/infer"));
            enter(expected, http.post("/infer", "text/plain", new byte[1]));
            expected.put("sparsesplit_bytes_wire_total{direction=\"sent\"}", (double)
                    (pair.proxy.bytesFromEdge() - wireSent));
            // What a reset or a cut connection held back, the edge never saw; here it is nothing.
            expected.put("sparsesplit_bytes_wire_total{direction=\"received\"}", (double)
                    (pair.proxy.bytesToEdge() - wireReceived));

            Map<String, Double> counted = series(http);

            assertThat(counted.keySet()).as("no series appears later").isEqualTo(expected.keySet());
            assertThat(counted).isEqualTo(expected);
            assertThat(counted.get("sparsesplit_exits_total{exit=\"cloud\",reason=\"cloud-answered\"}"))
                    .isPositive();
            assertSummaryAgrees(http.get("/actuator/inference").json(), expected);
        }
    }

    private static void enter(Map<String, Double> expected, Reply reply) {
        if (reply.status() != 200) {
            add(expected, "sparsesplit_errors_total{status=\"" + reply.status() + "\"}", 1);
            return;
        }
        JsonNode answer = reply.json();
        String exit = answer.path("exit").asString();
        String reason = answer.path("reason").asString();
        add(expected, "sparsesplit_exits_total{exit=\"%s\",reason=\"%s\"}".formatted(exit, reason), 1);
        add(
                expected,
                "sparsesplit_inference_seconds_count{exit=\"%s\",model=\"small\",version=\"3.1.0\"}".formatted(exit),
                1);
        add(expected, "sparsesplit_head_seconds_count", 1);
        add(expected, "sparsesplit_confidence_count", 1);
        add(expected, "sparsesplit_confidence_percent_count", 1);
        JsonNode asked = answer.at("/decision/asked/0");
        boolean confident =
                asked.path("value").asDouble() >= asked.path("modelThreshold").asDouble();
        add(
                expected,
                "sparsesplit_exit_decisions_total{confident=\"%s\",model=\"small\",version=\"3.1.0\"}"
                        .formatted(confident),
                1);
        if (exit.equals("cloud")) {
            boolean agrees = asked.path("classIndex").asInt()
                    == answer.path("classIndex").asInt();
            add(expected, "sparsesplit_exit_agreement_count{agrees=\"%s\"}".formatted(agrees), 1);
        }
        add(
                expected,
                "sparsesplit_bytes_image_total{direction=\"received\"}",
                answer.path("bytes").path("image").asInt());
        add(
                expected,
                "sparsesplit_bytes_payload_total{direction=\"sent\"}",
                answer.path("bytes").path("payload").asInt());
        add(
                expected,
                "sparsesplit_bytes_frame_total{direction=\"sent\"}",
                answer.path("bytes").path("frame").asInt());
        if (!exit.equals("edge") && !reason.equals("breaker-open")) {
            String outcome = exit.equals("cloud") ? "success" : reason;
            add(expected, "sparsesplit_cloud_call_seconds_count{outcome=\"" + outcome + "\"}", 1);
            add(expected, "sparsesplit_cloud_frames_count", 1);
        }
    }

    private static void add(Map<String, Double> expected, String series, int value) {
        expected.compute(series, (name, sum) -> {
            assertThat(sum).as(name + " is there from the start").isNotNull();
            return sum == null ? value : sum + value;
        });
    }

    /** Counts only: times, and what follows from them, no client can know. */
    private static Map<String, Double> series(Http http) {
        return http.get("/actuator/prometheus")
                .text()
                .lines()
                .filter(line -> line.startsWith("sparsesplit_"))
                // These say which versions are loaded, not what was done.
                .filter(line -> !line.startsWith("sparsesplit_model"))
                // And these what is set.
                .filter(line -> !line.startsWith("sparsesplit_controller_"))
                .filter(line -> !line.contains("_bucket{"))
                .filter(line -> !line.matches(".*_(sum|max)[ {].*"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)),
                        Double::sum,
                        TreeMap::new));
    }

    private static void assertSummaryAgrees(JsonNode summary, Map<String, Double> expected) {
        assertThat(summary.path("requests").asInt()).isEqualTo(42);
        double edge = total(expected, "sparsesplit_exits_total{exit=\"edge\"");
        double cloud = total(expected, "sparsesplit_exits_total{exit=\"cloud\"");
        double fallback = total(expected, "sparsesplit_exits_total{exit=\"edge-fallback\"");
        assertThat(summary.path("answers").path("edge").asDouble()).isEqualTo(edge);
        assertThat(summary.path("answers").path("cloud").asDouble()).isEqualTo(cloud);
        assertThat(summary.path("answers").path("edge-fallback").asDouble()).isEqualTo(fallback);
        assertThat(summary.path("localExitRate").asDouble())
                .isEqualTo(Math.round(10_000 * edge / (edge + cloud + fallback)) / 100.0);
        assertThat(summary.path("errors").path("405").asInt()).isEqualTo(1);
        assertThat(summary.path("errors").path("415").asInt()).isEqualTo(5);
        assertThat(summary.path("bytes").path("saved").asDouble())
                .isEqualTo(total(expected, "sparsesplit_bytes_image_total")
                        - total(expected, "sparsesplit_bytes_wire_total{direction=\"sent\""));
        assertThat(summary.path("bytes").path("frame").asDouble())
                .isEqualTo(total(expected, "sparsesplit_bytes_frame_total"))
                .isGreaterThan(summary.path("bytes").path("payload").asDouble());
        for (String exit : new String[] {"edge", "cloud", "edge-fallback"}) {
            JsonNode latency = summary.path("latencyMs").path(exit);
            assertThat(Stream.of("p50", "p95", "p99").map(p -> latency.path(p).asDouble()))
                    .as(exit)
                    .isSorted()
                    .allMatch(millis -> millis > 0);
        }
        assertThat(summary.path("models").path(0).path("name").asString()).isEqualTo("small");
    }

    private static double total(Map<String, Double> expected, String start) {
        return expected.entrySet().stream()
                .filter(series -> series.getKey().startsWith(start))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    @Test
    void confidencesAreInTheirBuckets() {
        try (ConfigurableApplicationContext edge = pair.edge()) {
            Http http = new Http(edge);
            int[] atMost = new int[101];
            for (int i = 0; i < 40; i++) {
                double value = http.post("/infer?policy=local-only", "image/png", Pictures.png(i))
                        .json()
                        .path("criterionValue")
                        .asDouble();
                for (int percent = 0; percent <= 100; percent++) {
                    atMost[percent] += value * 100 <= percent ? 1 : 0;
                }
            }

            String text = http.get("/actuator/prometheus").text();
            assertThat(atMost[50]).isBetween(1, 39);
            for (int percent : new int[] {10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99, 100}) {
                assertThat(text)
                        .contains("sparsesplit_confidence_percent_bucket{le=\"%d.0\"} %d\n"
                                .formatted(percent, atMost[percent]));
            }
        }
    }

    @Test
    void histogramsAreThereForPrometheus() {
        String text = pair.http.get("/actuator/prometheus").text();

        assertThat(text)
                .contains("sparsesplit_inference_seconds_bucket{exit=\"edge\",model=\"small\",version=\"3.1.0\",le=")
                .contains("sparsesplit_cloud_call_seconds_bucket{outcome=\"timeout\",le=")
                .contains("sparsesplit_head_seconds_bucket{le=")
                .contains("sparsesplit_confidence_percent_bucket{le=\"90.0\"}")
                .contains("exit=\"cloud\",model=\"small\",version=\"3.1.0\",le=\"0.5\"}")
                .contains("resilience4j_circuitbreaker_state{name=\"cloud\",state=\"open\"}");
    }
}
