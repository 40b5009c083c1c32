package io.sparsesplit.deploy;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** A real Prometheus with the rules of this repository, which scrapes every second. */
final class PrometheusServer implements AutoCloseable {

    private final ServiceProcess process;

    private PrometheusServer(ServiceProcess process) {
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param ports to be scraped, by job
     */
    static PrometheusServer start(Path folder, Map<String, Integer> ports) throws IOException {
        StringBuilder config = new StringBuilder("""
                global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
                rule_files: ["%s/*.yml"]
                scrape_configs:
                """.formatted(Repository.path("observability/rules")));
        ports.forEach((job, port) -> config.append(
                "  - {job_name: %s, metrics_path: /actuator/prometheus, static_configs: [{targets: [\"127.0.0.1:%d\"]}]}%n"
                        .formatted(job, port)));
        Path file = folder.resolve("prometheus.yml");
        Files.writeString(file, config);
        int port = ServiceProcess.freePort();
        List<String> command = List.of(
                "prometheus",
                "--config.file=" + file,
                "--storage.tsdb.path=" + folder.resolve("prometheus"),
                "--web.listen-address=127.0.0.1:" + port);
        return new PrometheusServer(
                ServiceProcess.start(command, folder, folder.resolve("prometheus.log"), port, "/-/ready"));
    }

    /** The values of an instant query by their labels, without those of the target. */
    Map<Map<String, String>, Double> values(String expression, double time) {
        Map<Map<String, String>, Double> values = new LinkedHashMap<>();
        for (JsonNode sample : result(expression, time)) {
            Map<String, String> labels = new TreeMap<>();
            sample.path("metric")
                    .propertyStream()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asString()));
            values.put(labels, Double.valueOf(sample.path("value").path(1).asString()));
        }
        return values;
    }

    /** When a job was last scraped with success, in seconds since 1970; 0 when it never was. */
    double lastScrape(String job) {
        return values("timestamp(up{job=\"%1$s\"}) * (up{job=\"%1$s\"} == 1)".formatted(job), 0).values().stream()
                .findFirst()
                .orElse(0.0);
    }

    boolean isUp(String job) {
        return values("up{job=\"%s\"} == 1".formatted(job), 0).size() == 1;
    }

    /** Names of the alerts that fire. */
    Set<String> firing() {
        Set<String> firing = new TreeSet<>();
        for (JsonNode alert : Client.get(process.uri("/api/v1/alerts")).json().at("/data/alerts")) {
            if (alert.path("state").asString().equals("firing")) {
                firing.add(alert.at("/labels/alertname").asString());
            }
        }
        return firing;
    }

    private JsonNode result(String expression, double time) {
        String query = "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)
                + (time == 0 ? "" : String.format(Locale.ROOT, "&time=%.3f", time));
        URI uri = process.uri(query);
        JsonNode answer = Client.get(uri).json();
        if (!answer.path("status").asString().equals("success")) {
            throw new AssertionError(expression + ": " + answer.path("error").asString());
        }
        return answer.at("/data/result");
    }

    @Override
    public void close() {
        process.close();
    }
}
