package io.sparsesplit.deploy;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An image of ours as its Dockerfile makes it: that of its module, or else the target of that name in the repository's.
 *
 * @param module that it runs
 * @param instructions of its stage and of the stages that this builds on, the last first
 */
record Image(String module, List<String> instructions) {

    private static final String SERVICE = "-service";
    private static final Pattern NAME = Pattern.compile("sparsesplit/([-a-z]+):.*");
    private static final Pattern FROM = Pattern.compile("FROM (\\S+)(?: AS (\\S+))?");
    private static final Pattern HEAP = Pattern.compile("-Xmx(\\d+)m");
    private static final Pattern HEAP_SHARE = Pattern.compile("-XX:MaxRAMPercentage=(\\d+)");
    private static final Pattern START_PERIOD = Pattern.compile("--start-period=(\\d+)s");

    private record Stage(String base, List<String> instructions) {}

    /** The image of a container; none when it is not ours. */
    static Optional<Image> of(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String module = matcher.group(1);
        boolean hasOwn = Files.exists(Repository.path(module + "/Dockerfile"));
        boolean isTarget = module.endsWith(SERVICE) && Files.exists(Repository.path("Dockerfile"));
        if (!hasOwn && !isTarget) {
            return Optional.empty();
        }
        Map<String, Stage> stages = stages(hasOwn ? module + "/Dockerfile" : "Dockerfile");
        List<String> names = List.copyOf(stages.keySet());
        String target = hasOwn ? names.get(names.size() - 1) : module.replace(SERVICE, "");
        List<String> instructions = new ArrayList<>();
        for (Stage stage = stages.get(target); stage != null; stage = stages.get(stage.base)) {
            instructions.addAll(stage.instructions);
        }
        return instructions.isEmpty() ? Optional.empty() : Optional.of(new Image(module, instructions));
    }

    /** The file of its settings' defaults; none when it is no service. */
    Optional<Settings> settings() {
        return module.endsWith(SERVICE) ? Optional.of(Settings.of(module.replace(SERVICE, ""))) : Optional.empty();
    }

    /** What follows an instruction's name where it was given last. */
    Optional<String> argument(String instruction) {
        return instructions.stream()
                .filter(line -> line.startsWith(instruction + " "))
                .map(line -> line.substring(instruction.length() + 1))
                .findFirst();
    }

    /** Heap at most, in MiB, in a container of so much memory. */
    long heapMiB(long containerMiB) {
        return number(HEAP)
                .orElseGet(() -> number(HEAP_SHARE)
                        .map(percent -> containerMiB * percent / 100)
                        .orElse(containerMiB));
    }

    /** How long its health check waits for it to start. */
    long startSeconds() {
        return number(START_PERIOD).orElse(0L);
    }

    private Optional<Long> number(Pattern pattern) {
        return instructions.stream()
                .flatMap(line -> {
                    Matcher matcher = pattern.matcher(line);
                    return matcher.find() ? Stream.of(Long.valueOf(matcher.group(1))) : Stream.empty();
                })
                .findFirst();
    }

    private static Map<String, Stage> stages(String dockerfile) {
        Map<String, Stage> stages = new LinkedHashMap<>();
        List<String> instructions = new ArrayList<>();
        for (String line : (Iterable<String>) Repository.text(Repository.path(dockerfile))
                .replaceAll("\\\\\\R\\s*", "")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))::iterator) {
            Matcher from = FROM.matcher(line);
            if (from.matches()) {
                instructions = new ArrayList<>();
                String name = from.group(2) == null ? "stage " + stages.size() : from.group(2);
                stages.put(name, new Stage(from.group(1), instructions));
            } else {
                instructions.add(line);
            }
        }
        return stages;
    }
}
