package io.sparsesplit.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The proof that the manifests are really looked at: one wrong word in a file, and the finding it must bring. */
class SeededMistakesTest {

    private record Mistake(String file, String right, String wrong, String finding) {
        @Override
        public String toString() {
            return wrong.strip() + " in " + file;
        }
    }

    static Stream<Mistake> mistakes() {
        return Stream.of(
                edge(
                        "replicas: 1",
                        "replica: 1",
                        "Deployment/sparsesplit-edge: The field `replica` in the JSON string is not defined in the `V1DeploymentSpec`"),
                edge(
                        "readOnlyRootFilesystem: true",
                        "readOnlyRootFileSystem: true",
                        "The field `readOnlyRootFileSystem` in the JSON string is not defined in the `V1SecurityContext`"),
                edge(
                        "memory: 256Mi",
                        "memory: 256MiB",
                        "Deployment/sparsesplit-edge: a quantity cannot be read: Could not parse suffix"),
                edge("replicas: 1", "replicas: one", "For input string: \"one\""),
                edge("apps/v1", "apps/v1beta1", "Deployment/sparsesplit-edge: 'apps/v1beta1 Deployment' is not one of"),
                edge(
                        "metadata:\n  name: sparsesplit-edge\n",
                        "metadata:\n  name: sparsesplit-edge\n  namespace: mine\n",
                        "Deployment/sparsesplit-edge: namespace is the caller's to choose"),
                edge(
                        "matchLabels:\n      app.kubernetes.io/name: sparsesplit-edge",
                        "matchLabels:\n      app.kubernetes.io/name: edge",
                        "Deployment/sparsesplit-edge: selector must match the template's labels"),
                edge(
                        "runAsNonRoot: true",
                        "runAsNonRoot: false",
                        "Deployment/sparsesplit-edge: runAsNonRoot must be true"),
                edge(
                        "type: RuntimeDefault",
                        "type: Unconfined",
                        "Deployment/sparsesplit-edge: seccompProfile must be RuntimeDefault"),
                edge(
                        "enableServiceLinks: false",
                        "enableServiceLinks: false\n      hostPID: true",
                        "Deployment/sparsesplit-edge: the host's namespaces and paths must stay its own"),
                edge(
                        "readOnlyRootFilesystem: true",
                        "readOnlyRootFilesystem: true\n            runAsUser: 0",
                        "Deployment/sparsesplit-edge/edge: securityContext must not override the pod's"),
                edge(
                        "enableServiceLinks: false",
                        "enableServiceLinks: true",
                        "Deployment/sparsesplit-edge: enableServiceLinks must be false, its variables read like our properties"),
                edge(
                        "terminationGracePeriodSeconds: 30",
                        "terminationGracePeriodSeconds: 25",
                        "Deployment/sparsesplit-edge: terminationGracePeriodSeconds must cover preStop and 20 s of shutdown"),
                edge(
                        "mountPath: /tmp",
                        "mountPath: /var/tmp",
                        "Deployment/sparsesplit-edge: /tmp must be a bounded emptyDir"),
                edge(
                        "edge-service:0.1.0",
                        "edge-service:latest",
                        "Deployment/sparsesplit-edge/edge: image must carry a version as its tag"),
                edge(
                        "allowPrivilegeEscalation: false",
                        "allowPrivilegeEscalation: true",
                        "Deployment/sparsesplit-edge/edge: allowPrivilegeEscalation must be false"),
                edge(
                        "readOnlyRootFilesystem: true",
                        "readOnlyRootFilesystem: false",
                        "Deployment/sparsesplit-edge/edge: readOnlyRootFilesystem must be true"),
                edge(
                        "drop: [ALL]",
                        "drop: [NET_RAW]",
                        "Deployment/sparsesplit-edge/edge: capabilities must drop ALL and add none"),
                edge(
                        "            limits:\n              cpu: \"1\"\n",
                        "            limits:\n",
                        "Deployment/sparsesplit-edge/edge: requests and limits must name cpu and memory"),
                edge(
                        "value: http://sparsesplit-cloud:8081",
                        "value: 8081",
                        "Deployment/sparsesplit-edge/edge: environment values must be strings"),
                edge(
                        "http://sparsesplit-cloud:8081",
                        "http://cloud:8081",
                        "Deployment/sparsesplit-edge: http://cloud:8081 is no Service and port of ours"),
                edge(
                        "path: /actuator/health/readiness",
                        "path: /actuator/ready",
                        "Deployment/sparsesplit-edge/edge: readinessProbe must ask /actuator/health/readiness on a container port"),
                edge(
                        "livenessProbe:\n            httpGet:\n              path: /actuator/health/liveness",
                        "livenessProbe:\n            httpGet:\n              path: /actuator/health/readiness",
                        "Deployment/sparsesplit-edge/edge: livenessProbe must ask /actuator/health/liveness on a container port"),
                edge(
                        "startupProbe:\n            httpGet:\n              path: /actuator/health/liveness\n              port: http",
                        "startupProbe:\n            httpGet:\n              path: /actuator/health/liveness\n              port: 8081",
                        "Deployment/sparsesplit-edge/edge: startupProbe must ask /actuator/health/liveness on a container port"),
                new Mistake(
                        "cloud-service.yaml",
                        "targetPort: http",
                        "targetPort: web",
                        "Service/sparsesplit-cloud: targetPort web is no container port of Deployment/sparsesplit-cloud"),
                new Mistake(
                        "cloud-service.yaml",
                        "  selector:\n    app.kubernetes.io/name: sparsesplit-cloud",
                        "  selector:\n    app.kubernetes.io/name: cloud",
                        "Service/sparsesplit-cloud: selector must find one Deployment, it finds 0"),
                new Mistake(
                        "cloud-service.yaml",
                        "port: 8081",
                        "port: 80",
                        "Deployment/sparsesplit-edge: http://sparsesplit-cloud:8081 is no Service and port of ours"),
                new Mistake("kustomization.yaml", "version: 0.1.0", "version: 0.1", "label values must be strings"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void isFound(Mistake mistake, @TempDir Path folder) throws IOException {
        Path base = Repository.path("k8s/base");
        try (Stream<Path> files = Files.list(base)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(base.relativize(file)));
            }
        }
        Path seeded = folder.resolve(mistake.file);
        String text = Files.readString(seeded);
        assertThat(text).contains(mistake.right);
        Files.writeString(seeded, text.replace(mistake.right, mistake.wrong));

        List<String> findings = new Manifests(new Kustomization(folder).render()).findings();

        assertThat(findings).anySatisfy(finding -> assertThat(finding).contains(mistake.finding));
    }

    private static Mistake edge(String right, String wrong, String finding) {
        return new Mistake("edge-deployment.yaml", right, wrong, finding);
    }
}
