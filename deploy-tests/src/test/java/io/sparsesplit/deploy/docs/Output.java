package io.sparsesplit.deploy.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a document says that commands print. JSON must be equal, in whatever layout, besides members whose values vary: of these
 * the kind of value must be. In text, {@code ...} stands for anything in a line, alone in a line for any lines.
 *
 * @param language {@code json} or {@code text}
 * @param shown in the document
 * @param varies names of members whose values are others each time
 */
record Output(String language, String shown, Set<String> varies) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Decimals are computed in 32 bits, and shown rounded. */
    private static final double TOLERANCE = 1e-5;

    private static final String ELLIPSIS = "...";

    /** What is not as shown, or null. */
    @Nullable
    String difference(String printed) {
        return language.equals("json") ? differentJson(printed) : differentText(printed);
    }

    private @Nullable String differentJson(String printed) {
        JsonNode expected = JSON.readTree(shown);
        JsonNode actual;
        try {
            actual = JSON.readTree(printed);
        } catch (JacksonException e) {
            return "what is printed is not JSON: " + e.getOriginalMessage();
        }
        List<String> differences = new ArrayList<>();
        compare("", expected, actual, false, differences);
        return differences.isEmpty() ? null : String.join("\n", differences);
    }

    private void compare(String path, JsonNode expected, JsonNode actual, boolean any, List<String> differences) {
        if (kind(expected) != kind(actual)) {
            differences.add("%s is %s, but the document says %s".formatted(path, actual, expected));
        } else if (expected.isObject()) {
            Set<String> names = new TreeSet<>(expected.propertyNames());
            names.addAll(actual.propertyNames());
            for (String name : names) {
                member(path + "/" + name, name, expected, actual, any || varies.contains(name), differences);
            }
        } else if (expected.isArray()) {
            elements(path, expected, actual, any, differences);
        } else if (!any && !same(expected, actual)) {
            differences.add("%s is %s, but the document says %s".formatted(path, actual, expected));
        }
    }

    private void member(
            String path, String name, JsonNode expected, JsonNode actual, boolean any, List<String> differences) {
        if (!actual.has(name)) {
            differences.add(path + " is in the document, but not in what is printed");
        } else if (!expected.has(name)) {
            differences.add("%s is %s, but not in the document".formatted(path, actual.get(name)));
        } else {
            compare(path, expected.get(name), actual.get(name), any, differences);
        }
    }

    private void elements(String path, JsonNode expected, JsonNode actual, boolean any, List<String> differences) {
        if (expected.size() != actual.size() && !any) {
            differences.add(
                    "%s has %d elements, but %d in the document".formatted(path, actual.size(), expected.size()));
            return;
        }
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            compare(path + "/" + i, expected.get(i), actual.get(i), any, differences);
        }
    }

    private static boolean same(JsonNode expected, JsonNode actual) {
        if (expected.isNumber() && !(expected.isIntegralNumber() && actual.isIntegralNumber())) {
            return Math.abs(expected.doubleValue() - actual.doubleValue())
                    <= TOLERANCE * Math.max(1, Math.abs(expected.doubleValue()));
        }
        return expected.equals(actual);
    }

    /** A number is a number, with or without a fraction. */
    private static Object kind(JsonNode value) {
        return value.isBoolean() ? Boolean.class : value.getNodeType();
    }

    private @Nullable String differentText(String printed) {
        String pattern = shown.strip().lines().map(Output::pattern).collect(Collectors.joining());
        String actual = printed.strip().lines().map(line -> line + "\n").collect(Collectors.joining());
        return Pattern.matches(pattern, actual)
                ? null
                : "printed is\n%s\nbut the document says\n%s".formatted(actual, shown);
    }

    private static String pattern(String line) {
        if (line.strip().equals(ELLIPSIS)) {
            return "(?s:.*\\n)?";
        }
        StringBuilder pattern = new StringBuilder();
        for (String part : line.stripTrailing().split(Pattern.quote(ELLIPSIS), -1)) {
            pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return pattern.append("[ \\t]*\\n").toString();
    }
}
