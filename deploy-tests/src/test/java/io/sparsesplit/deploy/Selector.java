package io.sparsesplit.deploy;

import tools.jackson.databind.JsonNode;

/** A label selector: {@code matchLabels} and {@code matchExpressions}, or the plain labels of a Service's. */
final class Selector {

    private Selector() {}

    static boolean matches(JsonNode selector, JsonNode labels) {
        return matchesLabels(selector.path("matchLabels"), labels)
                && selector.path("matchExpressions").valueStream().allMatch(one -> matchesExpression(one, labels));
    }

    static boolean matchesLabels(JsonNode wanted, JsonNode labels) {
        return wanted.propertyStream().allMatch(label -> label.getValue().equals(labels.path(label.getKey())));
    }

    private static boolean matchesExpression(JsonNode expression, JsonNode labels) {
        JsonNode label = labels.path(expression.path("key").asString(""));
        boolean listed = expression.path("values").valueStream().anyMatch(label::equals);
        return switch (expression.path("operator").asString("")) {
            case "In" -> listed;
            case "NotIn" -> !listed;
            case "Exists" -> !label.isMissingNode();
            case "DoesNotExist" -> label.isMissingNode();
            default -> false;
        };
    }
}
