package io.sparsesplit.deploy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A manifest that makes pods: a Deployment, a StatefulSet or a Job. */
record Workload(JsonNode manifest) {

    private static final Set<String> SERVING = Set.of("Deployment", "StatefulSet");

    String subject() {
        return Manifests.subject(manifest);
    }

    String name() {
        return Manifests.name(manifest);
    }

    /** Whether its pods run until somebody ends them. */
    boolean serves() {
        return SERVING.contains(manifest.path("kind").asString(""));
    }

    boolean isJob() {
        return Manifests.isOf("Job", manifest);
    }

    JsonNode labels() {
        return manifest.at("/spec/template/metadata/labels");
    }

    JsonNode pod() {
        return manifest.at("/spec/template/spec");
    }

    List<JsonNode> containers() {
        return pod().path("containers").valueStream().toList();
    }

    List<JsonNode> allContainers() {
        return Stream.concat(pod().path("initContainers").valueStream(), containers().stream())
                .toList();
    }

    String subject(JsonNode container) {
        return subject() + "/" + container.path("name").asString("?");
    }

    List<JsonNode> claims() {
        return manifest.at("/spec/volumeClaimTemplates").valueStream().toList();
    }

    /** A variable's value as it stands there; none where it comes from elsewhere. */
    static Optional<String> value(JsonNode container, String variable) {
        return container
                .path("env")
                .valueStream()
                .filter(one -> one.path("name").asString("").equals(variable))
                .filter(one -> one.has("value"))
                .map(one -> one.path("value").asString(""))
                .findFirst();
    }

    /** Names and numbers that a Service or a probe may call a container's ports. */
    static Set<String> portNames(JsonNode container) {
        return container
                .path("ports")
                .valueStream()
                .flatMap(port -> Stream.of(
                        port.path("name").asString(""),
                        port.path("containerPort").asString("")))
                .filter(port -> !port.isEmpty())
                .collect(Collectors.toSet());
    }

    /** The number of a port that is called by its number or its name. */
    Optional<Integer> port(String nameOrNumber) {
        return containers().stream()
                .flatMap(container -> container.path("ports").valueStream())
                .filter(port -> port.path("name").asString("").equals(nameOrNumber)
                        || port.path("containerPort").asString("").equals(nameOrNumber))
                .map(port -> port.path("containerPort").asInt())
                .findFirst();
    }

    Set<Integer> ports() {
        return containers().stream()
                .flatMap(container -> container.path("ports").valueStream())
                .map(port -> port.path("containerPort").asInt())
                .collect(Collectors.toSet());
    }
}
