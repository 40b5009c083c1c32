package io.sparsesplit.deploy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Selectors and the pods, or Services, that they are to find. */
final class SelectorRules {

    private SelectorRules() {}

    static Stream<String> findings(Manifests manifests) {
        return Stream.of(
                        manifests.workloads().stream()
                                .filter(Workload::serves)
                                .flatMap(workload -> own(manifests, workload)),
                        manifests.workloads().stream().flatMap(SelectorRules::spread),
                        manifests.ofKind("Service").flatMap(service -> service(manifests, service)),
                        manifests.ofKind("NetworkPolicy").flatMap(policy -> policy(manifests, policy)))
                .flatMap(findings -> findings);
    }

    private static Stream<String> own(Manifests manifests, Workload workload) {
        JsonNode selector = workload.manifest().at("/spec/selector");
        if (selector.path("matchLabels").isEmpty() || !Selector.matches(selector, workload.labels())) {
            return Stream.of(workload.subject() + ": selector must match the template's labels");
        }
        return manifests.selected(selector).stream()
                .filter(other -> !other.subject().equals(workload.subject()))
                .map(other -> "%s: selector finds the pods of %s, too".formatted(workload.subject(), other.subject()));
    }

    /** Pods are spread over nodes, and kept apart from their like, not from others. */
    private static Stream<String> spread(Workload workload) {
        JsonNode constraints = workload.pod().path("topologySpreadConstraints");
        List<JsonNode> terms = Stream.concat(
                        constraints.valueStream(),
                        workload.pod()
                                .at("/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution")
                                .valueStream())
                .toList();
        boolean overNodes = !Rule.none(
                constraints,
                constraint -> constraint.path("topologyKey").asString("").equals("kubernetes.io/hostname"));
        boolean several =
                workload.serves() || workload.manifest().at("/spec/parallelism").asInt(1) > 1;
        return Stream.concat(
                Rule.unless(overNodes || !several, workload.subject() + ": pods must be spread over nodes"),
                terms.stream()
                        .filter(term -> term.path("labelSelector").isEmpty()
                                || !Selector.matches(term.path("labelSelector"), workload.labels()))
                        .map(term -> "%s: what is spread over %s must be its own pods"
                                .formatted(
                                        workload.subject(),
                                        term.path("topologyKey").asString("?"))));
    }

    private static Stream<String> service(Manifests manifests, JsonNode service) {
        String subject = Manifests.subject(service);
        JsonNode selector = service.at("/spec/selector");
        List<Workload> selected = manifests.workloads().stream()
                .filter(workload -> !selector.isEmpty() && Selector.matchesLabels(selector, workload.labels()))
                .toList();
        if (selected.size() != 1) {
            return Stream.of("%s: selector must find one workload, it finds %d".formatted(subject, selected.size()));
        }
        return service.at("/spec/ports")
                .valueStream()
                .map(port -> port.path("targetPort").asString(""))
                .filter(target -> selected.get(0).port(target).isEmpty())
                .map(target -> "%s: targetPort %s is no container port of %s"
                        .formatted(subject, target, selected.get(0).subject()));
    }

    private static Stream<String> policy(Manifests manifests, JsonNode policy) {
        String subject = Manifests.subject(policy);
        List<Workload> selected = manifests.selected(policy.at("/spec/podSelector"));
        Stream<String> peers = Stream.concat(
                        policy.at("/spec/ingress")
                                .valueStream()
                                .flatMap(rule -> rule.path("from").valueStream()),
                        policy.at("/spec/egress")
                                .valueStream()
                                .flatMap(rule -> rule.path("to").valueStream()))
                .filter(peer -> peer.has("podSelector") && !peer.has("namespaceSelector"))
                .filter(peer -> manifests.selected(peer.path("podSelector")).isEmpty())
                .map(peer -> "%s: no pods are %s".formatted(subject, labels(peer.at("/podSelector/matchLabels"))));
        Stream<String> ports = policy.at("/spec/ingress")
                .valueStream()
                .flatMap(rule -> rule.path("ports").valueStream())
                .map(port -> port.path("port").asString(""))
                .filter(port -> selected.stream()
                        .noneMatch(workload -> workload.port(port).isPresent()))
                .map(port -> "%s: port %s is no container port of the pods that it selects".formatted(subject, port));
        return selected.isEmpty() ? Stream.of(subject + ": podSelector finds no pods") : Stream.concat(peers, ports);
    }

    private static String labels(JsonNode labels) {
        return labels.propertyStream()
                .map(label -> label.getKey() + "=" + label.getValue().asString(""))
                .collect(Collectors.joining(","));
    }
}
