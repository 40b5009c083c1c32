package io.sparsesplit.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class KubernetesTest {

    private static final Path RULES = Repository.path("observability/rules");
    private static final Pattern APPLIED = Pattern.compile("kubectl apply -k ([-a-z0-9/]+)");

    /** All that somebody may apply. */
    static List<String> kustomizations() throws IOException {
        List<String> folders = new ArrayList<>(List.of("k8s/base"));
        try (Stream<Path> overlays = Files.list(Repository.path("k8s/overlays"))) {
            overlays.map(overlay -> "k8s/overlays/" + overlay.getFileName())
                    .sorted()
                    .forEach(folders::add);
        }
        return folders;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "k8s/base",
                "k8s/overlays/single-node",
                "k8s/overlays/edge-fleet",
                "k8s/overlays/cloud-autoscaled",
                "k8s/overlays/reproduce",
                "k8s/overlays/reproduce k8s/overlays/reproduce-merge"
            })
    void holdsTogether(String applied) {
        List<JsonNode> manifests = Stream.of(applied.split(" "))
                .flatMap(folder -> new Kustomization(Repository.path(folder)).render().stream())
                .toList();

        assertThat(new Manifests(manifests).findings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void isRenderedByKubectlAsByTheseTests(String folder) throws Exception {
        assumeTrue(Kubectl.isInstalled(), "kubectl is not installed");

        assertThat(Kubectl.kustomize(Repository.path(folder)))
                .containsExactlyInAnyOrderElementsOf(new Kustomization(Repository.path(folder)).render());
    }

    @ParameterizedTest
    @ValueSource(strings = {"single-node", "edge-fleet"})
    void monitoringCanBeAdded(String overlay, @TempDir Path copy) throws Exception {
        Path mine = KubernetesFolder.copyTo(copy).resolve("overlays/mine");
        Files.createDirectory(mine);
        Files.writeString(mine.resolve("kustomization.yaml"), """
                resources: [../%s]
                components: [../../components/monitoring]
                namespace: sparsesplit
                """.formatted(overlay));

        List<JsonNode> manifests = new Kustomization(mine).render();

        assertThat(new Manifests(manifests).findings()).isEmpty();
        assertThat(manifests).anyMatch(manifest -> Manifests.isOf("ServiceMonitor", manifest));
        if (Kubectl.isInstalled()) {
            assertThat(Kubectl.kustomize(mine)).containsExactlyInAnyOrderElementsOf(manifests);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "k8s/base, StatefulSet/sparsesplit-edge Deployment/sparsesplit-cloud",
        "k8s/overlays/single-node, StatefulSet/sparsesplit-edge Deployment/sparsesplit-cloud Namespace/sparsesplit",
        "k8s/overlays/edge-fleet, StatefulSet/sparsesplit-edge Deployment/sparsesplit-cloud Namespace/sparsesplit",
        "k8s/overlays/cloud-autoscaled, HorizontalPodAutoscaler/sparsesplit-cloud ServiceMonitor/sparsesplit"
                + " PrometheusRule/sparsesplit Namespace/sparsesplit",
        "k8s/overlays/reproduce, Job/sparsesplit-reproduce PersistentVolumeClaim/sparsesplit-reproduce Namespace/sparsesplit",
        "k8s/overlays/reproduce-merge, Job/sparsesplit-merge"
    })
    void hasWhatItIsFor(String folder, String subjects) {
        assertThat(new Kustomization(Repository.path(folder)).render().stream().map(Manifests::subject))
                .contains(subjects.split(" "))
                .anyMatch(subject -> subject.startsWith("NetworkPolicy/"))
                .doesNotHaveDuplicates();
    }

    /** A link that is down makes a box unreachable, and what is unreachable would be cleared after five minutes. */
    @Test
    void edgesOfAFleetStayWhereTheyAreWhileTheirLinkIsDown() {
        JsonNode edge = new Manifests(new Kustomization(Repository.path("k8s/overlays/edge-fleet")).render())
                .named("StatefulSet", "sparsesplit-edge")
                .orElseThrow();

        assertThat(edge.at("/spec/template/spec/tolerations").valueStream())
                .filteredOn(toleration -> toleration.path("effect").asString("").equals("NoExecute"))
                .allMatch(toleration -> !toleration.has("tolerationSeconds"))
                .map(toleration -> toleration.path("key").asString(""))
                .containsExactlyInAnyOrder("node.kubernetes.io/unreachable", "node.kubernetes.io/not-ready");
    }

    @Test
    void thePrometheusRuleHasTheGroupsOfObservability() throws IOException {
        assumeTrue(Files.isDirectory(RULES), "there is no observability/rules");
        List<JsonNode> groups = new ArrayList<>();
        try (Stream<Path> files = Files.list(RULES)) {
            files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .forEach(file -> groups.addAll(
                            Repository.yaml(file).path("groups").valueStream().toList()));
        }

        assumeTrue(!groups.isEmpty(), "there are no rules in observability/rules");
        JsonNode rule = Repository.yaml(Repository.path("k8s/components/monitoring/prometheus-rule.yaml"));

        assertThat(rule.at("/spec/groups").valueStream())
                .as("deploy-tests/prometheus-rule.sh writes it anew")
                .containsExactlyElementsOf(groups);
    }

    /** So that the autoscaler finds its metric under the name that it asks for. */
    @Test
    void theAdapterNamesTheMetricOfTheAutoscaler() {
        Path overlay = Repository.path("k8s/overlays/cloud-autoscaled");
        JsonNode rule =
                Repository.yaml(overlay.resolve("prometheus-adapter.yaml")).at("/rules/custom/0");
        JsonNode autoscaler = Repository.yaml(overlay.resolve("cloud-autoscaler.yaml"));
        String series = rule.path("seriesQuery").asString("").replaceFirst("\\{.*", "");

        assertThat(CodeMeters.counters("cloud-service")).contains(series);
        assertThat(series.replaceFirst(
                        rule.at("/name/matches").asString(),
                        rule.at("/name/as").asString().replaceAll("\\$\\{(\\d)}", "\\$$1")))
                .isEqualTo(autoscaler.at("/spec/metrics/1/pods/metric/name").asString());
        assertThat(rule.path("metricsQuery").asString("")).startsWith("sum(rate(<<.Series>>{<<.LabelMatchers>>}[");
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/kubernetes.md"})
    void documentsApplyWhatIsThere(String document) throws IOException {
        assertThat(APPLIED.matcher(Repository.text(Repository.path(document)))
                        .results()
                        .map(result -> result.group(1)))
                .isNotEmpty()
                .isSubsetOf(kustomizations());
    }

    @Test
    void composeAndKubernetesRunTheSameImages() {
        List<String> images = ComposeService.file()
                .path("services")
                .valueStream()
                .map(service -> service.path("image").asString(""))
                .filter(image -> image.startsWith("sparsesplit/"))
                .distinct()
                .toList();

        assertThat(new Manifests(new Kustomization(Repository.path("k8s/base")).render())
                        .workloads().stream()
                                .flatMap(workload -> workload.allContainers().stream())
                                .map(container -> container.path("image").asString(""))
                                .distinct())
                .containsExactlyInAnyOrderElementsOf(images);
    }

    @Test
    void theCommandLinesImageIsMadeOfItsJarAlone() {
        assertThat(Repository.text(Repository.path("model-trainer/.dockerignore"))
                        .lines())
                .filteredOn(line -> !line.startsWith("#"))
                .containsExactly("*", "!target/model-trainer-exec.jar");
        assertThat(Repository.text(Repository.path("model-trainer/Dockerfile")).lines())
                .filteredOn(line -> line.startsWith("COPY ") && !line.startsWith("COPY --from"))
                .containsExactly("COPY target/model-trainer-exec.jar model-trainer.jar");
    }

    /** Whether a pod is to be restarted must not hang on anything outside it. */
    @ParameterizedTest
    @ValueSource(strings = {"edge", "cloud"})
    void livenessIsSpringBootsOwn(String service) {
        assertThat(Settings.of(service).byVariable().keySet())
                .noneMatch(variable -> variable.startsWith("MANAGEMENT_ENDPOINT_HEALTH_GROUP"));
    }

    @Test
    void aKustomizationFieldThatTheseTestsDoNotUnderstandIsRefused(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("kustomization.yaml"), "resources: []\nnamePrefix: my-\n");

        assertThatThrownBy(() -> new Kustomization(folder).render())
                .hasMessage("kustomization field 'namePrefix' is not one of"
                        + " [apiVersion, components, kind, labels, namespace, patches, resources]");
    }

    @Test
    void aPatchOfSomethingThatIsNotThereIsRefused(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("kustomization.yaml"), "resources: []\npatches:\n  - path: patch.yaml\n");
        Files.writeString(folder.resolve("patch.yaml"), "kind: Deployment\nmetadata:\n  name: nobody\n");

        assertThatThrownBy(() -> new Kustomization(folder).render())
                .hasMessage(folder.resolve("patch.yaml") + " patches Deployment/nobody, which is not there");
    }
}
