package io.sparsesplit.deploy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Volumes: those mounted are there, those there are mounted, all are bounded, and what must outlive a pod is on a claim. */
final class VolumeRules {

    private VolumeRules() {}

    static Stream<String> findings(Manifests manifests) {
        return manifests.workloads().stream().flatMap(workload -> findings(manifests, workload));
    }

    private static Stream<String> findings(Manifests manifests, Workload workload) {
        List<JsonNode> volumes = workload.pod().path("volumes").valueStream().toList();
        Set<String> there = Stream.concat(
                        volumes.stream().map(volume -> volume.path("name").asString("")),
                        workload.claims().stream().map(Manifests::name))
                .collect(Collectors.toSet());
        Set<String> mounted = workload.allContainers().stream()
                .flatMap(container -> container.path("volumeMounts").valueStream())
                .map(mount -> mount.path("name").asString(""))
                .collect(Collectors.toSet());
        Stream<String> findings = Stream.of(
                        mounted.stream()
                                .filter(name -> !there.contains(name))
                                .map(name -> "volume " + name + " is mounted, but not there"),
                        there.stream()
                                .filter(name -> !mounted.contains(name))
                                .map(name -> "volume " + name + " is there, but not mounted"),
                        volumes.stream()
                                .filter(volume -> volume.has("emptyDir"))
                                .filter(volume ->
                                        volume.at("/emptyDir/sizeLimit").isMissingNode())
                                .map(volume ->
                                        "emptyDir " + volume.path("name").asString("") + " must have a sizeLimit"),
                        volumes.stream()
                                .map(volume -> volume.at("/persistentVolumeClaim/claimName")
                                        .asString(""))
                                .filter(claim -> !claim.isEmpty())
                                .filter(claim -> manifests
                                        .named("PersistentVolumeClaim", claim)
                                        .isEmpty())
                                .map(claim -> "there is no claim " + claim),
                        Rule.unless(
                                !writesToClaims(workload)
                                        || workload.pod()
                                                .at("/securityContext/fsGroup")
                                                .isNumber(),
                                "fsGroup must be set, or a new volume belongs to root"))
                .flatMap(all -> all)
                .map(finding -> workload.subject() + ": " + finding);
        return Stream.concat(
                findings,
                workload.containers().stream()
                        .flatMap(container -> findings(workload, container)
                                .map(finding -> workload.subject(container) + ": " + finding)));
    }

    private static Stream<String> findings(Workload workload, JsonNode container) {
        Optional<Settings> settings =
                Image.of(container.path("image").asString("")).flatMap(Image::settings);
        return Stream.concat(
                Rule.unless(hasTmp(workload, container), "/tmp must be an emptyDir"),
                settings.stream()
                        .flatMap(all ->
                                Stream.concat(outbox(workload, container, all), models(workload, container, all))));
    }

    private static Stream<String> outbox(Workload workload, JsonNode container, Settings settings) {
        if (settings.byVariable("SPARSESPLIT_OUTBOX_ENABLED").isEmpty()
                || !settings.value(container, "SPARSESPLIT_OUTBOX_ENABLED").equals("true")) {
            return Stream.empty();
        }
        long file = Quantities.mib(settings.value(container, "SPARSESPLIT_OUTBOX_MAX_SIZE"));
        // Its log, and a damaged file set aside, lie beside it.
        return claimed(
                workload, container, settings.value(container, "SPARSESPLIT_OUTBOX_PATH"), "the outbox", file * 3 / 2);
    }

    private static Stream<String> models(Workload workload, JsonNode container, Settings settings) {
        if (settings.byVariable("SPARSESPLIT_ROLLOUT_PULL_ENABLED").isEmpty()
                || !settings.value(container, "SPARSESPLIT_ROLLOUT_PULL_ENABLED")
                        .equals("true")) {
            return Stream.empty();
        }
        String repository = settings.value(container, "SPARSESPLIT_MODEL_REPOSITORY");
        long space = Quantities.mib(settings.value(container, "SPARSESPLIT_ROLLOUT_PULL_MIN_FREE"))
                + Quantities.mib(settings.value(container, "SPARSESPLIT_ROLLOUT_PULL_MAX_BYTES"))
                        * Long.parseLong(settings.value(container, "SPARSESPLIT_ROLLOUT_PULL_MAX_VERSIONS"));
        boolean filled = workload.pod()
                .path("initContainers")
                .valueStream()
                .anyMatch(init -> init.path("command")
                                .valueStream()
                                .anyMatch(word ->
                                        word.asString("").replaceAll("/$", "").equals(repository))
                        && !claim(workload, init, repository).isEmpty());
        return Stream.concat(
                claimed(workload, container, repository, "the repository of models", space),
                Rule.unless(filled, "an init container must copy the image's models to " + repository));
    }

    /** What is at a path must lie on a claim of a size. */
    private static Stream<String> claimed(Workload workload, JsonNode container, String path, String what, long mib) {
        List<JsonNode> claims = claim(workload, container, path);
        if (claims.isEmpty()) {
            return Stream.of("%s, %s, must be on a claim that can be written to".formatted(what, path));
        }
        long size = Quantities.mib(claims.get(0).at("/spec/resources/requests/storage"));
        return Rule.unless(
                size >= mib, "a claim of %d MiB is too small for %s, which may need %d MiB".formatted(size, what, mib));
    }

    private static List<JsonNode> claim(Workload workload, JsonNode container, String path) {
        Set<String> names = container
                .path("volumeMounts")
                .valueStream()
                .filter(mount -> !Rule.isTrue(mount.path("readOnly")))
                .filter(mount -> (path + "/").startsWith(mount.path("mountPath").asString("?") + "/"))
                .map(mount -> mount.path("name").asString(""))
                .collect(Collectors.toSet());
        return workload.claims().stream()
                .filter(claim -> names.contains(Manifests.name(claim)))
                .toList();
    }

    private static boolean writesToClaims(Workload workload) {
        return !workload.claims().isEmpty()
                || workload.pod().path("volumes").valueStream().anyMatch(volume -> volume.has("persistentVolumeClaim"));
    }

    private static boolean hasTmp(Workload workload, JsonNode container) {
        Set<String> emptyDirs = workload.pod()
                .path("volumes")
                .valueStream()
                .filter(volume -> volume.has("emptyDir"))
                .map(volume -> volume.path("name").asString(""))
                .collect(Collectors.toSet());
        return !Rule.none(
                container.path("volumeMounts"),
                mount -> mount.path("mountPath").asString("").equals("/tmp")
                        && emptyDirs.contains(mount.path("name").asString("")));
    }
}
