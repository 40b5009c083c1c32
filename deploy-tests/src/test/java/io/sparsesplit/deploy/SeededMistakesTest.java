package io.sparsesplit.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * The proof that the manifests are really looked at: one wrong word in a file, and the finding it must bring. Prints all of
 * them as a table.
 */
class SeededMistakesTest {

    private static final String EDGE = "StatefulSet/sparsesplit-edge";
    private static final String CLOUD = "Deployment/sparsesplit-cloud";
    private static final String JOB = "Job/sparsesplit-reproduce";

    private static final List<String> REPRODUCTION = List.of("overlays/reproduce", "overlays/reproduce-merge");

    private static final List<String> CAUGHT = new ArrayList<>();

    /**
     * @param applied folders that are rendered together
     * @param file that has the mistake
     * @param finding how the sentence begins that must be found
     */
    private record Mistake(List<String> applied, String file, String right, String wrong, String finding) {
        @Override
        public String toString() {
            return "%s: %s".formatted(file, wrong.strip().replaceAll("\\s*\\R\\s*", " | "));
        }
    }

    static List<Mistake> mistakes() {
        return Stream.of(
                        models(),
                        names(),
                        security(),
                        images(),
                        serving(),
                        settings(),
                        volumes(),
                        references(),
                        selectors(),
                        network(),
                        disruption(),
                        scaling(),
                        jobs(),
                        monitoring())
                .flatMap(mistakes -> mistakes)
                .toList();
    }

    private static Stream<Mistake> models() {
        return Stream.of(
                edge(
                        "replicas: 1",
                        "replica: 1",
                        EDGE + ": The field `replica` in the JSON string is not defined in the `V1StatefulSetSpec`"),
                edge(
                        "readOnlyRootFilesystem: true",
                        "readOnlyRootFileSystem: true",
                        EDGE
                                + ": The field `readOnlyRootFileSystem` in the JSON string is not defined in the `V1SecurityContext`"),
                edge("memory: 256Mi", "memory: 256MiB", EDGE + ": a quantity cannot be read: Could not parse suffix"),
                edge(
                        "replicas: 1",
                        "replicas: one",
                        EDGE + ": java.lang.NumberFormatException: For input string: \"one\""),
                edge("apps/v1", "apps/v1beta1", EDGE + ": 'apps/v1beta1 StatefulSet' is not one of"),
                base(
                        "cloud-disruption.yaml",
                        "policy/v1",
                        "policy/v1beta1",
                        "PodDisruptionBudget/sparsesplit-cloud: 'policy/v1beta1 PodDisruptionBudget' is not one of"),
                base(
                        "cloud-network.yaml",
                        "    - from:",
                        "    - sources:",
                        "NetworkPolicy/sparsesplit-cloud: The field `sources` in the JSON string is not defined"),
                base(
                        "cloud-service.yaml",
                        "      port: 8081\n",
                        "",
                        "Service/sparsesplit-cloud: The required field `port` is not found"),
                autoscaled(
                        "cloud-autoscaler.yaml",
                        "maxReplicas: 12",
                        "maximumReplicas: 12",
                        "HorizontalPodAutoscaler/sparsesplit-cloud: The field `maximumReplicas` in the JSON string is not defined"),
                reproduce(
                        "completionMode: Indexed",
                        "completionmode: Indexed",
                        JOB + ": The field `completionmode` in the JSON string is not defined"));
    }

