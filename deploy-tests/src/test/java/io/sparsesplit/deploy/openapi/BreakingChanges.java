package io.sparsesplit.deploy.openapi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** What a client made from one OpenAPI document would stumble over when the service is as another says. */
final class BreakingChanges {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    private final SchemaChanges schemas;
    private final List<String> found = new ArrayList<>();

    private BreakingChanges(JsonNode released, JsonNode now) {
        schemas = new SchemaChanges(released, now, found);
    }

    /**
     * Compares two documents, OpenAPI 3.0 or 3.1.
     *
     * @return a sentence for each change, none when there is none
     */
    static List<String> between(JsonNode released, JsonNode now) {
        BreakingChanges changes = new BreakingChanges(released, now);
        released.path("paths").forEachEntry((path, operations) -> {
            JsonNode left = now.path("paths").path(path);
            operations.forEachEntry((method, operation) -> {
                if (METHODS.contains(method)) {
                    changes.operation(method.toUpperCase(Locale.ROOT) + " " + path, operation, left.path(method));
                }
            });
        });
        return changes.found;
    }

    private void operation(String place, JsonNode released, JsonNode now) {
        if (now.isMissingNode()) {
            found.add(place + " is gone");
            return;
        }
        if (released.path("security").isEmpty() && !now.path("security").isEmpty()) {
            found.add(place + " wants a key now");
        }
        parameters(place, byName(released.path("parameters")), byName(now.path("parameters")));
        body(place, released.path("requestBody"), now.path("requestBody"));
        released.path("responses").forEachEntry((status, response) -> {
            JsonNode left = now.path("responses").path(status);
            if (left.isMissingNode()) {
                found.add("%s does not answer %s any more".formatted(place, status));
            } else {
                content(place + " " + status, Direction.ANSWER, response.path("content"), left.path("content"));
            }
        });
    }

    private void parameters(String place, Map<String, JsonNode> released, Map<String, JsonNode> now) {
        for (Entry<String, JsonNode> parameter : released.entrySet()) {
            JsonNode left = now.getOrDefault(parameter.getKey(), MissingNode.getInstance());
            String where = "%s, parameter %s,".formatted(place, parameter.getKey());
            if (left.isMissingNode()) {
                found.add(where + " is gone");
            } else {
                schemas.compare(where, Direction.REQUEST, parameter.getValue().path("schema"), left.path("schema"));
            }
        }
        now.forEach((name, parameter) -> {
            boolean wasRequired = released.getOrDefault(name, MissingNode.getInstance())
                    .path("required")
                    .asBoolean(false);
            if (parameter.path("required").asBoolean(false) && !wasRequired) {
                found.add("%s, parameter %s, is required now".formatted(place, name));
            }
        });
    }

    private void body(String place, JsonNode released, JsonNode now) {
        if (now.path("required").asBoolean(false) && !released.path("required").asBoolean(false)) {
            found.add(place + " requires a body now");
        }
        content(place + ", body,", Direction.REQUEST, released.path("content"), now.path("content"));
    }

    private void content(String place, Direction direction, JsonNode released, JsonNode now) {
        released.forEachEntry((type, content) -> {
            if (now.has(type)) {
                schemas.compare(
                        place, direction, content.path("schema"), now.path(type).path("schema"));
            } else {
                found.add("%s is not %s any more".formatted(place, type));
            }
        });
    }

    private static Map<String, JsonNode> byName(JsonNode parameters) {
        return StreamSupport.stream(parameters.spliterator(), false)
                .collect(Collectors.toMap(
                        parameter -> parameter.path("name").asString() + " in "
                                + parameter.path("in").asString(),
                        parameter -> parameter,
                        (first, second) -> second,
                        HashMap::new));
    }

    /** Which side writes what a schema describes. A request may be allowed more than it was, an answer may hold less variety. */
    enum Direction {
        REQUEST,
        ANSWER
    }
}
