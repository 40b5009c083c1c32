package io.sparsesplit.deploy;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The fields that ours use of the Prometheus operator's kinds, of which the official client has no models. */
final class CustomResource {

    private static final String GROUP = "monitoring.coreos.com/";
    private static final String NAME = "[a-z0-9]([-a-z0-9.]*[a-z0-9])?";
    private static final String LABEL = "[A-Za-z0-9]([-A-Za-z0-9_./]*[A-Za-z0-9])?";
    private static final String DURATION = "(\\d+(ms|[smhdwy]))+";
    private static final String TEXT = "(?s).+";

    private static final Map<String, String> METADATA = Map.of(
            "/apiVersion", "monitoring\\.coreos\\.com/v1",
            "/kind", "[A-Za-z]+",
            "/metadata/name", NAME,
            "/metadata/namespace", NAME,
            "/metadata/labels/*", LABEL);

    /** For each kind the paths of its leaves, {@code []} for any element and {@code *} for any name, and what may be there. */
    private static final Map<String, Map<String, String>> KINDS = Map.of(
            "ServiceMonitor",
            Map.of(
                    "/spec/jobLabel", LABEL,
                    "/spec/selector/matchLabels/*", LABEL,
                    "/spec/selector/matchExpressions/[]/key", LABEL,
                    "/spec/selector/matchExpressions/[]/operator", "In|NotIn|Exists|DoesNotExist",
                    "/spec/selector/matchExpressions/[]/values/[]", LABEL,
                    "/spec/endpoints/[]/port", "[a-z][-a-z0-9]{0,14}",
                    "/spec/endpoints/[]/path", "/[-/a-z]+",
                    "/spec/endpoints/[]/interval", DURATION,
                    "/spec/endpoints/[]/scrapeTimeout", DURATION),
            "PrometheusRule",
            Map.of(
                    "/spec/groups/[]/name", "[A-Za-z][-A-Za-z0-9_. ]*",
                    "/spec/groups/[]/interval", DURATION,
                    "/spec/groups/[]/rules/[]/record", "[a-zA-Z_:][a-zA-Z0-9_:]*",
                    "/spec/groups/[]/rules/[]/alert", "[A-Za-z][A-Za-z0-9_ ]*",
                    "/spec/groups/[]/rules/[]/expr", TEXT,
                    "/spec/groups/[]/rules/[]/for", DURATION,
                    "/spec/groups/[]/rules/[]/keep_firing_for", DURATION,
                    "/spec/groups/[]/rules/[]/labels/*", TEXT,
                    "/spec/groups/[]/rules/[]/annotations/*", TEXT));

    private record Leaf(String path, JsonNode value) {}

    private CustomResource() {}

    static boolean isOne(JsonNode manifest) {
        return manifest.path("apiVersion").asString("").startsWith(GROUP);
    }

    static Optional<String> mistake(JsonNode manifest) {
        String kind = manifest.path("kind").asString("");
        Map<String, String> fields = KINDS.get(kind);
        if (fields == null) {
            return Optional.of("'" + kind + "' is not one of " + new TreeMap<>(KINDS).keySet());
        }
        return leaves("", manifest)
                .flatMap(leaf -> mistake(leaf, fields).stream())
                .findFirst();
    }

    private static Optional<String> mistake(Leaf leaf, Map<String, String> fields) {
        String form = fields.getOrDefault(leaf.path, METADATA.get(leaf.path));
        String parent = leaf.path.substring(0, leaf.path.lastIndexOf('/') + 1) + "*";
        form = form == null ? fields.getOrDefault(parent, METADATA.get(parent)) : form;
        if (form == null) {
            return Optional.of("there is no field " + leaf.path);
        }
        boolean good = leaf.value.isString() && Pattern.matches(form, leaf.value.asString());
        return good ? Optional.empty() : Optional.of("%s cannot be %s".formatted(leaf.path, leaf.value));
    }

    private static Stream<Leaf> leaves(String path, JsonNode node) {
        if (node.isEmpty()) {
            return Stream.of(new Leaf(path, node));
        }
        if (node.isObject()) {
            // A label's name has slashes of its own.
            return node.propertyStream()
                    .flatMap(field -> leaves(path + "/" + field.getKey().replace('/', '.'), field.getValue()));
        }
        return node.isArray()
                ? node.valueStream().flatMap(element -> leaves(path + "/[]", element))
                : Stream.of(new Leaf(path, node));
    }
}
