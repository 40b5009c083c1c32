package io.sparsesplit.deploy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What is scraped, under the names that rules and dashboards ask for. */
final class MonitoringRules {

    private static final Set<String> JOBS = Repository.yaml(Repository.path("observability/prometheus.yml"))
            .path("scrape_configs")
            .valueStream()
            .filter(job -> job.path("metrics_path").asString("").startsWith("/actuator"))
            .map(job -> job.path("job_name").asString(""))
            .collect(Collectors.toSet());

    private MonitoringRules() {}

    static Stream<String> findings(Manifests manifests) {
        return manifests
                .ofKind("ServiceMonitor")
                .flatMap(monitor ->
                        findings(manifests, monitor).map(finding -> Manifests.subject(monitor) + ": " + finding));
    }

    private static Stream<String> findings(Manifests manifests, JsonNode monitor) {
        List<JsonNode> services = manifests
                .ofKind("Service")
                .filter(service -> Selector.matches(monitor.at("/spec/selector"), service.at("/metadata/labels")))
                .toList();
        String label = monitor.at("/spec/jobLabel").asString("");
        List<String> jobs = services.stream()
                .map(service ->
                        service.path("metadata").path("labels").path(label).asString(""))
                .sorted()
                .toList();
        return Stream.of(
                        Rule.unless(
                                jobs.equals(JOBS.stream().sorted().toList()),
                                "scrapes jobs %s, where Prometheus elsewhere has %s"
                                        .formatted(jobs, JOBS.stream().sorted().toList())),
                        monitor.at("/spec/endpoints").valueStream().flatMap(endpoint -> endpoint(services, endpoint)))
                .flatMap(findings -> findings);
    }

    private static Stream<String> endpoint(List<JsonNode> services, JsonNode endpoint) {
        String name = endpoint.path("port").asString("");
        return Stream.of(
                        services.stream()
                                .filter(service -> Rule.none(
                                        service.at("/spec/ports"),
                                        port -> port.path("name").asString("").equals(name)))
                                .map(service -> "%s has no port called %s".formatted(Manifests.subject(service), name)),
                        Rule.unless(
                                endpoint.path("path").asString("").equals("/actuator/prometheus"),
                                "path must be /actuator/prometheus"),
                        Rule.unless(
                                seconds(endpoint, "scrapeTimeout") <= seconds(endpoint, "interval"),
                                "scrapeTimeout must not be above interval"))
                .flatMap(findings -> findings);
    }

    private static long seconds(JsonNode endpoint, String field) {
        return Duration.parse("PT" + endpoint.path(field).asString("")).toSeconds();
    }
}
