package io.sparsesplit.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sparsesplit.deploy.Client.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Both services as they are shipped, a real Prometheus, and a client that counts for itself: whatever a panel or an alert asks for is
 * there, is a number, and is the client's where the client knows it. Needs the services' jars and Prometheus; prints its table to
 * {@code target/panels-and-alerts.md}.
 */
class PrometheusTest {

    private static final String KEY = "0123456789abcdef";
    private static final String[] AUTHORIZED = {"Authorization", "Bearer " + KEY};
    private static final double TOLERANCE = 0.01;
    private static final int MOST_LISTED = 10;
    private static final String CLOUD_GONE = "up{job=~\".*cloud\"} == 0";

    @TempDir
    private Path folder;

    private record Question(String where, String expression, String asked) {}

    @Test
    void everyPanelAndAlertSaysWhatTheClientCounted() throws Exception {
        assumeTrue(Executables.has("prometheus"), "prometheus is not on the PATH: install it to compare dashboards.");
        assumeTrue(
                ServiceProcess.isBuilt("edge") && ServiceProcess.isBuilt("cloud"),
                "The services' jars are not built: mvn package -DskipTests builds them.");
        Path models = publish();
        int cloudPort = ServiceProcess.freePort();
        int edgePort = ServiceProcess.freePort();
        List<String> settings =
                List.of("--sparsesplit.model.repository=" + models, "--sparsesplit.management.key=" + KEY);
        List<String> edgeSettings = new ArrayList<>(settings);
        ServiceProcess cloud = ServiceProcess.service("cloud", folder, cloudPort, settings);
        try (CountingProxy proxy = new CountingProxy(cloudPort)) {
            proxy.open();
            edgeSettings.addAll(List.of(
                    "--sparsesplit.cloud.url=http://127.0.0.1:" + proxy.port(),
                    "--sparsesplit.outbox.enabled=true",
                    "--sparsesplit.outbox.path=" + folder.resolve("outbox.db")));
            try (ServiceProcess edge = ServiceProcess.service("edge", folder, edgePort, edgeSettings);
                    PrometheusServer prometheus = PrometheusServer.start(folder, ports(edgePort, cloudPort))) {
                double start = System.currentTimeMillis() / 1000.0;
                scraped(prometheus, start);
                promisedMetersAreThere(edge, cloud);
                Traffic traffic = new Traffic(edge, Repository.path("samples"));
                long there = proxy.there();
                long back = proxy.back();

                withTheCloud(traffic, cloud);
                versions(traffic, prometheus, edge, cloud, models);
                withoutTheCloud(traffic, prometheus, proxy, cloud);
                cloud = ServiceProcess.service("cloud", folder, cloudPort, settings);
                proxy.open();
                scraped(prometheus, System.currentTimeMillis() / 1000.0);
                ServiceProcess.await(
                        "the edge finds its cloud again",
                        () -> traffic.postOne("policy=split", 3).equals("cloud"));
                traffic.post("policy=split", 40);
                traffic.add("wire sent", (double) (proxy.there() - there));
                traffic.add("wire received", (double) (proxy.back() - back));
                scraped(prometheus, System.currentTimeMillis() / 1000.0);

                compare(prometheus, traffic, start, edge, cloud);
                assertThat(prometheus.firing()).as("alerts that fire").containsExactly("ModelLoadFailed");
            }
        } finally {
            cloud.close();
        }
    }

