package io.sparsesplit.deploy;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A service's settings with their defaults, from the file that documents them.
 *
 * @param byVariable defaults under the environment variables that Spring Boot would read in their place
 */
record Settings(String file, Map<String, JsonNode> byVariable) {

    /** Some settings without a default are there as comments. */
    private static final Pattern COMMENTED = Pattern.compile("(?m)^( +)# ([-a-z]+: )");

    /** @param service {@code edge} or {@code cloud} */
    static Settings of(String service) {
        String file = service + ".yml";
        String text = Repository.text(Repository.path(service + "-service/src/main/resources/" + file));
        Map<String, JsonNode> settings = new TreeMap<>();
        flatten(
                "",
                Repository.documents(COMMENTED.matcher(text).replaceAll("$1$2")).get(0),
                settings);
        return new Settings(file, settings);
    }

    Optional<JsonNode> byVariable(String variable) {
        return Optional.ofNullable(byVariable.get(variable));
    }

    /** The value that a container runs with. */
    String value(JsonNode container, String variable) {
        return Workload.value(container, variable)
                .orElseGet(() -> byVariable(variable).orElseThrow().asString(""));
    }

    private static void flatten(String prefix, JsonNode node, Map<String, JsonNode> settings) {
        node.propertyStream().forEach(field -> {
            String name = prefix + (prefix.isEmpty() ? "" : ".") + field.getKey();
            if (field.getValue().isObject()) {
                flatten(name, field.getValue(), settings);
            } else {
                String variable = name.replace('.', '_').toUpperCase(Locale.ROOT);
                settings.put(variable.replace("-", ""), field.getValue());
                settings.put(variable.replace('-', '_'), field.getValue());
            }
        });
    }
}