    private static Stream<Mistake> names() {
        return Stream.of(
                edge(
                        "metadata:\n  name: sparsesplit-edge\n",
                        "metadata:\n  name: sparsesplit-edge\n  namespace: mine\n",
                        EDGE + ": namespace is the caller's to choose"),
                edge(
                        "name: sparsesplit-edge\n  labels",
                        "name: sparsesplit_edge\n  labels",
                        "StatefulSet/sparsesplit_edge: name must be of small letters, digits and hyphens"),
                base("kustomization.yaml", "version: 0.1.0", "version: 0.1", EDGE + ": label values must be strings"),
                base(
                        "kustomization.yaml",
                        "version: 0.1.0",
                        "version: v0.1.0+k8s",
                        EDGE + ": label app.kubernetes.io/version cannot be 'v0.1.0+k8s'"),
                base(
                        "kustomization.yaml",
                        "  - edge-service.yaml\n",
                        "  - edge-service.yaml\n  - edge-service.yaml\n",
                        "Service/sparsesplit-edge: is there twice"),
                edge(
                        "- name: http\n",
                        "- name: http-of-the-edge\n",
                        EDGE + ": a port cannot be called 'http-of-the-edge'"),
                base(
                        "edge-network.yaml",
                        "protocol: UDP",
                        "protocol: udp",
                        "NetworkPolicy/sparsesplit-edge: protocol must be one of [SCTP, TCP, UDP], not udp"),
                edge(
                        "ScheduleAnyway",
                        "ScheduleAnyhow",
                        EDGE
                                + ": whenUnsatisfiable must be one of [DoNotSchedule, ScheduleAnyway], not ScheduleAnyhow"),
                edge("[ReadWriteOnce]", "[ReadWrite]", EDGE + ": accessModes must be one of"),
                single(
                        "components/namespace/namespace.yaml",
                        "pod-security.kubernetes.io/enforce: restricted",
                        "pod-security.kubernetes.io/enforce: baseline",
                        "Namespace/sparsesplit: pod-security.kubernetes.io/enforce must be restricted"),
                single(
                        "components/namespace/kustomization.yaml",
                        "namespace: sparsesplit\n",
                        "",
                        EDGE + ": namespace must be one of [sparsesplit]"));
    }

    private static Stream<Mistake> security() {
        return Stream.of(
                edge("runAsNonRoot: true", "runAsNonRoot: false", EDGE + ": runAsNonRoot must be true"),
                edge("type: RuntimeDefault", "type: Unconfined", EDGE + ": seccompProfile must be RuntimeDefault"),
                edge(
                        "enableServiceLinks: false",
                        "enableServiceLinks: false\n      hostPID: true",
                        EDGE + ": the host's namespaces and paths must stay its own"),
                edge(
                        "emptyDir:\n            sizeLimit: 64Mi",
                        "hostPath:\n            path: /tmp",
                        EDGE + ": the host's namespaces and paths must stay its own"),
                edge(
                        "automountServiceAccountToken: false",
                        "automountServiceAccountToken: true",
                        EDGE + ": automountServiceAccountToken must be false"),
                edge(
                        "enableServiceLinks: false",
                        "enableServiceLinks: true",
                        EDGE + ": enableServiceLinks must be false, its variables read like our properties"),
                edge(
                        "seccompProfile:",
                        "sysctls:\n          - name: net.core.somaxconn\n            value: \"1024\"\n        seccompProfile:",
                        EDGE + ": sysctls must stay as they are"),
                edge(
                        "readOnlyRootFilesystem: true",
                        "readOnlyRootFilesystem: true\n            runAsUser: 0",
                        EDGE + "/edge: securityContext must not override the pod's"),
                edge(
                        "allowPrivilegeEscalation: false",
                        "allowPrivilegeEscalation: true",
                        EDGE + "/bundled-models: allowPrivilegeEscalation must be false"),
                edge(
                        "readOnlyRootFilesystem: true",
                        "readOnlyRootFilesystem: false",
                        EDGE + "/edge: readOnlyRootFilesystem must be true"),
                edge("drop: [ALL]", "drop: [NET_RAW]", EDGE + "/edge: capabilities must drop ALL and add none"),
                edge(
                        "containerPort: 8080",
                        "containerPort: 8080\n              hostPort: 8080",
                        EDGE + "/edge: ports must not be the host's"));
    }

    private static Stream<Mistake> images() {
        return Stream.of(
                edge("edge-service:0.1.0", "edge-service:latest", EDGE + "/edge: image must carry the version 0.1.0"),
                edge(
                        "sparsesplit/edge-service",
                        "sparsesplit/edge",
                        EDGE + "/edge: no Dockerfile makes sparsesplit/edge:0.1.0"),
                edge("runAsUser: 10001", "runAsUser: 1000", EDGE + ": user and group must be the image's 10001:10001"),
                base(
                        "cloud-deployment.yaml",
                        "containerPort: 8081",
                        "containerPort: 8080",
                        CLOUD + "/cloud: containerPort 8080 is not what the image exposes, 8081"));
    }