    private static Map<String, Integer> ports(int edge, int cloud) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("edge", edge);
        ports.put("cloud", cloud);
        return ports;
    }

    /** The bundled model, and again as a later version. */
    private Path publish() throws IOException {
        Path models = folder.resolve("models");
        publish(models, "3.1.0");
        publish(models, "3.0.1");
        return models;
    }

    private static Path publish(Path models, String version) throws IOException {
        Path from = Repository.path("models/mnist/3.1.0");
        Path to = Files.createDirectories(models.resolve("mnist").resolve(version));
        for (String part : List.of("head.safetensors", "tail.safetensors")) {
            Files.copy(from.resolve(part), to.resolve(part));
        }
        String manifest = Repository.text(from.resolve("model.json"));
        Files.writeString(
                to.resolve("model.json"),
                manifest.replaceFirst("\"version\" : \"3.1.0\"", "\"version\" : \"" + version + "\""));
        return to;
    }

    /** Waits until both services were scraped after a moment, and what was recorded from it, too. */
    private static void scraped(PrometheusServer prometheus, double since) {
        ServiceProcess.await(
                "both services are scraped",
                () -> prometheus.lastScrape("edge") > since + 1 && prometheus.lastScrape("cloud") > since + 1);
    }

    private static void promisedMetersAreThere(ServiceProcess edge, ServiceProcess cloud) {
        Set<String> exposed = new TreeSet<>(names(edge));
        exposed.addAll(names(cloud));
        assertThat(exposed.stream().filter(name -> name.startsWith("sparsesplit_")))
                .as("what the services expose and what Meter.OWN lists")
                .containsExactlyInAnyOrderElementsOf(Meter.OWN.stream()
                        .flatMap(meter -> meter.prometheusNames().stream())
                        .toList());
    }

    private static Set<String> names(ServiceProcess service) {
        return Client.get(service.uri("/actuator/prometheus"))
                .text()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("[{ ].*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> onlyInTheCloud(ServiceProcess edge, ServiceProcess cloud) {
        Set<String> names = names(cloud);
        names.removeAll(names(edge));
        return names;
    }

    private static void withTheCloud(Traffic traffic, ServiceProcess cloud) {
        traffic.post("policy=split", 100);
        traffic.post("policy=auto", 300);
        traffic.post("policy=local-only", 20);
        traffic.post("policy=auto&minConfidence=0.99999", 60);
        traffic.post("policy=remote-only", 20);
        for (int i = 0; i < 3; i++) {
            traffic.postTogether("policy=split");
            traffic.postTogether("policy=auto");
        }
        for (int i = 0; i < 10; i++) {
            traffic.postForLater(i);
        }
        byte[] noImage = "no image".getBytes(StandardCharsets.US_ASCII);
        byte[] damaged = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0};
        for (int i = 0; i < 4; i++) {
            traffic.postBad("policy=auto", "image/png", noImage, 415);
            traffic.postBad("policy=auto", "image/png", damaged, 400);
            traffic.postBad("policy=auto&version=9.9.9", "image/png", noImage, 404);
            require(400, Client.post(cloud.uri("/complete"), "application/vnd.sparsesplit.features", noImage));
            traffic.add("malformed", 1);
        }
    }

    /** One version is tried and given up, another is damaged. */
    private static void versions(
            Traffic traffic, PrometheusServer prometheus, ServiceProcess edge, ServiceProcess cloud, Path models)
            throws IOException {
        require(200, manage(cloud, "models/mnist/3.0.1/load", ""));
        require(200, manage(edge, "rollout/canary", "{\"version\":\"3.0.1\",\"share\":0.5}"));
        // Of a series that is new Prometheus counts what comes after it has seen it.
        scraped(prometheus, System.currentTimeMillis() / 1000.0);
        traffic.trial("3.0.1");
        traffic.post("policy=auto", 100);
        traffic.post("policy=split", 60);
        traffic.trial("");
        require(200, manage(edge, "rollout/rollback", ""));
        traffic.add("rolled back", 1);
        Path head = publish(models, "3.0.2").resolve("head.safetensors");
        Files.write(head, Arrays.copyOf(Files.readAllBytes(head), 1000));
        require(422, manage(edge, "models/mnist/3.0.2/load", ""));
        traffic.add("load refused", 1);
    }

    private static Reply manage(ServiceProcess service, String what, String body) {
        return Client.post(
                service.uri("/management/" + what),
                "application/json",
                body.getBytes(StandardCharsets.US_ASCII),
                AUTHORIZED);
    }

    private static void withoutTheCloud(
            Traffic traffic, PrometheusServer prometheus, CountingProxy proxy, ServiceProcess cloud)
            throws IOException {
        // What it has counted until now is scraped once more: what nobody scraped is lost with a process.
        scraped(prometheus, System.currentTimeMillis() / 1000.0);
        proxy.shut();
        cloud.close();
        traffic.post("policy=split", 30);
        ServiceProcess.await(
                "Prometheus sees that the cloud is gone",
                () -> !prometheus.values(CLOUD_GONE, 0).isEmpty());
        ServiceProcess.await(
                "Prometheus sees that the breaker is not closed",
                () -> prometheus
                        .values("resilience4j_circuitbreaker_state{name=\"cloud\",state=\"closed\"}", 0)
                        .containsValue(0.0));
    }

    private static Reply require(int status, Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        return reply;
    }

    private void compare(
            PrometheusServer prometheus, Traffic traffic, double start, ServiceProcess edge, ServiceProcess cloud)
            throws IOException {
        double edgeTime = prometheus.lastScrape("edge");
        double cloudTime = prometheus.lastScrape("cloud");
        Set<String> onlyInTheCloud = onlyInTheCloud(edge, cloud);
        int window = (int) Math.ceil(Math.max(edgeTime, cloudTime) - start) + 5;
        Map<String, Double> expected = new TreeMap<>(Expectations.of(traffic, window));
        List<String> wrong = new ArrayList<>();
        StringBuilder table = new StringBuilder("""
                | panel or alert | expression | Prometheus | ledger |
                |---|---|---|---|
                """);
        for (Question question : questions(window, edge, cloud)) {
            // At the moment of the last scrape Prometheus has nothing to extrapolate.
            boolean ofCloud = question.expression().contains("$cloud")
                    ? !question.expression().contains("$edge")
                    : onlyInTheCloud.containsAll(new PromQl(question.asked()).metrics());
            Map<Map<String, String>, Double> values =
                    prometheus.values(question.asked(), ofCloud ? cloudTime : edgeTime);
            if (values.isEmpty()) {
                wrong.add(question.where() + " is empty: " + question.expression());
            }
            List<String> said = new ArrayList<>();
            List<String> known = new ArrayList<>();
            values.forEach((labels, value) -> {
                String shown = shown(labels);
                Double count = expected.remove(question.where() + shown);
                said.add((shown + " " + number(value)).strip());
                if (count != null) {
                    known.add((shown + " " + number(count)).strip());
                }
                if (!Double.isFinite(value)) {
                    wrong.add(question.where() + shown + " is " + value);
                } else if (count != null && Math.abs(value - count) > TOLERANCE * Math.abs(count) + 1e-9) {
                    wrong.add(question.where() + shown + " is " + value + ", but was " + count);
                }
            });
            table.append("| %s | `%s` | %s | %s |%n"
                    .formatted(
                            question.where(),
                            question.expression().replaceAll("\\s+", " ").replace("|", "\\|"),
                            listed(said),
                            known.isEmpty() ? "—" : listed(known)));
        }
        Path file = Files.createDirectories(Path.of("target")).resolve("panels-and-alerts.md");
        Files.writeString(file, table);
        assertThat(wrong).as("differences of more than 1 %").isEmpty();
        assertThat(expected.keySet())
                .as("known to the client, but asked for by nobody")
                .isEmpty();
    }

    /** Some of many, as the buckets of a histogram are. */
    private static String listed(List<String> values) {
        String first = values.stream().limit(MOST_LISTED).collect(Collectors.joining("<br>"));
        return values.size() <= MOST_LISTED ? first : first + "<br>and %d more".formatted(values.size() - MOST_LISTED);
    }

    private static List<Question> questions(int window, ServiceProcess edge, ServiceProcess cloud) {
        List<Question> questions = new ArrayList<>();
        for (Dashboard dashboard : Dashboards.ALL) {
            for (JsonNode panel : Repository.json("observability/dashboards/" + dashboard.name() + ".json")
                    .path("panels")) {
                for (JsonNode target : panel.path("targets")) {
                    String expression = target.path("expr").asString();
                    String asked = expression
                            .replace("$__rate_interval", window + "s")
                            .replace("$edge", "127.0.0.1:" + edge.port)
                            .replace("$cloud", "127.0.0.1:" + cloud.port)
                            .replaceAll("\\$(service|instance)", ".*");
                    questions.add(new Question(
                            "%s: %s, %s"
                                    .formatted(
                                            dashboard.name(),
                                            panel.path("title").asString(),
                                            target.path("refId").asString()),
                            expression,
                            asked));
                }
            }
        }
        for (AlertRule recording : AlertRule.recordings()) {
            questions.add(new Question(recording.name(), recording.expression().expression(), recording.name()));
        }
        for (AlertRule alert : AlertRule.alerts()) {
            int part = 0;
            for (PromQl measure : alert.measures()) {
                String where = alert.name() + (part++ == 0 ? "" : ", " + part);
                questions.add(
                        new Question(where, measure.expression(), atLeast(window, inlined(measure.expression()))));
            }
        }
        return questions;
    }

    /** Recorded series are as old as their last evaluation; what they are recorded from is not. */
    private static String inlined(String expression) {
        String inlined = expression;
        for (AlertRule recording : AlertRule.recordings()) {
            inlined = inlined.replace(
                    recording.name(), "(" + recording.expression().expression() + ")");
        }
        return inlined;
    }

    /** On a machine so slow that the run takes longer than five minutes, ranges are that long. */
    private static String atLeast(int window, String expression) {
        return window <= 300 ? expression : expression.replaceAll("\\[(5|10|15)m]", "[" + window + "s]");
    }

    private static String shown(Map<String, String> labels) {
        Map<String, String> few = new TreeMap<>(labels);
        few.keySet().removeAll(Set.of("instance", "job", "__name__", "fingerprint"));
        return few.isEmpty() ? "" : " " + few;
    }

    private static String number(double value) {
        return Math.abs(value) >= 1e6 || value == Math.rint(value)
                ? Long.toString(Math.round(value))
                : String.format(Locale.ROOT, "%.4g", value);
    }
}
