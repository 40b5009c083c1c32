package io.sparsesplit.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A rule of {@code observability/rules}: an alert, or a recording. An alert has each bound on a line of its own, so that tests can ask for
 * the figure in front of it: an alert that does not fire does not show whether its metric exists.
 *
 * @param file it stands in, without folder
 * @param content as written
 */
record AlertRule(String file, JsonNode content) {

    private static final Path FOLDER = Repository.path("observability/rules");
    private static final Pattern BOUND = Pattern.compile("(?m)^(?:==|<=|>) [-\\d.]+$");
    private static final Pattern AND = Pattern.compile("(?m)^and ");

    /** Of all files. */
    static List<AlertRule> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .flatMap(file -> Repository.yaml(file)
                            .path("groups")
                            .valueStream()
                            .flatMap(group -> group.path("rules").valueStream())
                            .map(rule -> new AlertRule(file.getFileName().toString(), rule)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<AlertRule> alerts() {
        return all().stream().filter(rule -> rule.content.has("alert")).toList();
    }

    static List<AlertRule> recordings() {
        return all().stream().filter(rule -> rule.content.has("record")).toList();
    }

    String name() {
        return content.path("alert").asString(content.path("record").asString(""));
    }

    String annotation(String key) {
        return content.path("annotations").path(key).asString("");
    }

    PromQl expression() {
        return new PromQl(content.path("expr").asString("").strip());
    }

    /** What is measured: the expression, or its several ones joined by {@code and}, without the bounds behind. */
    List<PromQl> measures() {
        return AND.splitAsStream(expression().expression())
                .map(part -> new PromQl(BOUND.matcher(part).replaceAll("").strip()))
                .toList();
    }

    /** An expression with another bound in place of each of its own. */
    static String withBounds(String expression, String bound) {
        return BOUND.matcher(expression).replaceAll(bound);
    }

    /** How many bounds there are. */
    long bounds() {
        return BOUND.matcher(expression().expression()).results().count();
    }

    @Override
    public String toString() {
        return name();
    }
}