    private static Stream<Mistake> serving() {
        return Stream.of(
                edge(
                        "path: /actuator/health/readiness",
                        "path: /actuator/ready",
                        EDGE + "/edge: readinessProbe must ask /actuator/health/readiness on a container port"),
                edge(
                        "livenessProbe:\n            httpGet:\n              path: /actuator/health/liveness",
                        "livenessProbe:\n            httpGet:\n              path: /actuator/health/readiness",
                        EDGE + "/edge: livenessProbe must ask /actuator/health/liveness on a container port"),
                edge(
                        "startupProbe:\n            httpGet:\n              path: /actuator/health/liveness\n              port: http",
                        "startupProbe:\n            httpGet:\n              path: /actuator/health/liveness\n              port: 8081",
                        EDGE + "/edge: startupProbe must ask /actuator/health/liveness on a container port"),
                edge(
                        "periodSeconds: 5\n            timeoutSeconds: 2",
                        "periodSeconds: 5\n            timeoutSeconds: 20",
                        EDGE + "/edge: readinessProbe must not take longer than its period"),
                edge(
                        "failureThreshold: 45",
                        "failureThreshold: 5",
                        EDGE + "/edge: startupProbe gives up after 10 s, the image's health check waits 60 s"),
                edge(
                        "terminationGracePeriodSeconds: 30",
                        "terminationGracePeriodSeconds: 25",
                        EDGE + ": terminationGracePeriodSeconds must be more than 5 s of preStop and 20 s of shutdown"),
                edge(
                        "            - name: SPARSESPLIT_CLOUD_URL",
                        "            - name: SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE\n              value: 60s\n            - name: SPARSESPLIT_CLOUD_URL",
                        EDGE + ": terminationGracePeriodSeconds must be more than 5 s of preStop and 60 s of shutdown"),
                edge(
                        "          lifecycle:\n            preStop:\n              sleep:\n                seconds: 5\n",
                        "",
                        EDGE + "/edge: preStop must wait until no new request comes"),
                edge(
                        "            - name: SPARSESPLIT_CLOUD_URL",
                        "            - name: SERVER_PORT\n              value: \"9090\"\n            - name: SPARSESPLIT_CLOUD_URL",
                        EDGE + "/edge: the service listens on 9090, which is no container port"),
                edge(
                        "            limits:\n              cpu: \"1\"\n              memory: 256Mi",
                        "            limits:\n              memory: 256Mi",
                        EDGE + "/edge: requests and limits must name cpu and memory"),
                edge("cpu: 100m", "cpu: 2", EDGE + "/edge: the request of cpu must not be above its limit"),
                edge(
                        "              memory: 192Mi\n            limits:\n              cpu: \"1\"\n              memory: 256Mi",
                        "              memory: 64Mi\n            limits:\n              cpu: \"1\"\n              memory: 128Mi",
                        EDGE
                                + "/edge: a memory limit of 128 MiB is too small for a heap of 96 MiB and 100 MiB beside it"),
                reproduce(
                        "memory: 2Gi",
                        "memory: 256Mi",
                        JOB
                                + "/reproduce: a memory limit of 256 MiB is too small for a heap of 192 MiB and 100 MiB beside it"));
    }

