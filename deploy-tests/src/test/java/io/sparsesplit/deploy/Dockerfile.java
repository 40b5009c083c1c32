package io.sparsesplit.deploy;

import java.util.List;
import java.util.stream.Stream;

/** A Dockerfile as its instructions, one a line, without comments. */
record Dockerfile(List<String> instructions) {

    static Dockerfile read(String relative) {
        String joined = Repository.text(Repository.path(relative)).replaceAll("\\\\\\R\\s*", "");
        return new Dockerfile(joined.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList());
    }

    /** What follows an instruction's name, at each of its places. */
    List<String> arguments(String instruction) {
        return instructions.stream()
                .filter(line -> line.startsWith(instruction + " "))
                .map(line -> line.substring(instruction.length() + 1))
                .toList();
    }

    /** What is copied out of the build context rather than out of another stage. */
    Stream<String> contextSources() {
        return arguments("COPY").stream()
                .filter(arguments -> !arguments.startsWith("--from"))
                .map(arguments -> arguments.split(" ", 2)[0]);
    }
}
