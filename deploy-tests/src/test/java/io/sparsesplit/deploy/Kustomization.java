package io.sparsesplit.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The part of kustomize that our bases use, so that the tests need no kubectl: {@code resources} (files and folders) and
 * {@code labels} with {@code includeTemplates}. Any other field is refused, not ignored.
 */
record Kustomization(Path folder) {

    private static final Set<String> KNOWN_FIELDS = Set.of("apiVersion", "kind", "resources", "labels");
    private static final Set<String> KNOWN_LABEL_FIELDS = Set.of("pairs", "includeTemplates");

    List<JsonNode> render() {
        JsonNode kustomization = Repository.yaml(folder.resolve("kustomization.yaml"));
        refuseUnknown(kustomization, KNOWN_FIELDS);
        List<JsonNode> manifests = new ArrayList<>();
        for (JsonNode resource : kustomization.path("resources")) {
            manifests.addAll(resource(folder.resolve(resource.asString())));
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

    private static void label(JsonNode manifest, JsonNode labels) {
        ((ObjectNode) manifest).withObject("/metadata/labels").setAll((ObjectNode) labels.path("pairs"));
        if (labels.path("includeTemplates").asBoolean(false)
                && manifest.at("/spec/template").isObject()) {
            ((ObjectNode) manifest).withObject("/spec/template/metadata/labels").setAll((ObjectNode)
                    labels.path("pairs"));
        }
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
