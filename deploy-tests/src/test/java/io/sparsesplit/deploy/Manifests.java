package io.sparsesplit.deploy;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The manifests of one rendered kustomization, held to Kubernetes' models, to our rules, to the code and to one another. */
record Manifests(List<JsonNode> all) {

    private static final List<Function<Manifests, Stream<String>>> CHECKS = List.of(
            NameRules::findings,
            NamespaceRules::findings,
            SecurityRules::findings,
            ImageRules::findings,
            ServingRules::findings,
            ResourceRules::findings,
            VolumeRules::findings,
            SettingRules::findings,
            ReferenceRules::findings,
            SelectorRules::findings,
            NetworkRules::findings,
            DisruptionRules::findings,
            ScalingRules::findings,
            JobRules::findings,
            MonitoringRules::findings);

    /**
     * Every mistake as a sentence that begins with the manifest it is in. What Kubernetes would not even read is not looked at
     * further.
     */
    List<String> findings() {
        List<String> unreadable = all.stream()
                .flatMap(manifest -> unreadable(manifest).map(mistake -> subject(manifest) + ": " + mistake).stream())
                .toList();
        return unreadable.isEmpty()
                ? CHECKS.stream().flatMap(check -> check.apply(this)).toList()
                : unreadable;
    }

    Stream<JsonNode> ofKind(String kind) {
        return all.stream().filter(manifest -> isOf(kind, manifest));
    }

    Optional<JsonNode> named(String kind, String name) {
        return ofKind(kind).filter(manifest -> name(manifest).equals(name)).findFirst();
    }

    /** What makes pods. */
    List<Workload> workloads() {
        return all.stream()
                .filter(manifest -> manifest.at("/spec/template/spec").isObject())
                .map(Workload::new)
                .toList();
    }

    /** Those whose pods a selector finds. */
    List<Workload> selected(JsonNode selector) {
        return workloads().stream()
                .filter(workload -> Selector.matches(selector, workload.labels()))
                .toList();
    }

    static boolean isOf(String kind, JsonNode manifest) {
        return manifest.path("kind").asString("").equals(kind);
    }

    static String name(JsonNode manifest) {
        return manifest.at("/metadata/name").asString("?");
    }

    static String subject(JsonNode manifest) {
        return manifest.path("kind").asString("?") + "/" + name(manifest);
    }

    private static Optional<String> unreadable(JsonNode manifest) {
        return CustomResource.isOne(manifest) ? CustomResource.mistake(manifest) : StrictModel.mistake(manifest);
    }
}