    private static Stream<Mistake> settings() {
        return Stream.of(
                edge(
                        "SPARSESPLIT_OUTBOX_ENABLED",
                        "SPARSESPLIT_OUTBOX_ENABLE",
                        EDGE + "/edge: SPARSESPLIT_OUTBOX_ENABLE is no setting of edge.yml"),
                base(
                        "cloud-deployment.yaml",
                        "SPARSESPLIT_MODEL_POLICY",
                        "SPARSESPLIT_OUTBOX_PATH",
                        CLOUD + "/cloud: SPARSESPLIT_OUTBOX_PATH is no setting of cloud.yml"),
                edge(
                        "value: \"true\"",
                        "value: \"yes\"",
                        EDGE + "/edge: SPARSESPLIT_OUTBOX_ENABLED cannot be yes, where edge.yml has false"),
                edge("value: \"true\"", "value: true", EDGE + "/edge: environment values must be strings"),
                fleet(
                        "edge.yaml",
                        "value: 15m",
                        "value: \"15\"",
                        EDGE + "/edge: SPARSESPLIT_ROLLOUT_PULL_INTERVAL cannot be 15, where edge.yml has 5m"),
                fleet(
                        "edge.yaml",
                        "value: \"256\"",
                        "value: 256kB",
                        EDGE + "/edge: SPARSESPLIT_OUTBOX_BATCH_SIZE cannot be 256kB, where edge.yml has 64"),
                autoscaled(
                        "cloud.yaml",
                        "SERVER_TOMCAT_MAX_KEEP_ALIVE_REQUESTS",
                        "SERVER_TOMCAT_MAX_KEEPALIVE_REQUEST",
                        CLOUD + "/cloud: SERVER_TOMCAT_MAX_KEEPALIVE_REQUEST is no setting of cloud.yml"),
                edge(
                        "http://sparsesplit-cloud:8081",
                        "http://cloud:8081",
                        EDGE + "/edge: http://cloud:8081 is no Service and port of ours"),
                base(
                        "cloud-service.yaml",
                        "port: 8081",
                        "port: 80",
                        EDGE + "/edge: http://sparsesplit-cloud:8081 is no Service and port of ours"),
                edge(
                        "              valueFrom:\n                secretKeyRef:\n                  name: sparsesplit-management\n                  key: edge\n                  optional: true",
                        "              value: 0123456789abcdef",
                        EDGE + "/edge: SPARSESPLIT_MANAGEMENT_KEY must come from a Secret"));
    }

    private static Stream<Mistake> volumes() {
        return Stream.of(
                edge("mountPath: /tmp", "mountPath: /var/tmp", EDGE + "/edge: /tmp must be an emptyDir"),
                edge(
                        "emptyDir:\n            sizeLimit: 64Mi",
                        "emptyDir: {}",
                        EDGE + ": emptyDir tmp must have a sizeLimit"),
                edge(
                        "            - name: outbox\n              mountPath: /var/lib/sparsesplit/outbox\n",
                        "",
                        EDGE + ": volume outbox is there, but not mounted"),
                edge(
                        "        name: outbox\n",
                        "        name: data\n",
                        EDGE + ": volume outbox is mounted, but not there"),
                edge(
                        "value: /var/lib/sparsesplit/outbox/outbox.db",
                        "value: /tmp/outbox.db",
                        EDGE + "/edge: the outbox, /tmp/outbox.db, must be on a claim that can be written to"),
                edge(
                        "mountPath: /var/lib/sparsesplit/outbox\n",
                        "mountPath: /var/lib/sparsesplit/outbox\n              readOnly: true\n",
                        EDGE + "/edge: the outbox, /var/lib/sparsesplit/outbox/outbox.db, must be on a claim"),
                edge(
                        "storage: 512Mi",
                        "storage: 256Mi",
                        EDGE + "/edge: a claim of 256 MiB is too small for the outbox, which may need 384 MiB"),
                edge(
                        "storage: 512Mi",
                        "storage: 256Mi",
                        EDGE
                                + "/edge: a claim of 256 MiB is too small for the repository of models, which may need 292 MiB"),
                edge(
                        "value: /var/lib/sparsesplit/models\n",
                        "value: models\n",
                        EDGE + "/edge: the repository of models, models, must be on a claim"),
                edge(
                        "/app/models/., /var/lib/sparsesplit/models/]",
                        "/app/models/., /var/lib/sparsesplit/]",
                        EDGE + "/edge: an init container must copy the image's models to /var/lib/sparsesplit/models"),
                edge("        fsGroup: 10001\n", "", EDGE + ": fsGroup must be set, or a new volume belongs to root"),
                reproduce(
                        "claimName: sparsesplit-reproduce", "claimName: results", JOB + ": there is no claim results"));
    }

