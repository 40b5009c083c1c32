package io.sparsesplit.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The meters that a service's code names. */
final class CodeMeters {

    private static final Pattern COUNTER =
            Pattern.compile("(?:\\.counter\\(|Counter\\.builder\\()\\s*\"(sparsesplit\\.[a-z.]+)\"");

    private CodeMeters() {}

    /**
     * Its counters as Prometheus sees them.
     *
     * @param module of the service
     */
    static Set<String> counters(String module) {
        Set<String> counters = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Repository.path(module + "/src/main/java"))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                Matcher matcher = COUNTER.matcher(Repository.text(file));
                while (matcher.find()) {
                    counters.add(matcher.group(1).replace('.', '_') + "_total");
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return counters;
    }
}
