package io.sparsesplit.trainer.history;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends a run to a tracking server with MLflow's REST interface, version 2.0 of the API. Files are not sent to it. */
final class MlflowServer implements RunTracker {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    /** Most parameters, and most tags, in one batch. */
    private static final int BATCH = 100;

    private static final int MESSAGE = 200;

    private final URI base;
    private final Clock clock;
    private final Duration patience;
    private final HttpClient client;
    private String run = "";

    /**
     * Makes a tracker that sends to a server.
     *
     * @param server address of the server, http or https
     * @param clock clock of the times that are sent
     * @param patience longest duration of one request, its answer included
     */
    MlflowServer(URI server, Clock clock, Duration patience) {
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .build();
        String text = server.toString();
        this.base = URI.create((text.endsWith("/") ? text : text + "/") + "api/2.0/mlflow/");
        this.clock = clock;
    }

    @Override
    public String begin(RunRecord record, @Nullable String earlier) throws IOException, InterruptedException {
        if (earlier != null) {
            run = earlier;
            update("RUNNING", false);
        } else {
            JsonNode created = post(
                    "runs/create",
                    Map.of(
                            "experiment_id", experiment(record.model()),
                            "run_name", MlflowMetrics.runName(record),
                            "start_time", clock.millis(),
                            "tags", pairs(MlflowMetrics.tags(record))));
            run = text(created.path("run").path("info").path("run_id"), "runs/create");
            List<Map<String, Object>> parameters = pairs(MlflowMetrics.parameters(record));
            for (int from = 0; from < parameters.size(); from += BATCH) {
                logBatch("params", parameters.subList(from, Math.min(parameters.size(), from + BATCH)));
            }
        }
        return run;
    }

    @Override
    public void epoch(EpochRecord epoch) throws IOException, InterruptedException {
        logBatch("metrics", metrics(MlflowMetrics.of(epoch), epoch.epoch()));
    }

    @Override
    public void end(Map<String, Double> figures, Map<String, byte[]> files, boolean completed)
            throws IOException, InterruptedException {
        logBatch("metrics", metrics(figures, 0));
        update(completed ? "FINISHED" : "KILLED", true);
    }

    private String experiment(String name) throws IOException, InterruptedException {
        HttpResponse<String> found = send(
                request("experiments/get-by-name?experiment_name=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
                        .GET()
                        .build());
        if (found.statusCode() == NOT_FOUND) {
            return text(post("experiments/create", Map.of("name", name)).path("experiment_id"), "experiments/create");
        }
        return text(
                json(found, "experiments/get-by-name").path("experiment").path("experiment_id"),
                "experiments/get-by-name");
    }

    private void update(String status, boolean ended) throws IOException, InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("run_id", run);
        body.put("status", status);
        if (ended) {
            body.put("end_time", clock.millis());
        }
        post("runs/update", body);
    }

    private void logBatch(String kind, List<Map<String, Object>> values) throws IOException, InterruptedException {
        if (!values.isEmpty()) {
            post("runs/log-batch", Map.of("run_id", run, kind, values));
        }
    }

    private List<Map<String, Object>> metrics(Map<String, Double> values, int step) {
        long now = clock.millis();
        List<Map<String, Object>> metrics = new ArrayList<>();
        values.forEach(
                (name, value) -> metrics.add(Map.of("key", name, "value", value, "timestamp", now, "step", step)));
        return metrics;
    }

    private static List<Map<String, Object>> pairs(Map<String, String> values) {
        List<Map<String, Object>> pairs = new ArrayList<>();
        values.forEach((name, value) -> pairs.add(Map.of("key", name, "value", value)));
        return pairs;
    }

    private JsonNode post(String path, Object body) throws IOException, InterruptedException {
        byte[] bytes = JsonMapper.shared().writeValueAsBytes(body);
        return json(
                send(request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(bytes))
                        .build()),
                path);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(patience);
    }

    /** The client's own timeout ends with the header of an answer; a body may still never end. */
    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request, BodyHandlers.ofString());
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("%s gave no answer within %d ms".formatted(request.uri(), patience.toMillis()), e);
        } catch (ExecutionException e) {
            throw new IOException("%s cannot be asked: %s".formatted(request.uri(), e.getCause()), e);
        } finally {
            answer.cancel(true);
        }
    }

    private static JsonNode json(HttpResponse<String> response, String path) throws IOException {
        String body = response.body();
        if (response.statusCode() != OK) {
            throw new IOException("%s gave status %d: %s"
                    .formatted(path, response.statusCode(), body.substring(0, Math.min(MESSAGE, body.length()))));
        }
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException e) {
            throw new IOException("%s gave no JSON".formatted(path), e);
        }
    }

    private static String text(JsonNode node, String path) throws IOException {
        if (!node.isString() || node.stringValue().isEmpty()) {
            throw new IOException("%s gave no identity".formatted(path));
        }
        return node.stringValue();
    }
}