    private static Stream<Mistake> references() {
        return Stream.of(
                edge(
                        "key: edge",
                        "key: edge-key",
                        EDGE
                                + "/edge: docs/kubernetes.md does not say how to create Secret sparsesplit-management with key edge-key"),
                edge(
                        "                  optional: true\n",
                        "",
                        EDGE + "/edge: there is no Secret sparsesplit-management with key edge"),
                edge(
                        "serviceName: sparsesplit-edges",
                        "serviceName: sparsesplit-edge",
                        EDGE + ": serviceName sparsesplit-edge is no headless Service of its pods"),
                base(
                        "edge-service.yaml",
                        "  clusterIP: None\n",
                        "",
                        EDGE + ": serviceName sparsesplit-edges is no headless Service of its pods"),
                reproduce(
                        "            - name: JOB_COMPLETION_INDEX",
                        "            - name: COMPLETION_INDEX",
                        JOB + "/reproduce: $(JOB_COMPLETION_INDEX) is no variable of the container"));
    }

    private static Stream<Mistake> selectors() {
        return Stream.of(
                edge(
                        "  selector:\n    matchLabels:\n      app.kubernetes.io/name: sparsesplit-edge",
                        "  selector:\n    matchLabels:\n      app.kubernetes.io/name: edge",
                        EDGE + ": selector must match the template's labels"),
                edge(
                        "  selector:\n    matchLabels:\n      app.kubernetes.io/name: sparsesplit-edge",
                        "  selector:\n    matchLabels:\n      app.kubernetes.io/part-of: sparsesplit",
                        EDGE + ": selector finds the pods of " + CLOUD + ", too"),
                edge(
                        "          labelSelector:\n            matchLabels:\n              app.kubernetes.io/name: sparsesplit-edge",
                        "          labelSelector:\n            matchLabels:\n              app.kubernetes.io/name: sparsesplit-cloud",
                        EDGE + ": what is spread over kubernetes.io/hostname must be its own pods"),
                base(
                        "cloud-deployment.yaml",
                        "topologyKey: kubernetes.io/hostname",
                        "topologyKey: kubernetes.io/os",
                        CLOUD + ": pods must be spread over nodes"),
                fleet(
                        "edge.yaml",
                        "                  app.kubernetes.io/name: sparsesplit-edge",
                        "                  app.kubernetes.io/name: edge",
                        EDGE + ": what is spread over kubernetes.io/hostname must be its own pods"),
                base(
                        "cloud-service.yaml",
                        "targetPort: http",
                        "targetPort: web",
                        "Service/sparsesplit-cloud: targetPort web is no container port of " + CLOUD),
                base(
                        "cloud-service.yaml",
                        "  selector:\n    app.kubernetes.io/name: sparsesplit-cloud",
                        "  selector:\n    app.kubernetes.io/name: cloud",
                        "Service/sparsesplit-cloud: selector must find one workload, it finds 0"),
                base(
                        "cloud-service.yaml",
                        "  selector:\n    app.kubernetes.io/name: sparsesplit-cloud",
                        "  selector:\n    app.kubernetes.io/part-of: sparsesplit",
                        "Service/sparsesplit-cloud: selector must find one workload, it finds 2"));
    }

