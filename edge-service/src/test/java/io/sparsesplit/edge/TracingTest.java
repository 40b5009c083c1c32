package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.tracing.Tracer;
import io.sparsesplit.cloud.CloudApplication;
import io.sparsesplit.edge.Collector.Span;
import io.sparsesplit.service.Http;
import io.sparsesplit.service.Http.Reply;
import io.sparsesplit.service.SmallModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** Both services, as they are shipped, and what a collector gets to see of them. */
@ExtendWith(OutputCaptureExtension.class)
class TracingTest {

    private static final String CLIENT_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CLIENT_SPAN = "00f067aa0ba902b7";

    @TempDir
    static Path repository;

    private static Collector collector;
    private static ConfigurableApplicationContext cloud;
    private static FaultProxy proxy;
    private static ConfigurableApplicationContext edge;

    @BeforeAll
    static void start() throws IOException {
        SmallModel.publish(repository, 1);
        collector = new Collector();
        cloud = CloudApplication.start(arguments(
                "sparsesplit.tracing.enabled=true",
                "sparsesplit.tracing.endpoint=" + collector.url(),
                "management.opentelemetry.tracing.export.schedule-delay=50ms"));
        proxy = new FaultProxy(ServicePair.port(cloud));
        edge = edge("1.1", "sparsesplit.tracing.enabled=true", "sparsesplit.tracing.probability=0");
    }

    @AfterAll
    static void stop() throws IOException {
        edge.close();
        proxy.close();
        cloud.close();
        collector.close();
    }

    private static ConfigurableApplicationContext edge(String httpVersion, String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("sparsesplit.tracing.endpoint=" + collector.url());
        all.add("management.opentelemetry.tracing.export.schedule-delay=50ms");
        all.add("sparsesplit.cloud.url=http://127.0.0.1:" + proxy.port());
        all.add("sparsesplit.cloud.http-version=" + httpVersion);
        return EdgeApplication.start(arguments(all.toArray(String[]::new)));
    }

