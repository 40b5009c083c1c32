package io.sparsesplit.trainer.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server of the tests' own notes what it is asked, and answers as MLflow documents it. */
class MlflowServerTest {

    private record Asked(String method, String path, JsonNode body) {}

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile boolean known;
    private volatile int status = 200;
    private HttpServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aRunIsCreatedLoggedAndFinished() throws Exception {
        RunTracker tracker = RunTracker.of(url());
        assertThat(tracker.begin(SampleRun.record(), null)).isEqualTo("run-7");
        tracker.epoch(SampleRun.epoch(4));
        tracker.end(Map.of("test_cascade_accuracy", 97.5), Map.of(), true);

        assertThat(asked.stream().map(one -> one.method() + " " + one.path()))
                .containsExactly(
                        "GET /api/2.0/mlflow/experiments/get-by-name?experiment_name=parts",
                        "POST /api/2.0/mlflow/experiments/create",
                        "POST /api/2.0/mlflow/runs/create",
                        "POST /api/2.0/mlflow/runs/log-batch",
                        "POST /api/2.0/mlflow/runs/log-batch",
                        "POST /api/2.0/mlflow/runs/log-batch",
                        "POST /api/2.0/mlflow/runs/update");
        assertThat(body(1).path("name").stringValue()).isEqualTo("parts");
        assertThat(body(2).path("experiment_id").stringValue()).isEqualTo("12");
        assertThat(body(2).path("run_name").stringValue()).isEqualTo("parts-1.0.0");
        assertThat(body(2).path("start_time").isIntegralNumber()).isTrue();
        assertThat(value(body(2).path("tags"), "mlflow.runName").stringValue()).isEqualTo("parts-1.0.0");
        assertThat(value(body(3).path("params"), "seed").stringValue()).isEqualTo("2");
        JsonNode metrics = body(4).path("metrics");
        assertThat(value(metrics, "train_loss").doubleValue()).isEqualTo(0.625);
        for (JsonNode metric : metrics) {
            assertThat(metric.path("step").intValue()).isEqualTo(4);
            assertThat(metric.path("timestamp").isIntegralNumber()).isTrue();
        }
        assertThat(body(4).path("run_id").stringValue()).isEqualTo("run-7");
        assertThat(body(6).path("status").stringValue()).isEqualTo("FINISHED");
        assertThat(body(6).path("end_time").isIntegralNumber()).isTrue();
    }

    @Test
    void anExperimentThatIsThereIsUsedAndARunThatWasStoppedGoesOn() throws Exception {
        known = true;
        RunTracker.of(url() + "/").begin(SampleRun.record(), null);
        assertThat(asked.stream().map(Asked::path)).noneMatch(path -> path.endsWith("experiments/create"));
        assertThat(body(1).path("experiment_id").stringValue()).isEqualTo("34");
        asked.clear();
        assertThat(RunTracker.of(url()).begin(SampleRun.record(), "run-3")).isEqualTo("run-3");
        assertThat(asked).hasSize(1);
        assertThat(body(0).path("status").stringValue()).isEqualTo("RUNNING");
    }

    @Test
    void whatTheServerRefusesIsSaid() {
        status = 500;
        assertThatThrownBy(() -> RunTracker.of(url()).begin(SampleRun.record(), null))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("experiments/get-by-name gave status 500: {");
    }

    @Test
    void aServerThatIsGoneHarmsNoTraining() throws IOException {
        StringWriter text = new StringWriter();
        History history = new History(
                folder.resolve("parts-1.0.0.checkpoint"),
                false,
                SampleRun.record(),
                RunTracker.of(url()),
                new PrintWriter(text));
        server.stop(0);
        for (int epoch = 1; epoch <= 6; epoch++) {
            history.epoch(SampleRun.epoch(epoch));
        }
        history.published(Map.of(), history.files());
        assertThat(history.run().trackedAs()).isEqualTo("run-7");
        assertThat(text.toString().lines().filter(line -> line.startsWith("The run is not tracked any more: ")))
                .hasSize(1);
    }

    private JsonNode body(int request) {
        return asked.get(request).body();
    }

    private static JsonNode value(JsonNode pairs, String key) {
        for (JsonNode pair : pairs) {
            if (pair.path("key").stringValue().equals(key)) {
                return pair.path("value");
            }
        }
        throw new AssertionError("no " + key + " in " + pairs);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().toString();
        asked.add(
                new Asked(exchange.getRequestMethod(), path, JsonMapper.shared().readTree(body)));
        if (status != 200) {
            send(exchange, status, "{\"error_code\":\"INTERNAL_ERROR\"}");
        } else if (path.contains("get-by-name")) {
            send(
                    exchange,
                    known ? 200 : 404,
                    known
                            ? "{\"experiment\":{\"experiment_id\":\"34\",\"name\":\"parts\"}}"
                            : "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\"}");
        } else if (path.endsWith("experiments/create")) {
            send(exchange, 200, "{\"experiment_id\":\"12\"}");
        } else if (path.endsWith("runs/create")) {
            send(exchange, 200, "{\"run\":{\"info\":{\"run_id\":\"run-7\",\"status\":\"RUNNING\"}}}");
        } else {
            send(exchange, 200, "{}");
        }
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