    private static Stream<Mistake> network() {
        return Stream.of(
                base(
                        "kustomization.yaml",
                        "  - default-deny.yaml\n",
                        "",
                        CLOUD + ": no NetworkPolicy denies Egress by default"),
                base(
                        "default-deny.yaml",
                        "[Ingress, Egress]",
                        "[Ingress]",
                        CLOUD + ": no NetworkPolicy denies Egress by default"),
                base(
                        "default-deny.yaml",
                        "app.kubernetes.io/part-of: sparsesplit",
                        "app.kubernetes.io/part-of: split",
                        "NetworkPolicy/sparsesplit-default-deny: podSelector finds no pods"),
                base(
                        "edge-network.yaml",
                        "              app.kubernetes.io/name: sparsesplit-cloud",
                        "              app.kubernetes.io/name: cloud",
                        "NetworkPolicy/sparsesplit-edge: no pods are app.kubernetes.io/name=cloud"),
                base(
                        "edge-network.yaml",
                        "port: 8081",
                        "port: 8080",
                        EDGE + ": NetworkPolicies do not let it reach " + CLOUD + " on port 8081"),
                base(
                        "cloud-network.yaml",
                        "port: 8081",
                        "port: 80",
                        "NetworkPolicy/sparsesplit-cloud: port 80 is no container port of the pods that it selects"),
                base(
                        "cloud-network.yaml",
                        "            matchLabels:\n              app.kubernetes.io/name: sparsesplit-edge",
                        "            matchLabels:\n              app.kubernetes.io/name: sparsesplit-cloud",
                        EDGE + ": NetworkPolicies do not let it reach " + CLOUD + " on port 8081"),
                base(
                        "edge-network.yaml",
                        "        - protocol: UDP\n          port: 53\n",
                        "",
                        EDGE + ": NetworkPolicies do not let it look names up by UDP"),
                base(
                        "edge-network.yaml",
                        "k8s-app: kube-dns",
                        "k8s-app: coredns",
                        EDGE + ": NetworkPolicies do not let it look names up by TCP"),
                base(
                        "edge-network.yaml",
                        "port: 8080",
                        "port: 8443",
                        EDGE + ": NetworkPolicies do not let clients reach port 8080"),
                base(
                        "cloud-network.yaml",
                        "        - podSelector:\n            matchLabels:\n              app.kubernetes.io/name: sparsesplit-edge",
                        "        - namespaceSelector: {}",
                        CLOUD + ": NetworkPolicies let anybody reach port 8081"),
                base(
                        "edge-network.yaml",
                        "  egress:\n",
                        "  egress:\n    - {}\n",
                        EDGE + ": NetworkPolicies let it reach any pod"),
                autoscaled(
                        "../../components/monitoring/scraping.yaml",
                        "port: 8081",
                        "port: 9090",
                        CLOUD + ": NetworkPolicies do not let Prometheus scrape port 8081"));
    }

    private static Stream<Mistake> disruption() {
        return Stream.of(
                base(
                        "cloud-disruption.yaml",
                        "maxUnavailable: 1",
                        "maxUnavailable: 0",
                        "PodDisruptionBudget/sparsesplit-cloud: with 2 pods none could be evicted, and no node drained"),
                base(
                        "cloud-disruption.yaml",
                        "maxUnavailable: 1",
                        "maxUnavailable: 2",
                        "PodDisruptionBudget/sparsesplit-cloud: all 2 pods could be evicted at once"),
                base(
                        "cloud-disruption.yaml",
                        "maxUnavailable: 1",
                        "maxUnavailable: 1\n  minAvailable: 1",
                        "PodDisruptionBudget/sparsesplit-cloud: there must be either minAvailable or maxUnavailable"),
                base(
                        "cloud-disruption.yaml",
                        "      app.kubernetes.io/name: sparsesplit-cloud",
                        "      app.kubernetes.io/name: cloud",
                        CLOUD + ": there must be one PodDisruptionBudget for its pods"),
                autoscaled(
                        "cloud-disruption.yaml",
                        "minAvailable: 2",
                        "minAvailable: 3",
                        "PodDisruptionBudget/sparsesplit-cloud: with 3 pods none could be evicted, and no node drained"));
    }

