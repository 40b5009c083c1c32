package io.sparsesplit.deploy;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The restricted pod security standard, and what we ask beyond it: nothing writable but volumes, no token, no host. */
final class SecurityRules {

    private static final Set<String> VOLUMES = Set.of(
            "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret");

    private static final List<Rule> POD = List.of(
            new Rule("runAsNonRoot must be true", pod -> Rule.isTrue(pod.at("/securityContext/runAsNonRoot"))),
            new Rule(
                    "seccompProfile must be RuntimeDefault",
                    pod -> pod.at("/securityContext/seccompProfile/type")
                            .asString("")
                            .equals("RuntimeDefault")),
            new Rule("the host's namespaces and paths must stay its own", SecurityRules::keepsToItself),
            new Rule(
                    "automountServiceAccountToken must be false",
                    pod -> Rule.isFalse(pod.path("automountServiceAccountToken"))),
            new Rule(
                    "enableServiceLinks must be false, its variables read like our properties",
                    pod -> Rule.isFalse(pod.path("enableServiceLinks"))),
            new Rule(
                    "sysctls must stay as they are",
                    pod -> pod.at("/securityContext/sysctls").isMissingNode()));

    private static final List<Rule> CONTAINER = List.of(
            new Rule(
                    "allowPrivilegeEscalation must be false",
                    container -> Rule.isFalse(container.at("/securityContext/allowPrivilegeEscalation"))),
            new Rule(
                    "readOnlyRootFilesystem must be true",
                    container -> Rule.isTrue(container.at("/securityContext/readOnlyRootFilesystem"))),
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
                    "ports must not be the host's",
                    container -> Rule.none(container.path("ports"), port -> port.has("hostPort"))));

    private SecurityRules() {}

    static Stream<String> findings(Manifests manifests) {
        return manifests.workloads().stream()
                .flatMap(workload -> Stream.concat(
                        Rule.findings(workload.subject(), workload.pod(), POD),
                        workload.allContainers().stream()
                                .flatMap(container ->
                                        Rule.findings(workload.subject(container), container, CONTAINER))));
    }

    private static boolean keepsToItself(JsonNode pod) {
        return Stream.of("hostNetwork", "hostPID", "hostIPC").noneMatch(pod::has)
                && Rule.all(
                        pod.path("volumes"),
                        volume -> volume.propertyNames().stream()
                                .filter(name -> !name.equals("name"))
                                .allMatch(VOLUMES::contains));
    }
}
