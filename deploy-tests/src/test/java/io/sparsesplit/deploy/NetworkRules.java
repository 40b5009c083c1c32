package io.sparsesplit.deploy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who may speak with whom, as Kubernetes reads NetworkPolicies: a pod that is selected by none for a direction is open, and
 * otherwise what any of them allows may pass.
 */
final class NetworkRules {

    /**
     * One end of a connection.
     *
     * @param namespace its labels; none for our own
     */
    private record Peer(JsonNode labels, Optional<JsonNode> namespace) {

        static Peer ours(Workload workload) {
            return new Peer(workload.labels(), Optional.empty());
        }

        static Peer of(String namespace, String label, String value) {
            ObjectNode labels = JsonNodeFactory.instance.objectNode().put(label, value);
            ObjectNode place = JsonNodeFactory.instance.objectNode().put("kubernetes.io/metadata.name", namespace);
            return new Peer(labels, Optional.of(place));
        }
    }

    private static final Peer STRANGER = Peer.of("default", "app", "stranger");
    private static final Peer DNS = Peer.of("kube-system", "k8s-app", "kube-dns");
    private static final Peer PROMETHEUS = Peer.of("monitoring", "app.kubernetes.io/name", "prometheus");

    private final Manifests manifests;

    private NetworkRules(Manifests manifests) {
        this.manifests = manifests;
    }

    static Stream<String> findings(Manifests manifests) {
        NetworkRules rules = new NetworkRules(manifests);
        return manifests.workloads().stream()
                .flatMap(workload -> Stream.of(
                                rules.isolation(workload),
                                rules.calls(workload),
                                rules.callers(workload),
                                rules.scraping(workload))
                        .flatMap(findings -> findings)
                        .map(finding -> workload.subject() + ": " + finding));
    }

    private Stream<String> isolation(Workload workload) {
        return Stream.of("Ingress", "Egress")
                .filter(direction -> policies(Peer.ours(workload), direction).isEmpty())
                .map(direction -> "no NetworkPolicy denies " + direction + " by default");
    }

    /** Whom its settings name must be reached, and nobody else. */
    private Stream<String> calls(Workload workload) {
        Peer caller = Peer.ours(workload);
        List<String> urls = workload.containers().stream()
                .flatMap(container -> container.path("env").valueStream())
                .map(variable -> variable.path("value").asString(""))
                .filter(value -> value.startsWith("http"))
                .toList();
        Stream<String> reached = urls.stream()
                .flatMap(url -> SettingRules.service(manifests, url).stream()
                        .flatMap(service -> manifests.workloads().stream()
                                .filter(called -> Selector.matchesLabels(service.at("/spec/selector"), called.labels()))
                                .flatMap(called -> called.ports().stream()
                                        .filter(port -> !passes(caller, Peer.ours(called), "TCP", port))
                                        .map(port -> "NetworkPolicies do not let it reach %s on port %d"
                                                .formatted(called.subject(), port)))));
        Stream<String> names = urls.isEmpty()
                ? Stream.empty()
                : Stream.of("UDP", "TCP")
                        .filter(protocol -> !passes(caller, DNS, protocol, 53))
                        .map(protocol -> "NetworkPolicies do not let it look names up by " + protocol);
        return Stream.of(
                        reached,
                        names,
                        Rule.unless(
                                workload.isJob() || !passes(caller, STRANGER, "TCP", 8080),
                                "NetworkPolicies let it reach any pod"))
                .flatMap(findings -> findings);
    }

    /** Clients ask edges; nobody else is asked from outside. */
    private Stream<String> callers(Workload workload) {
        boolean open = workload.labels()
                .path("app.kubernetes.io/component")
                .asString("")
                .equals("edge");
        return workload.ports().stream()
                .filter(port -> passes(STRANGER, Peer.ours(workload), "TCP", port) != open)
                .map(port -> open
                        ? "NetworkPolicies do not let clients reach port " + port
                        : "NetworkPolicies let anybody reach port " + port);
    }

    private Stream<String> scraping(Workload workload) {
        return manifests
                .ofKind("ServiceMonitor")
                .filter(monitor -> workload.serves())
                .flatMap(monitor -> workload.ports().stream())
                .filter(port -> !passes(PROMETHEUS, Peer.ours(workload), "TCP", port))
                .map(port -> "NetworkPolicies do not let Prometheus scrape port " + port);
    }

    private boolean passes(Peer from, Peer to, String protocol, int port) {
        return passes(from, "Egress", to, protocol, port) && passes(to, "Ingress", from, protocol, port);
    }

    private boolean passes(Peer pod, String direction, Peer other, String protocol, int port) {
        List<JsonNode> policies = policies(pod, direction);
        String rules = direction.equals("Ingress") ? "/spec/ingress" : "/spec/egress";
        String peers = direction.equals("Ingress") ? "from" : "to";
        return policies.isEmpty()
                || policies.stream()
                        .flatMap(policy -> policy.at(rules).valueStream())
                        .anyMatch(rule ->
                                hasPeer(rule.path(peers), other) && hasPort(rule.path("ports"), protocol, port));
    }

    private List<JsonNode> policies(Peer pod, String direction) {
        return manifests
                .ofKind("NetworkPolicy")
                .filter(policy -> pod.namespace().isEmpty())
                .filter(policy -> !Rule.none(
                        policy.at("/spec/policyTypes"),
                        type -> type.asString("").equals(direction)))
                .filter(policy -> Selector.matches(policy.at("/spec/podSelector"), pod.labels()))
                .toList();
    }

    private static boolean hasPeer(JsonNode peers, Peer other) {
        return peers.isEmpty() || !Rule.none(peers, peer -> isPeer(peer, other));
    }

    /** An address block is never a pod of the cluster here: those of pods are taken out of it. */
    private static boolean isPeer(JsonNode peer, Peer other) {
        if (peer.has("ipBlock")) {
            return false;
        }
        boolean place = other.namespace()
                .map(labels ->
                        peer.has("namespaceSelector") && Selector.matches(peer.path("namespaceSelector"), labels))
                .orElse(!peer.has("namespaceSelector"));
        return place && Selector.matches(peer.path("podSelector"), other.labels());
    }

    private static boolean hasPort(JsonNode ports, String protocol, int port) {
        return ports.isEmpty()
                || !Rule.none(
                        ports,
                        one -> one.path("protocol").asString("TCP").equals(protocol)
                                && one.path("port").asInt(port) == port);
    }
}
