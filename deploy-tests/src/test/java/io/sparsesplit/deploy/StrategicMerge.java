package io.sparsesplit.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Kubernetes' way to patch a manifest by another one that has only what changes: objects are merged field by field, {@code
 * null} takes a field away, lists are replaced, and those of {@link #KEYS} merged element by element.
 */
final class StrategicMerge {

    /** Lists whose elements are told apart by a field. */
    private static final Map<String, String> KEYS = Map.of(
            "containers", "name",
            "initContainers", "name",
            "env", "name",
            "volumes", "name",
            "volumeMounts", "mountPath",
            "ports", "port");

    private StrategicMerge() {}

    static JsonNode merged(JsonNode manifest, JsonNode patch) {
        ObjectNode merged = ((ObjectNode) manifest).deepCopy();
        patch.propertyStream().forEach(field -> {
            String name = field.getKey();
            if (field.getValue().isNull()) {
                merged.remove(name);
            } else {
                merged.set(name, value(name, manifest.path(name), field.getValue()));
            }
        });
        return merged;
    }

    private static JsonNode value(String name, JsonNode before, JsonNode patch) {
        if (before.isObject() && patch.isObject()) {
            return merged(before, patch);
        }
        String key = KEYS.get(name);
        return key != null && before.isArray() && patch.isArray() ? elements(key, before, patch) : patch.deepCopy();
    }

    /** The patch's elements come first, as kustomize has it. */
    private static ArrayNode elements(String key, JsonNode before, JsonNode patch) {
        List<JsonNode> rest = new ArrayList<>(before.valueStream().toList());
        ArrayNode merged = JsonNodeFactory.instance.arrayNode();
        for (JsonNode element : patch) {
            JsonNode same = rest.stream()
                    .filter(other -> other.path(key).equals(element.path(key)))
                    .findFirst()
                    .orElse(JsonNodeFactory.instance.objectNode());
            rest.remove(same);
            merged.add(merged(same, element));
        }
        return merged.addAll(rest);
    }
}
