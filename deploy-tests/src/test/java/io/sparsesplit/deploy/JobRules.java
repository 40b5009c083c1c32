package io.sparsesplit.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Jobs: bounded, of commands and options that the command line has, and shards that make the whole. */
final class JobRules {

    private static final Pattern NAMES = Pattern.compile("names? = \"([-a-z]+)\"");
    private static final Set<String> WORDS = words();

    private JobRules() {}

    static Stream<String> findings(Manifests manifests) {
        List<Workload> jobs =
                manifests.workloads().stream().filter(Workload::isJob).toList();
        return Stream.concat(
                jobs.stream().flatMap(job -> findings(manifests, job).map(finding -> job.subject() + ": " + finding)),
                merges(jobs));
    }

    private static Stream<String> findings(Manifests manifests, Workload job) {
        JsonNode spec = job.manifest().path("spec");
        return Stream.of(
                        Rule.unless(
                                spec.has("activeDeadlineSeconds") && spec.has("ttlSecondsAfterFinished"),
                                "activeDeadlineSeconds and ttlSecondsAfterFinished must be set"),
                        Rule.unless(
                                job.pod().path("restartPolicy").asString("").equals("Never"),
                                "restartPolicy must be Never, so that the Job counts what fails"),
                        commands(job),
                        spec.path("completionMode").asString("").equals("Indexed")
                                ? indexed(manifests, job)
                                : Rule.unless(
                                        !spec.has("backoffLimitPerIndex"),
                                        "backoffLimitPerIndex wants completionMode Indexed"))
                .flatMap(findings -> findings);
    }

    private static Stream<String> commands(Workload job) {
        return job.allContainers().stream()
                .flatMap(container -> container.path("args").valueStream())
                .map(word -> word.asString(""))
                .filter(word -> word.matches("(--)?[a-z]+(-[a-z]+)*"))
                .filter(word -> !WORDS.contains(word))
                .map(word -> word + " is no command or option of sparsesplit");
    }

    private static Stream<String> indexed(Manifests manifests, Workload job) {
        JsonNode spec = job.manifest().path("spec");
        int completions = spec.path("completions").asInt(0);
        Set<String> containers = job.containers().stream()
                .map(container -> container.path("name").asString(""))
                .collect(Collectors.toSet());
        return Stream.of(
                        Rule.unless(
                                spec.path("parallelism").asInt(1) <= completions,
                                "parallelism must not be more than the %d completions".formatted(completions)),
                        job.containers().stream()
                                .filter(container ->
                                        !arguments(container).contains("$(JOB_COMPLETION_INDEX)/" + completions))
                                .map(container -> "--shard must be $(JOB_COMPLETION_INDEX)/" + completions),
                        job.containers().stream()
                                .filter(container -> arguments(container).contains("--out"))
                                .map(container -> option(container, "--out"))
                                .filter(folder -> !folder.contains("$(JOB_COMPLETION_INDEX)"))
                                .map(folder -> "each shard must have a folder of its own, not " + folder),
                        spec.at("/podFailurePolicy/rules")
                                .valueStream()
                                .map(rule ->
                                        rule.at("/onExitCodes/containerName").asString(""))
                                .filter(name -> !name.isEmpty() && !containers.contains(name))
                                .map(name ->
                                        "podFailurePolicy speaks of container %s, which is not there".formatted(name)),
                        shared(manifests, job))
                .flatMap(findings -> findings);
    }

    /** A claim that pods on several nodes write to. */
    private static Stream<String> shared(Manifests manifests, Workload job) {
        return job.pod()
                .path("volumes")
                .valueStream()
                .flatMap(
                        volume -> manifests
                                .named(
                                        "PersistentVolumeClaim",
                                        volume.at("/persistentVolumeClaim/claimName")
                                                .asString(""))
                                .stream())
                .filter(claim -> Rule.none(
                        claim.at("/spec/accessModes"), mode -> mode.asString("").equals("ReadWriteMany")))
                .map(claim -> Manifests.subject(claim) + " must be ReadWriteMany, since many pods write to it");
    }

    /** What is merged must be what the shards write, all of it. */
    private static Stream<String> merges(List<Workload> jobs) {
        List<String> written = jobs.stream()
                .filter(job ->
                        job.manifest().at("/spec/completionMode").asString("").equals("Indexed"))
                .flatMap(job -> job.containers().stream()
                        .filter(container -> arguments(container).contains("--out"))
                        .flatMap(container -> IntStream.range(
                                        0,
                                        job.manifest().at("/spec/completions").asInt(0))
                                .mapToObj(index -> option(container, "--out")
                                        .replace("$(JOB_COMPLETION_INDEX)", Integer.toString(index)))))
                .toList();
        return jobs.stream()
                .flatMap(job -> job.containers().stream()
                        .filter(container -> arguments(container).contains("merge"))
                        .filter(container -> !folders(container).equals(written))
                        .map(container -> "%s: merges %s, but the shards are in %s"
                                .formatted(job.subject(), folders(container), written)));
    }

    private static List<String> folders(JsonNode container) {
        List<String> arguments = arguments(container);
        int out = arguments.indexOf("--out");
        return IntStream.range(0, arguments.size())
                .filter(i -> i != out && i != out + 1)
                .mapToObj(arguments::get)
                .filter(word -> word.startsWith("/"))
                .toList();
    }

    private static String option(JsonNode container, String name) {
        List<String> arguments = arguments(container);
        int at = arguments.indexOf(name);
        return at >= 0 && at + 1 < arguments.size() ? arguments.get(at + 1) : "";
    }

    private static List<String> arguments(JsonNode container) {
        return container
                .path("args")
                .valueStream()
                .map(word -> word.asString(""))
                .toList();
    }

    /** Commands and options, as the command line's sources name them; and the data set that can be fetched. */
    private static Set<String> words() {
        Set<String> words = new TreeSet<>(Set.of("mnist"));
        try (Stream<Path> files = Files.walk(Repository.path("model-trainer/src/main/java"))) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> NAMES.matcher(Repository.text(file)).results())
                    .forEach(result -> words.add(result.group(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words;
    }
}
