package io.sparsesplit.deploy;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What one manifest says of another by its name. */
final class ReferenceRules {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\(([A-Za-z_][A-Za-z0-9_]*)\\)");

    private ReferenceRules() {}

    static Stream<String> findings(Manifests manifests) {
        return manifests.workloads().stream()
                .flatMap(workload -> Stream.concat(
                        governing(manifests, workload),
                        workload.allContainers().stream()
                                .flatMap(container -> Stream.concat(keys(manifests, container), expansions(container))
                                        .map(finding -> workload.subject(container) + ": " + finding))));
    }

    /** The Service that gives a StatefulSet's pods their names. */
    private static Stream<String> governing(Manifests manifests, Workload workload) {
        if (!Manifests.isOf("StatefulSet", workload.manifest())) {
            return Stream.empty();
        }
        String name = workload.manifest().at("/spec/serviceName").asString("");
        boolean headless = manifests
                .named("Service", name)
                .filter(service -> service.at("/spec/clusterIP").asString("").equals("None"))
                .filter(service -> Selector.matchesLabels(service.at("/spec/selector"), workload.labels()))
                .isPresent();
        return Rule.unless(
                headless, "%s: serviceName %s is no headless Service of its pods".formatted(workload.subject(), name));
    }

    private static Stream<String> keys(Manifests manifests, JsonNode container) {
        return container
                .path("env")
                .valueStream()
                .flatMap(variable -> Stream.concat(
                        variable.at("/valueFrom/configMapKeyRef").isObject()
                                ? defined(manifests, "ConfigMap", variable.at("/valueFrom/configMapKeyRef"))
                                : Stream.empty(),
                        variable.at("/valueFrom/secretKeyRef").isObject()
                                ? secret(manifests, variable.at("/valueFrom/secretKeyRef"))
                                : Stream.empty()));
    }

    private static Stream<String> secret(Manifests manifests, JsonNode reference) {
        if (!Rule.isTrue(reference.path("optional"))) {
            return defined(manifests, "Secret", reference);
        }
        String name = reference.path("name").asString("");
        String key = reference.path("key").asString("");
        String document = Repository.text(Repository.path("docs/kubernetes.md"));
        return Rule.unless(
                document.contains("create secret generic " + name + " ")
                        && document.contains("--from-literal=" + key + "="),
                "docs/kubernetes.md does not say how to create Secret %s with key %s".formatted(name, key));
    }

    private static Stream<String> defined(Manifests manifests, String kind, JsonNode reference) {
        String name = reference.path("name").asString("");
        String key = reference.path("key").asString("");
        return Rule.unless(
                manifests
                        .named(kind, name)
                        .filter(manifest -> manifest.path("data").has(key)
                                || manifest.path("stringData").has(key))
                        .isPresent(),
                "there is no %s %s with key %s".formatted(kind, name, key));
    }

    /** {@code $(NAME)} in arguments. */
    private static Stream<String> expansions(JsonNode container) {
        return Stream.concat(
                        container.path("command").valueStream(),
                        container.path("args").valueStream())
                .flatMap(word -> VARIABLE.matcher(word.asString("")).results())
                .map(result -> result.group(1))
                .distinct()
                .filter(name -> Rule.none(
                        container.path("env"),
                        variable -> variable.path("name").asString("").equals(name)))
                .map(name -> "$(%s) is no variable of the container".formatted(name));
    }
}
