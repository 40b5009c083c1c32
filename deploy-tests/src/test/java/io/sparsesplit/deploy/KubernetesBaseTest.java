package io.sparsesplit.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesBaseTest {

    private static final Path BASE = Repository.path("k8s/base");

    @Test
    void theBaseHoldsTogether() {
        Manifests base = new Manifests(new Kustomization(BASE).render());

        assertThat(base.findings()).isEmpty();
        assertThat(base.all().stream().map(Manifests::subject))
                .containsExactlyInAnyOrder(
                        "Deployment/sparsesplit-edge",
                        "Service/sparsesplit-edge",
                        "Deployment/sparsesplit-cloud",
                        "Service/sparsesplit-cloud");
    }

    @Test
    void kubectlRendersTheSameManifests() throws Exception {
        assumeTrue(Kubectl.isInstalled(), "kubectl is not installed");

        assertThat(Kubectl.kustomize(BASE)).containsExactlyInAnyOrderElementsOf(new Kustomization(BASE).render());
    }

    @Test
    void theContainersAreThoseOfTheComposeFile() {
        Stream<String> images = new Manifests(new Kustomization(BASE).render())
                .ofKind("Deployment")
                .flatMap(deployment ->
                        deployment.at("/spec/template/spec/containers").valueStream())
                .map(container -> container.path("image").asString("") + " on "
                        + container.at("/ports/0/containerPort").asString(""));

        assertThat(images)
                .containsExactlyInAnyOrderElementsOf(ComposeService.all().stream()
                        .filter(ComposeService::isOurs)
                        .map(service -> service.image() + " on " + service.containerPort())
                        .distinct()
                        .toList());
    }

    @Test
    void aKustomizationFieldThatTheseTestsDoNotUnderstandIsRefused(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("kustomization.yaml"), "resources: []\nnamePrefix: my-\n");

        assertThatThrownBy(() -> new Kustomization(folder).render())
                .hasMessage("kustomization field 'namePrefix' is not one of [apiVersion, kind, labels, resources]");
    }
}
