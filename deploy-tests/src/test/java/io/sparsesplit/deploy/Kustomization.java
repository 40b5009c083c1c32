package io.sparsesplit.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The part of kustomize that ours use, so that the tests need no kubectl: {@code resources} (files and folders), {@code
 * components}, {@code namespace}, {@code labels} with {@code includeTemplates}, and {@code patches} by a file that names what
 * it changes. Any other field is refused, not ignored.
 */
record Kustomization(Path folder) {

    private static final Set<String> KNOWN_FIELDS =
            Set.of("apiVersion", "kind", "resources", "components", "namespace", "labels", "patches");
    private static final Set<String> KNOWN_LABEL_FIELDS = Set.of("pairs", "includeTemplates");
    private static final Set<String> KNOWN_PATCH_FIELDS = Set.of("path");

    List<JsonNode> render() {
        return render(List.of());
    }

    /** What it makes of manifests that are there already, as a component does; in kustomize's own order. */
    private List<JsonNode> render(List<JsonNode> before) {
        JsonNode kustomization = Repository.yaml(folder.resolve("kustomization.yaml"));
        refuseUnknown(kustomization, KNOWN_FIELDS);
        List<JsonNode> manifests = new ArrayList<>(before);
        for (JsonNode resource : kustomization.path("resources")) {
            manifests.addAll(resource(folder.resolve(resource.asString())));
        }
        for (JsonNode component : kustomization.path("components")) {
            manifests = new Kustomization(folder.resolve(component.asString())).render(manifests);
        }
        for (JsonNode patch : kustomization.path("patches")) {
            refuseUnknown(patch, KNOWN_PATCH_FIELDS);
            patch(manifests, folder.resolve(patch.path("path").asString()));
        }
        if (kustomization.has("namespace")) {
            String namespace = kustomization.path("namespace").asString();
            manifests.forEach(manifest -> place(manifest, namespace));
        }
        for (JsonNode labels : kustomization.path("labels")) {
            refuseUnknown(labels, KNOWN_LABEL_FIELDS);
            manifests.forEach(manifest -> label(manifest, labels));
        }
        return manifests;
    }

    private static List<JsonNode> resource(Path path) {
        return Files.isDirectory(path) ? new Kustomization(path).render() : Repository.documents(Repository.text(path));
    }

    private static void patch(List<JsonNode> manifests, Path file) {
        for (JsonNode patch : Repository.documents(Repository.text(file))) {
            String subject = Manifests.subject(patch);
            JsonNode manifest = manifests.stream()
                    .filter(other -> Manifests.subject(other).equals(subject))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException("%s patches %s, which is not there".formatted(file, subject)));
            manifests.set(manifests.indexOf(manifest), StrategicMerge.merged(manifest, patch));
        }
    }

    private static void place(JsonNode manifest, String namespace) {
        ObjectNode metadata = (ObjectNode) manifest.path("metadata");
        metadata.put(Manifests.isOf("Namespace", manifest) ? "name" : "namespace", namespace);
    }

    private static void label(JsonNode manifest, JsonNode labels) {
        Stream<JsonNode> labelled = Stream.of(manifest);
        if (labels.path("includeTemplates").asBoolean(false)) {
            labelled = Stream.concat(
                    labelled,
                    Stream.concat(
                            Stream.of(manifest.at("/spec/template")).filter(JsonNode::isObject),
                            manifest.at("/spec/volumeClaimTemplates").valueStream()));
        }
        labelled.forEach(
                node -> ((ObjectNode) node).withObject("/metadata/labels").setAll((ObjectNode) labels.path("pairs")));
    }

    private static void refuseUnknown(JsonNode node, Set<String> known) {
        for (String field : node.propertyNames()) {
            if (!known.contains(field)) {
                throw new IllegalArgumentException("kustomization field '" + field + "' is not one of "
                        + known.stream().sorted().toList());
            }
        }
    }
}
