package io.sparsesplit.deploy.openapi;

import io.sparsesplit.deploy.openapi.BreakingChanges.Direction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** What breaks clients in the schemas of two documents. */
final class SchemaChanges {

    /** Bounds of a request of which a lower one takes less. */
    private static final List<String> UPPER = List.of("maximum", "exclusiveMaximum", "maxLength", "maxItems");

    private static final List<String> LOWER = List.of("minimum", "exclusiveMinimum", "minLength", "minItems");

    private static final List<String> COMBINED = List.of("oneOf", "anyOf", "allOf");

    private final JsonNode releasedDocument;
    private final JsonNode nowDocument;
    private final List<String> found;

    /** A schema may hold itself. */
    private final Set<List<String>> visited = new HashSet<>();

    SchemaChanges(JsonNode releasedDocument, JsonNode nowDocument, List<String> found) {
        this.releasedDocument = releasedDocument;
        this.nowDocument = nowDocument;
        this.found = found;
    }

    void compare(String place, Direction direction, JsonNode releasedSchema, JsonNode nowSchema) {
        String reference = releasedSchema.path("$ref").asString("");
        if (!reference.isEmpty() && !visited.add(List.of(place, direction.name(), reference))) {
            return;
        }
        JsonNode released = resolved(releasedDocument, releasedSchema);
        JsonNode now = resolved(nowDocument, nowSchema);
        values(place, "type", direction, texts(released.path("type")), texts(now.path("type")));
        values(place, "value", direction, texts(released.path("enum")), texts(now.path("enum")));
        if (!released.path("format").equals(now.path("format"))) {
            found.add("%s has another format: %s, it was %s"
                    .formatted(place, now.path("format"), released.path("format")));
        }
        if (direction == Direction.REQUEST) {
            bounds(place, released, now);
        }
        members(place, direction, released, now);
        if (released.has("items")) {
            compare(place + "[]", direction, released.path("items"), now.path("items"));
        }
        for (String combined : COMBINED) {
            alternatives(place, direction, released.path(combined), now.path(combined));
        }
    }

    /** Of types, and of values that are listed: requests are to be taken as before, answers hold nothing new. None listed is all. */
    private void values(String place, String what, Direction direction, Set<String> released, Set<String> now) {
        if (direction == Direction.REQUEST && !now.isEmpty()) {
            if (released.isEmpty()) {
                found.add("%s takes only %s %s now".formatted(place, what, String.join(", ", now)));
            } else if (!now.containsAll(released)) {
                found.add("%s does not take %s %s any more"
                        .formatted(place, what, String.join(", ", without(released, now))));
            }
        } else if (direction == Direction.ANSWER && !released.isEmpty()) {
            if (now.isEmpty()) {
                found.add("%s may hold any %s now, it was %s".formatted(place, what, String.join(", ", released)));
            } else if (!released.containsAll(now)) {
                found.add(
                        "%s may hold the new %s %s".formatted(place, what, String.join(", ", without(now, released))));
            }
        }
    }

    private static Set<String> without(Set<String> all, Set<String> others) {
        Set<String> left = new TreeSet<>(all);
        left.removeAll(others);
        return left;
    }

    private void bounds(String place, JsonNode released, JsonNode now) {
        for (String bound : UPPER) {
            if (now.has(bound)
                    && now.path(bound).asDouble() < released.path(bound).asDouble(Double.POSITIVE_INFINITY)) {
                found.add("%s has a lower %s".formatted(place, bound));
            }
        }
        for (String bound : LOWER) {
            if (now.has(bound)
                    && now.path(bound).asDouble() > released.path(bound).asDouble(Double.NEGATIVE_INFINITY)) {
                found.add("%s has a higher %s".formatted(place, bound));
            }
        }
        if (now.has("pattern") && !now.path("pattern").equals(released.path("pattern"))) {
            found.add("%s has another pattern".formatted(place));
        }
    }

    private void members(String place, Direction direction, JsonNode released, JsonNode now) {
        released.path("properties").forEachEntry((name, member) -> {
            JsonNode left = now.path("properties").path(name);
            if (left.isMissingNode()) {
                found.add("%s has no member %s any more".formatted(place, name));
            } else {
                compare(place + "." + name, direction, member, left);
            }
        });
        Set<String> was = texts(released.path("required"));
        Set<String> is = texts(now.path("required"));
        if (direction == Direction.REQUEST && !was.containsAll(is)) {
            found.add("%s requires %s now".formatted(place, String.join(", ", without(is, was))));
        } else if (direction == Direction.ANSWER && !is.containsAll(was)) {
            found.add("%s need not hold %s any more".formatted(place, String.join(", ", without(was, is))));
        }
    }

    private void alternatives(String place, Direction direction, JsonNode released, JsonNode now) {
        int wrong = direction == Direction.REQUEST ? released.size() - now.size() : now.size() - released.size();
        if (wrong > 0) {
            found.add("%s has other alternatives: %d, there were %d".formatted(place, now.size(), released.size()));
        }
        for (int i = 0; i < Math.min(released.size(), now.size()); i++) {
            compare("%s, alternative %d,".formatted(place, i + 1), direction, released.get(i), now.get(i));
        }
    }

    private static JsonNode resolved(JsonNode document, JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        return reference.isEmpty() ? schema : document.at(reference.substring(1));
    }

    /** Of a text or a list of texts. */
    private static Set<String> texts(JsonNode value) {
        Set<String> texts = new TreeSet<>();
        if (value.isArray()) {
            value.forEach(element -> texts.add(element.asString()));
        } else if (value.isString()) {
            texts.add(value.asString());
        }
        return texts;
    }
}
