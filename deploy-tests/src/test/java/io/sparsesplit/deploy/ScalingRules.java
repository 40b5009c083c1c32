package io.sparsesplit.deploy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Autoscalers: a target that is there and leaves the number to them, and metrics that there will be. */
final class ScalingRules {

    /** What the adapter makes of a counter. */
    private static final String PER_SECOND = "_per_second";

    private ScalingRules() {}

    static Stream<String> findings(Manifests manifests) {
        return manifests
                .ofKind("HorizontalPodAutoscaler")
                .flatMap(autoscaler ->
                        findings(manifests, autoscaler).map(finding -> Manifests.subject(autoscaler) + ": " + finding));
    }

    private static Stream<String> findings(Manifests manifests, JsonNode autoscaler) {
        JsonNode target = autoscaler.at("/spec/scaleTargetRef");
        String name = target.path("name").asString("");
        String kind = target.path("kind").asString("");
        List<Workload> targets = manifests.named(kind, name).stream()
                .filter(manifest -> manifest.path("apiVersion").equals(target.path("apiVersion")))
                .map(Workload::new)
                .toList();
        if (targets.isEmpty()) {
            return Stream.of("there is no %s %s to scale".formatted(kind, name));
        }
        int least = autoscaler.at("/spec/minReplicas").asInt(1);
        int most = autoscaler.at("/spec/maxReplicas").asInt(0);
        return Stream.of(
                        Rule.unless(
                                !targets.get(0).manifest().path("spec").has("replicas"),
                                "replicas of %s must be left to the autoscaler"
                                        .formatted(targets.get(0).subject())),
                        Rule.unless(least < most, "minReplicas must be below maxReplicas"),
                        autoscaler.at("/spec/metrics").valueStream().flatMap(metric -> metric(targets.get(0), metric)))
                .flatMap(findings -> findings);
    }

    private static Stream<String> metric(Workload target, JsonNode metric) {
        return switch (metric.path("type").asString("")) {
            case "Resource" -> resource(target, metric.path("resource"));
            case "Pods" -> pods(target, metric.path("pods"));
            default ->
                Stream.of("metrics of type %s are not known here"
                        .formatted(metric.path("type").asString("")));
        };
    }

    private static Stream<String> resource(Workload target, JsonNode resource) {
        String name = resource.path("name").asString("");
        int utilization = resource.at("/target/averageUtilization").asInt(0);
        return Stream.concat(
                Rule.unless(
                        target.allContainers().stream()
                                .allMatch(container -> container
                                        .path("resources")
                                        .path("requests")
                                        .has(name)),
                        "%s of %s is a share of what its containers request: they must request some"
                                .formatted(name, target.subject())),
                Rule.unless(
                        resource.at("/target/type").asString("").equals("Utilization")
                                && utilization > 0
                                && utilization < 100,
                        "%s must have a Utilization between 0 and 100 as its target".formatted(name)));
    }

    private static Stream<String> pods(Workload target, JsonNode pods) {
        String name = pods.at("/metric/name").asString("");
        Set<String> rates = target.containers().stream()
                .flatMap(container -> Image.of(container.path("image").asString("")).stream())
                .flatMap(image -> CodeMeters.counters(image.module()).stream())
                .map(counter -> counter.replaceFirst("_total$", PER_SECOND))
                .collect(Collectors.toSet());
        return Stream.concat(
                Rule.unless(
                        rates.contains(name), "%s is no counter of %s per second".formatted(name, target.subject())),
                Rule.unless(
                        pods.at("/target/type").asString("").equals("AverageValue")
                                && Quantities.of(pods.at("/target/averageValue"))
                                                .signum()
                                        > 0,
                        name + " must have an AverageValue above 0 as its target"));
    }
}