    private static Stream<Mistake> scaling() {
        String autoscaler = "HorizontalPodAutoscaler/sparsesplit-cloud";
        return Stream.of(
                autoscaled(
                        "cloud-autoscaler.yaml",
                        "    kind: Deployment\n    name: sparsesplit-cloud",
                        "    kind: Deployment\n    name: cloud",
                        autoscaler + ": there is no Deployment cloud to scale"),
                autoscaled(
                        "cloud.yaml",
                        "  replicas: null\n",
                        "",
                        autoscaler + ": replicas of " + CLOUD + " must be left to the autoscaler"),
                autoscaled(
                        "cloud-autoscaler.yaml",
                        "minReplicas: 3",
                        "minReplicas: 30",
                        autoscaler + ": minReplicas must be below maxReplicas"),
                autoscaled(
                        "cloud-autoscaler.yaml",
                        "sparsesplit_frames_per_second",
                        "sparsesplit_frame_per_second",
                        autoscaler + ": sparsesplit_frame_per_second is no counter of " + CLOUD + " per second"),
                autoscaled(
                        "cloud-autoscaler.yaml",
                        "sparsesplit_frames_per_second",
                        "sparsesplit_exits_per_second",
                        autoscaler + ": sparsesplit_exits_per_second is no counter of " + CLOUD + " per second"),
                autoscaled(
                        "cloud-autoscaler.yaml",
                        "averageUtilization: 70",
                        "averageUtilization: 700",
                        autoscaler + ": cpu must have a Utilization between 0 and 100 as its target"),
                autoscaled(
                        "cloud-autoscaler.yaml",
                        "        name: cpu",
                        "        name: ephemeral-storage",
                        autoscaler + ": ephemeral-storage of " + CLOUD + " is a share of what its containers request"),
                autoscaled(
                        "cloud-autoscaler.yaml",
                        "averageValue: \"500\"",
                        "value: \"500\"",
                        autoscaler + ": sparsesplit_frames_per_second must have an AverageValue above 0"));
    }

    private static Stream<Mistake> jobs() {
        return Stream.of(
                reproduce(
                        "  completions: 8", "  completions: 10", JOB + ": --shard must be $(JOB_COMPLETION_INDEX)/10"),
                reproduce(
                        "  parallelism: 8",
                        "  parallelism: 9",
                        JOB + ": parallelism must not be more than the 8 completions"),
                reproduce(
                        "/results/$(JOB_COMPLETION_INDEX)",
                        "/results",
                        JOB + ": each shard must have a folder of its own, not /results"),
                reproduce(
                        "            - --shard\n",
                        "            - --share\n",
                        JOB + ": --share is no command or option of sparsesplit"),
                reproduce(
                        "            - reproduce\n",
                        "            - reproduction\n",
                        JOB + ": reproduction is no command or option of sparsesplit"),
                reproduce(
                        "containerName: reproduce",
                        "containerName: trainer",
                        JOB + ": podFailurePolicy speaks of container trainer, which is not there"),
                reproduce(
                        "restartPolicy: Never",
                        "restartPolicy: OnFailure",
                        JOB + ": restartPolicy must be Never, so that the Job counts what fails"),
                reproduce(
                        "  activeDeadlineSeconds: 604800\n",
                        "",
                        JOB + ": activeDeadlineSeconds and ttlSecondsAfterFinished must be set"),
                new Mistake(
                        REPRODUCTION,
                        "overlays/reproduce/results.yaml",
                        "[ReadWriteMany]",
                        "[ReadWriteOnce]",
                        JOB
                                + ": PersistentVolumeClaim/sparsesplit-reproduce must be ReadWriteMany, since many pods write to it"),
                new Mistake(
                        REPRODUCTION,
                        "overlays/reproduce-merge/job.yaml",
                        "            - /results/7\n",
                        "",
                        "Job/sparsesplit-merge: merges [/results/0, /results/1, /results/2, /results/3, /results/4, /results/5, /results/6], but the shards are in"));
    }

