package io.sparsesplit.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The Dockerfile as its stages, each with its instructions, one a line, without comments. */
record Dockerfile(Map<String, Stage> stages) {

    /**
     * A stage.
     *
     * @param base the stage or image that it begins with
     * @param instructions those of its own
     */
    record Stage(String base, List<String> instructions) {

        /** What follows an instruction's name, at each of its places. */
        List<String> arguments(String instruction) {
            return instructions.stream()
                    .filter(line -> line.startsWith(instruction + " "))
                    .map(line -> line.substring(instruction.length() + 1))
                    .toList();
        }
    }

    static Dockerfile read() {
        String joined = Repository.text(Repository.path("Dockerfile")).replaceAll("\\\\\\R\\s*", "");
        Map<String, Stage> stages = new LinkedHashMap<>();
        List<String> instructions = new ArrayList<>();
        stages.put("", new Stage("", instructions));
        for (String line : joined.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList()) {
            if (line.startsWith("FROM ")) {
                String[] words = line.split(" ", 4);
                instructions = new ArrayList<>();
                stages.put(words[3], new Stage(words[1], instructions));
            } else {
                instructions.add(line);
            }
        }
        return new Dockerfile(stages);
    }

    /** The images that are pulled, by the arguments that name them. */
    List<String> pulled() {
        return stages.values().stream()
                .map(Stage::base)
                .filter(base -> !base.isEmpty() && !stages.containsKey(base))
                .distinct()
                .toList();
    }

    Stage stage(String name) {
        Stage stage = stages.get(name);
        if (stage == null) {
            throw new IllegalArgumentException("there is no stage " + name + ", only " + stages.keySet());
        }
        return stage;
    }

    /** What is copied out of the build context rather than out of another stage. */
    Stream<String> contextSources() {
        return stages.values().stream()
                .flatMap(stage -> stage.arguments("COPY").stream())
                .filter(arguments -> !arguments.startsWith("--from"))
                .map(arguments -> arguments.replaceFirst("^--chown=\\S+ ", "").split(" ", 2)[0]);
    }
}
