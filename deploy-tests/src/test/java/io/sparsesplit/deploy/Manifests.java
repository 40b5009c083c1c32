package io.sparsesplit.deploy;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The manifests of one rendered kustomization, held to Kubernetes' models, to our rules and to one another. */
record Manifests(List<JsonNode> all) {

    private static final List<Rule> ANY = List.of(new Rule(
            "namespace is the caller's to choose",
            manifest -> manifest.at("/metadata/namespace").isMissingNode()));

    /** Every mistake as a sentence that begins with the manifest it is in. */
    List<String> findings() {
        return all.stream().flatMap(this::findings).toList();
    }

    Stream<JsonNode> ofKind(String kind) {
        return all.stream()
                .filter(manifest -> manifest.path("kind").asString("").equals(kind));
    }

    static String subject(JsonNode manifest) {
        return manifest.path("kind").asString("?") + "/"
                + manifest.at("/metadata/name").asString("?");
    }

    private Stream<String> findings(JsonNode manifest) {
        String subject = subject(manifest);
        Optional<String> mistake = StrictModel.mistake(manifest);
        if (mistake.isPresent()) {
            return Stream.of(subject + ": " + mistake.get());
        }
        return Stream.concat(
                Rule.findings(subject, manifest, ANY),
                manifest.path("kind").asString("").equals("Service")
                        ? serviceFindings(subject, manifest)
                        : Stream.concat(PodRules.findings(subject, manifest), urlFindings(subject, manifest)));
    }

    private Stream<String> serviceFindings(String subject, JsonNode service) {
        List<JsonNode> selected = ofKind("Deployment")
                .filter(deployment -> PodRules.isSelected(deployment, service.at("/spec/selector")))
                .toList();
        if (selected.size() != 1) {
            return Stream.of(subject + ": selector must find one Deployment, it finds " + selected.size());
        }
        JsonNode containers = selected.get(0).at("/spec/template/spec/containers");
        return service.at("/spec/ports")
                .valueStream()
                .map(port -> port.path("targetPort").asString(""))
                .filter(target -> containers
                        .valueStream()
                        .noneMatch(container -> PodRules.ports(container).contains(target)))
                .map(target ->
                        subject + ": targetPort " + target + " is no container port of " + subject(selected.get(0)));
    }

    private Stream<String> urlFindings(String subject, JsonNode deployment) {
        return deployment
                .at("/spec/template/spec/containers")
                .valueStream()
                .flatMap(container -> container.path("env").valueStream())
                .map(variable -> variable.path("value").asString(""))
                .filter(value -> value.startsWith("http"))
                .filter(url -> !reaches(URI.create(url)))
                .map(url -> subject + ": " + url + " is no Service and port of ours");
    }

    private boolean reaches(URI url) {
        return ofKind("Service")
                .filter(service -> service.at("/metadata/name").asString("").equals(url.getHost()))
                .flatMap(service -> service.at("/spec/ports").valueStream())
                .anyMatch(port -> port.path("port").asInt(0) == url.getPort());
    }
}
