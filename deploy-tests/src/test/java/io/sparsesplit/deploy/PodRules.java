package io.sparsesplit.deploy;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What every Deployment of ours promises: restricted pod security, bounded resources, honest probes, a graceful end. */
final class PodRules {

    private static final String LIVENESS = "/actuator/health/liveness";
    private static final String READINESS = "/actuator/health/readiness";

    /** {@code spring.lifecycle.timeout-per-shutdown-phase} of both services. */
    private static final int GRACEFUL_SHUTDOWN_SECONDS = 20;

    private static final List<Rule> DEPLOYMENT = List.of(
            new Rule(
                    "selector must match the template's labels",
                    deployment -> isSelected(deployment, deployment.at("/spec/selector/matchLabels"))),
            new Rule(
                    "label values must be strings",
                    deployment -> all(deployment.at("/spec/template/metadata/labels"), JsonNode::isString)));

    private static final List<Rule> POD = List.of(
            new Rule("runAsNonRoot must be true", pod -> isTrue(pod.at("/securityContext/runAsNonRoot"))),
            new Rule(
                    "seccompProfile must be RuntimeDefault",
                    pod -> pod.at("/securityContext/seccompProfile/type")
                            .asString("")
                            .equals("RuntimeDefault")),
            new Rule("the host's namespaces and paths must stay its own", PodRules::keepsToItself),
            new Rule(
                    "automountServiceAccountToken must be false",
                    pod -> isFalse(pod.path("automountServiceAccountToken"))),
            new Rule(
                    "enableServiceLinks must be false, its variables read like our properties",
                    pod -> isFalse(pod.path("enableServiceLinks"))),
            new Rule(
                    "terminationGracePeriodSeconds must cover preStop and " + GRACEFUL_SHUTDOWN_SECONDS
                            + " s of shutdown",
                    PodRules::endsGracefully),
            new Rule("/tmp must be a bounded emptyDir", PodRules::hasBoundedTmp));

    private static final List<Rule> CONTAINER = List.of(
            new Rule(
                    "image must carry a version as its tag",
                    container -> container.path("image").asString("").matches("[^:]+:\\d+\\.\\d+\\.\\d+")),
            new Rule(
                    "allowPrivilegeEscalation must be false",
                    container -> isFalse(container.at("/securityContext/allowPrivilegeEscalation"))),
            new Rule(
                    "readOnlyRootFilesystem must be true",
                    container -> isTrue(container.at("/securityContext/readOnlyRootFilesystem"))),
            new Rule(
                    "capabilities must drop ALL and add none",
                    container -> container
                            .at("/securityContext/capabilities")
                            .toString()
                            .equals("{\"drop\":[\"ALL\"]}")),
            new Rule(
                    "securityContext must not override the pod's",
                    container -> Set.of("allowPrivilegeEscalation", "readOnlyRootFilesystem", "capabilities")
                            .containsAll(container.path("securityContext").propertyNames())),
            new Rule(
                    "requests and limits must name cpu and memory",
                    container -> Stream.of("/requests/cpu", "/requests/memory", "/limits/cpu", "/limits/memory")
                            .noneMatch(
                                    part -> container.path("resources").at(part).isMissingNode())),
            new Rule(
                    "environment values must be strings",
                    container -> all(
                            container.path("env"),
                            variable -> variable.path("value").isString())),
            probe("startupProbe", LIVENESS),
            probe("readinessProbe", READINESS),
            probe("livenessProbe", LIVENESS));

    private PodRules() {}

    static Stream<String> findings(String subject, JsonNode deployment) {
        JsonNode pod = deployment.at("/spec/template/spec");
        Stream<String> containers = pod.path("containers")
                .valueStream()
                .flatMap(container ->
                        Rule.findings(subject + "/" + container.path("name").asString("?"), container, CONTAINER));
        return Stream.of(Rule.findings(subject, deployment, DEPLOYMENT), Rule.findings(subject, pod, POD), containers)
                .flatMap(findings -> findings);
    }

    /** Names and numbers that a Service or a probe may call this container's ports. */
    static Set<String> ports(JsonNode container) {
        return container
                .path("ports")
                .valueStream()
                .flatMap(port -> Stream.of(
                        port.path("name").asString(""),
                        port.path("containerPort").asString("")))
                .filter(port -> !port.isEmpty())
                .collect(Collectors.toSet());
    }

    /** Whether a selector finds the pods of this Deployment; an empty one would find everybody's. */
    static boolean isSelected(JsonNode deployment, JsonNode selector) {
        JsonNode labels = deployment.at("/spec/template/metadata/labels");
        return !selector.isEmpty()
                && selector.propertyStream().allMatch(label -> label.getValue().equals(labels.path(label.getKey())));
    }

    /** The liveness path says nothing of other services; a pod that lost its cloud must not be restarted for it. */
    private static Rule probe(String name, String path) {
        return new Rule(name + " must ask " + path + " on a container port", container -> {
            JsonNode request = container.path(name).path("httpGet");
            return request.path("path").asString("").equals(path)
                    && ports(container).contains(request.path("port").asString(""));
        });
    }

    private static boolean keepsToItself(JsonNode pod) {
        return Stream.of("hostNetwork", "hostPID", "hostIPC").noneMatch(pod::has)
                && all(pod.path("volumes"), volume -> !volume.has("hostPath"));
    }

    private static boolean endsGracefully(JsonNode pod) {
        int grace = pod.path("terminationGracePeriodSeconds").asInt(0);
        return all(pod.path("containers"), container -> {
            int preStop = container.at("/lifecycle/preStop/sleep/seconds").asInt(0);
            return preStop > 0 && grace > preStop + GRACEFUL_SHUTDOWN_SECONDS;
        });
    }

    private static boolean hasBoundedTmp(JsonNode pod) {
        Set<String> bounded = pod.path("volumes")
                .valueStream()
                .filter(volume -> volume.at("/emptyDir/sizeLimit").isString())
                .map(volume -> volume.path("name").asString(""))
                .collect(Collectors.toSet());
        return all(
                pod.path("containers"),
                container -> container
                        .path("volumeMounts")
                        .valueStream()
                        .anyMatch(mount -> mount.path("mountPath").asString("").equals("/tmp")
                                && bounded.contains(mount.path("name").asString(""))));
    }

    private static boolean isTrue(JsonNode node) {
        return node.isBoolean() && node.booleanValue();
    }

    private static boolean isFalse(JsonNode node) {
        return node.isBoolean() && !node.booleanValue();
    }

    private static boolean all(JsonNode nodes, Predicate<JsonNode> predicate) {
        return nodes.valueStream().allMatch(predicate);
    }
}