    private static String[] arguments(String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "server.port=0",
                "sparsesplit.model.repository=" + repository,
                "sparsesplit.model.name=" + SmallModel.NAME));
        all.addAll(List.of(settings));
        return all.stream().map("--"::concat).toArray(String[]::new);
    }

    @Test
    void theWayOfAnImageIsOneTraceFromTheClientToTheCloud() {
        Reply reply = split(edge, CLIENT_TRACE, "01");

        assertThat(reply.json().path("exit").asString()).isEqualTo("cloud");
        assertThat(reply.json().path("traceId").asString()).isEqualTo(CLIENT_TRACE);
        assertOneTrace(CLIENT_TRACE, CLIENT_SPAN);
        assertThat(proxy.lastRequest())
                .contains("traceparent: 00-%s-%s-01\r\n"
                        .formatted(CLIENT_TRACE, span(CLIENT_TRACE, "offload").id()));
    }

    @Test
    void soItIsOverHttp2() {
        String trace = "a".repeat(32);
        try (ConfigurableApplicationContext other = edge("2", "sparsesplit.tracing.enabled=true")) {
            assertThat(split(other, trace, "01").json().path("exit").asString()).isEqualTo("cloud");

            assertOneTrace(trace, CLIENT_SPAN);
        }
    }

    @Test
    void anEdgeThatTracesBeginsATraceOfItsOwn() {
        try (ConfigurableApplicationContext other =
                edge("1.1", "sparsesplit.tracing.enabled=true", "sparsesplit.tracing.probability=1")) {
            String trace = new Http(other)
                    .post("/infer?policy=split", "image/png", Pictures.png(1))
                    .json()
                    .path("traceId")
                    .asString();

            assertOneTrace(trace, "");
        }
    }

    private static void assertOneTrace(String trace, String client) {
        await().atMost(Duration.ofSeconds(60)).until(() -> spans(trace).size() >= 5);
        Span request = span(trace, "http post /infer");
        Span offload = span(trace, "offload");
        Span completion = span(trace, "http post /complete");
        assertThat(spans(trace)).hasSize(5);
        assertThat(request.parent()).isEqualTo(client);
        assertThat(request.kind()).isEqualTo("SERVER");
        assertThat(request.service()).isEqualTo("sparsesplit-edge");
        assertThat(List.of(span(trace, "decode"), span(trace, "head"), offload))
                .allMatch(span ->
                        span.parent().equals(request.id()) && span.service().equals("sparsesplit-edge"));
        assertThat(span(trace, "decode").end()).isEqualTo(span(trace, "head").start());
        assertThat(offload.kind()).isEqualTo("CLIENT");
        assertThat(offload.within(request)).isTrue();
        assertThat(completion.parent()).isEqualTo(offload.id());
        assertThat(completion.kind()).isEqualTo("SERVER");
        assertThat(completion.service()).isEqualTo("sparsesplit-cloud");
        // It ends when its answer is sent, which may be seen here before.
        assertThat(completion.start()).isBetween(offload.start(), offload.end());
    }

    @Test
    void whatNobodyRecordsIsNotToldToTheCloudEither() {
        String trace = "b".repeat(32);

        assertThat(split(edge, trace, "00").json().path("traceId").asString()).isEqualTo(trace);
        assertThat(proxy.lastRequest()).contains("POST /complete").doesNotContain("traceparent");

        String own = new Http(edge)
                .post("/infer?policy=split", "image/png", Pictures.png(1))
                .json()
                .path("traceId")
                .asString();
        assertThat(own).matches("[0-9a-f]{32}");
        assertThat(proxy.lastRequest()).contains("POST /complete").doesNotContain("traceparent");

        awaitExportOfALaterRequest();
        assertThat(collector.spans()).noneMatch(span -> List.of(trace, own).contains(span.trace()));
    }

    @Test
    void probesAndScrapesAreNotTraced() {
        String trace = "c".repeat(32);
        new Http(edge).get("/actuator/health", "traceparent", header(trace, "01"));

        awaitExportOfALaterRequest();
        assertThat(spans(trace)).isEmpty();
    }

    /** Spans are exported in the order in which they end. */
    private static void awaitExportOfALaterRequest() {
        String later = Long.toHexString(System.nanoTime() | 1L << 62) + "d".repeat(16);
        new Http(edge)
                .post("/infer?policy=local-only", "image/png", Pictures.png(1), "traceparent", header(later, "01"));
        await().atMost(Duration.ofSeconds(60)).until(() -> !spans(later).isEmpty());
    }

    @Test
    void anEdgeThatDoesNotTracePassesOnTheClientsTrace() {
        String trace = "e".repeat(32);
        try (ConfigurableApplicationContext other = edge("1.1")) {
            assertThat(other.getBeanProvider(Tracer.class).getIfAvailable())
                    .as("nothing of it is there")
                    .isNull();
            assertThat(split(other, trace, "01").json().path("traceId").asString())
                    .isEqualTo(trace);
            await().atMost(Duration.ofSeconds(60)).until(() -> !spans(trace).isEmpty());
            assertThat(span(trace, "http post /complete").parent()).isEqualTo(CLIENT_SPAN);
        }
    }

    @Test
    void aCollectorThatIsAwayIsNotMissed() {
        try (ConfigurableApplicationContext other = edge(
                "1.1",
                "sparsesplit.tracing.enabled=true",
                "sparsesplit.tracing.probability=1",
                "management.opentelemetry.tracing.export.otlp.endpoint=http://127.0.0.1:1/v1/traces",
                "management.opentelemetry.tracing.export.max-queue-size=16",
                "management.opentelemetry.tracing.export.max-batch-size=16")) {
            for (int i = 0; i < 40; i++) {
                assertThat(new Http(other)
                                .post("/infer?policy=local-only", "image/png", Pictures.png(i))
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sparsesplit.tracing.endpoint=", "sparsesplit.tracing.probability=2"})
    void aSettingThatCannotBeUsedStopsTheStartWithASentence(String setting, CapturedOutput output) {
        assertThatThrownBy(() -> EdgeApplication.start(arguments("sparsesplit.tracing.enabled=true", setting))
                .close());

        assertThat(output)
                .contains(setting.substring(0, setting.indexOf('=')))
                .containsAnyOf(
                        "write the URL of a collector with its path, for example http://127.0.0.1:4318/v1/traces",
                        "write a number from 0 to 1, for example 0.1");
    }

    @Test
    void latencyHistogramsShowATraceForTheirBuckets() {
        String trace = "f".repeat(32);
        split(edge, trace, "01");

        Reply metrics = new Http(edge)
                .get("/actuator/prometheus", "Accept", "application/openmetrics-text; version=1.0.0; charset=utf-8");

        assertThat(metrics.contentType()).startsWith("application/openmetrics-text");
        Matcher exemplar = Pattern.compile("sparsesplit_inference_seconds_bucket\\{exit=\"cloud\",[^}]*}"
                        + " [0-9.]+ # \\{span_id=\"([0-9a-f]{16})\",trace_id=\"([0-9a-f]{32})\"} [0-9.E-]+")
                .matcher(metrics.text());
        List<String> shown = exemplar.results().map(found -> found.group(2)).toList();
        assertThat(shown).isNotEmpty();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> shown.stream().noneMatch(id -> spans(id).isEmpty()));
    }

    private static Reply split(ConfigurableApplicationContext service, String trace, String flags) {
        return new Http(service)
                .post("/infer?policy=split", "image/png", Pictures.png(1), "traceparent", header(trace, flags));
    }

    private static String header(String trace, String flags) {
        return "00-" + trace + "-" + CLIENT_SPAN + "-" + flags;
    }

    private static List<Span> spans(String trace) {
        return collector.spans().stream()
                .filter(span -> span.trace().equals(trace))
                .toList();
    }

    private static Span span(String trace, String name) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> spans(trace).stream().anyMatch(span -> span.name().equals(name)));
        return spans(trace).stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
