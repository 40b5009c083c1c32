package io.sparsesplit.deploy;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Pods that serve: honest probes, on a port that is there, and an end without a request lost. */
final class ServingRules {

    private static final String LIVENESS = "/actuator/health/liveness";
    private static final String READINESS = "/actuator/health/readiness";

    /** The liveness path says nothing of other services; a pod that lost its cloud must not be restarted for it. */
    private static final Map<String, String> PROBES =
            Map.of("startupProbe", LIVENESS, "readinessProbe", READINESS, "livenessProbe", LIVENESS);

    private ServingRules() {}

    static Stream<String> findings(Manifests manifests) {
        return manifests.workloads().stream()
                .filter(Workload::serves)
                .flatMap(workload -> workload.containers().stream()
                        .flatMap(container -> Image.of(container.path("image").asString("")).stream()
                                .flatMap(image -> findings(workload, container, image))));
    }

    private static Stream<String> findings(Workload workload, JsonNode container, Image image) {
        String subject = workload.subject(container);
        Stream<String> probes = PROBES.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(probe -> probe(subject, container, probe.getKey(), probe.getValue()));
        JsonNode startup = container.path("startupProbe");
        long patience = startup.path("periodSeconds").asLong(10)
                * startup.path("failureThreshold").asLong(3);
        return Stream.of(
                        probes,
                        Rule.unless(
                                patience >= image.startSeconds(),
                                "%s: startupProbe gives up after %d s, the image's health check waits %d s"
                                        .formatted(subject, patience, image.startSeconds())),
                        settings(subject, container, image),
                        end(workload, container, image))
                .flatMap(findings -> findings);
    }

    private static Stream<String> probe(String subject, JsonNode container, String name, String path) {
        JsonNode probe = container.path(name);
        JsonNode request = probe.path("httpGet");
        return Stream.concat(
                Rule.unless(
                        request.path("path").asString("").equals(path)
                                && Workload.portNames(container)
                                        .contains(request.path("port").asString("")),
                        "%s: %s must ask %s on a container port".formatted(subject, name, path)),
                Rule.unless(
                        probe.path("timeoutSeconds").asInt(1)
                                <= probe.path("periodSeconds").asInt(10),
                        "%s: %s must not take longer than its period".formatted(subject, name)));
    }

    private static Stream<String> settings(String subject, JsonNode container, Image image) {
        Settings settings = image.settings().orElseThrow();
        String port = settings.value(container, "SERVER_PORT");
        return Stream.of(
                        Rule.unless(
                                settings.value(container, "MANAGEMENT_ENDPOINT_HEALTH_PROBES_ENABLED")
                                        .equals("true"),
                                subject + ": there are no probes unless " + settings.file() + " enables them"),
                        Rule.unless(
                                Workload.portNames(container).contains(port),
                                "%s: the service listens on %s, which is no container port".formatted(subject, port)),
                        Rule.unless(
                                settings.value(container, "SERVER_SHUTDOWN").equals("graceful"),
                                subject + ": the service must shut down gracefully"))
                .flatMap(findings -> findings);
    }

    private static Stream<String> end(Workload workload, JsonNode container, Image image) {
        long grace = workload.pod().path("terminationGracePeriodSeconds").asLong(30);
        long preStop = container.at("/lifecycle/preStop/sleep/seconds").asLong(0);
        long shutdown =
                seconds(image.settings().orElseThrow().value(container, "SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE"));
        return Stream.concat(
                Rule.unless(
                        preStop > 0, workload.subject(container) + ": preStop must wait until no new request comes"),
                Rule.unless(
                        grace > preStop + shutdown,
                        "%s: terminationGracePeriodSeconds must be more than %d s of preStop and %d s of shutdown"
                                .formatted(workload.subject(), preStop, shutdown)));
    }

    private static long seconds(String duration) {
        return Duration.parse("PT" + duration).toSeconds();
    }
}