    private static Stream<Mistake> monitoring() {
        String monitor = "ServiceMonitor/sparsesplit";
        return Stream.of(
                monitored(
                        "service-monitor.yaml",
                        "scrapeTimeout: 10s",
                        "scrapetimeout: 10s",
                        monitor + ": there is no field /spec/endpoints/[]/scrapetimeout"),
                monitored(
                        "service-monitor.yaml",
                        "interval: 15s",
                        "interval: 15",
                        monitor + ": /spec/endpoints/[]/interval cannot be 15"),
                monitored(
                        "service-monitor.yaml",
                        "scrapeTimeout: 10s",
                        "scrapeTimeout: 30s",
                        monitor + ": scrapeTimeout must not be above interval"),
                monitored(
                        "service-monitor.yaml",
                        "port: http",
                        "port: web",
                        monitor + ": Service/sparsesplit-edge has no port called web"),
                monitored(
                        "service-monitor.yaml",
                        "path: /actuator/prometheus",
                        "path: /metrics",
                        monitor + ": path must be /actuator/prometheus"),
                monitored(
                        "service-monitor.yaml",
                        "jobLabel: app.kubernetes.io/component",
                        "jobLabel: app.kubernetes.io/name",
                        monitor
                                + ": scrapes jobs [sparsesplit-cloud, sparsesplit-edge], where Prometheus elsewhere has [cloud, edge]"),
                monitored(
                        "service-monitor.yaml",
                        "values: [edge, cloud]",
                        "values: [edge]",
                        monitor + ": scrapes jobs [edge], where Prometheus elsewhere has [cloud, edge]"),
                monitored(
                        "prometheus-rule.yaml",
                        "kind: PrometheusRule",
                        "kind: PrometheusRules",
                        "PrometheusRules/sparsesplit: 'PrometheusRules' is not one of [PrometheusRule, ServiceMonitor]"),
                monitored(
                        "prometheus-rule.yaml",
                        "  groups:",
                        "  group:",
                        "PrometheusRule/sparsesplit: there is no field /spec/group"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void isFound(Mistake mistake, @TempDir Path copy) throws IOException {
        KubernetesFolder.copyTo(copy);
        Path seeded = copy.resolve(mistake.file);
        String text = Files.readString(seeded);
        assertThat(text).contains(mistake.right);
        Files.writeString(seeded, text.replace(mistake.right, mistake.wrong));
        List<JsonNode> manifests = mistake.applied.stream()
                .flatMap(folder -> new Kustomization(copy.resolve(folder)).render().stream())
                .toList();

        List<String> findings = new Manifests(manifests).findings();

        assertThat(findings).anySatisfy(finding -> assertThat(finding).startsWith(mistake.finding));
        findings.stream()
                .filter(finding -> finding.startsWith(mistake.finding))
                .findFirst()
                .ifPresent(finding -> CAUGHT.add(mistake + "\n    " + finding));
    }

    @Test
    void everyMistakeIsAnother() {
        assertThat(mistakes())
                .hasSizeGreaterThan(100)
                .extracting(mistake -> mistake.applied + mistake.file + mistake.right + mistake.wrong + mistake.finding)
                .doesNotHaveDuplicates();
    }

    @AfterAll
    static void print() {
        System.out.printf("%d seeded mistakes, and what was found:%n", CAUGHT.size());
        CAUGHT.forEach(System.out::println);
    }

    private static Mistake base(String file, String right, String wrong, String finding) {
        return new Mistake(List.of("base"), "base/" + file, right, wrong, finding);
    }

    private static Mistake edge(String right, String wrong, String finding) {
        return base("edge-statefulset.yaml", right, wrong, finding);
    }

    private static Mistake single(String file, String right, String wrong, String finding) {
        return new Mistake(List.of("overlays/single-node"), file, right, wrong, finding);
    }

    private static Mistake fleet(String file, String right, String wrong, String finding) {
        return new Mistake(List.of("overlays/edge-fleet"), "overlays/edge-fleet/" + file, right, wrong, finding);
    }

    private static Mistake autoscaled(String file, String right, String wrong, String finding) {
        return new Mistake(
                List.of("overlays/cloud-autoscaled"), "overlays/cloud-autoscaled/" + file, right, wrong, finding);
    }

    private static Mistake monitored(String file, String right, String wrong, String finding) {
        return new Mistake(
                List.of("overlays/cloud-autoscaled"), "components/monitoring/" + file, right, wrong, finding);
    }

    private static Mistake reproduce(String right, String wrong, String finding) {
        return new Mistake(List.of("overlays/reproduce"), "overlays/reproduce/job.yaml", right, wrong, finding);
    }
}
