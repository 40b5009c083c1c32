package io.sparsesplit.service.catalog;

import io.micrometer.core.instrument.MeterRegistry;
import io.sparsesplit.model.artifact.ArtifactException;
import io.sparsesplit.model.artifact.ModelPart;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import io.sparsesplit.service.settings.ModelProperties;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which versions are loaded: those that were asked for by hand, then those that the policy wants, of what the
 * repository has and what can be used. A version begins to serve when it is loaded, verified and warm, and only then others
 * stop to; the last one that can be used never does.
 *
 * <p>Changes come one after the other, on the threads of those who ask for them; requests never wait for one.
 *
 * @param <M> what this service loads of a version
 */
public final class Catalog<M extends ModelPart> {

    private static final Logger LOG = LoggerFactory.getLogger(Catalog.class);

    /** Older versions of a repository are neither tried nor listed, unless they are asked for. */
    private static final int MAX_LISTED = 64;

    private static final String GONE =
            "Its folder is gone from the repository: it is held only as long as no other version can take its place.";

    private final ModelRepository repository;
    private final ModelProperties settings;
    private final VersionPolicy policy;
    private final VersionLoader<M> loader;
    private final LoadedVersions<M> loaded;
    private final VersionStates states = new VersionStates();

    private final Set<ModelVersion> wanted = new LinkedHashSet<>();
    private final Set<ModelVersion> unwanted = new HashSet<>();
    private @Nullable ModelVersion chosenDefault;
    private Set<ModelVersion> missing = Set.of();
    private Set<ModelVersion> gone = Set.of();

    /**
     * Loads what the policy wants.
     *
     * @param registry counts how loading versions ends
     * @throws ArtifactException when not one version can be used
     * @throws io.sparsesplit.service.settings.SettingException when the policy does not fit the other settings
     */
    public Catalog(ModelRepository repository, ModelProperties settings, PartLoader<M> parts, MeterRegistry registry) {
        this.repository = repository;
        this.settings = settings;
        this.policy = VersionPolicy.of(settings);
        this.loader = new VersionLoader<>(
                repository, settings.repository(), parts, new LoadOutcomes(registry), states::loading);
        this.loaded = new LoadedVersions<>(first());
        // What was refused is tried again at once: from now on it is known to be damaged, and not just being copied.
        exchange(List.of());
    }

    /** What is loaded, for requests. */
    public LoadedVersions<M> loaded() {
        return loaded;
    }

    /** All versions there are to know of: those loaded, the default first, then the others, the newest first. */
    public List<VersionState> states() {
        return states.all();
    }

    String policy() {
        return policy.name();
    }

    int maxHeld() {
        return settings.maxHeld();
    }

    /** Looks into the repository for what has come or gone. */
    public synchronized void look() {
        if (repository.versions(settings.name()).isEmpty()) {
            // A folder that is not mounted at the moment looks like this. What is loaded is no worse for it.
            return;
        }
        Set<ModelVersion> absent = loaded.all().stream()
                .map(ModelVersion::of)
                .filter(version -> !isThere(version))
                .collect(Collectors.toSet());
        // Absent twice: it is not just being exchanged.
        gone = absent.stream().filter(missing::contains).collect(Collectors.toSet());
        missing = absent;
        wanted.removeAll(gone);
        unwanted.removeIf(version -> !isThere(version));
        loader.refusals().keySet().removeIf(version -> !isThere(version) && !isListed(version));
        exchange(List.of());
    }

    /**
     * Loads a version from now on, whatever the policy.
     *
     * @param fingerprint that it must have; null for any
     * @throws ProblemException when there can be none of that name, it is not there, cannot be used, or there is no room for it
     */
    public synchronized void load(String name, String version, @Nullable String fingerprint) {
        ModelVersion asked = possible(name, version);
        Optional<M> known = loaded.find(name, version);
        if (known.isPresent()) {
            requireFingerprint(known.get(), fingerprint);
            want(asked);
            exchange(List.of());
            return;
        }
        if (!isThere(asked)) {
            throw new ProblemException(
                    Problem.UNKNOWN_MODEL,
                    "There is no %s in the repository: copy it there first. It has %s."
                            .formatted(asked, versions(name)));
        }
        if (loaded.all().size() >= settings.maxHeld()) {
            throw new ProblemException(
                    Problem.VERSIONS_CONFLICT,
                    "%d versions are held, as many as sparsesplit.model.max-held allows: unload one first."
                            .formatted(loaded.all().size()));
        }
        M part = prepared(asked);
        requireFingerprint(part, fingerprint);
        want(asked);
        exchange(List.of(part));
    }

    /**
     * Unloads a version, whatever the policy; requests that have it finish.
     *
     * @throws ProblemException when it is not loaded, or no other can take its place
     */
    public synchronized void unload(String name, String version) {
        ModelVersion asked = requireLoaded(name, version);
        boolean byHand = wanted.remove(asked);
        unwanted.add(asked);
        if (choose(List.of()).isEmpty()) {
            unwanted.remove(asked);
            if (byHand) {
                wanted.add(asked);
            }
            throw new ProblemException(
                    Problem.VERSIONS_CONFLICT,
                    "%s is the last version that can be used, and a service without one cannot answer: load another first."
                            .formatted(asked));
        }
        if (asked.equals(chosenDefault)) {
            chosenDefault = null;
        }
        exchange(List.of());
    }

    /**
     * Answers with a version from now on when nothing else is asked for, whatever the policy.
     *
     * @throws ProblemException when it is not loaded
     */
    public synchronized void makeDefault(String name, String version) {
        ModelVersion asked = requireLoaded(name, version);
        want(asked);
        chosenDefault = asked;
        exchange(List.of());
    }

    /** Forgets all that was asked for by hand: loads what the policy wants. */
    public synchronized void followPolicy() {
        wanted.clear();
        unwanted.clear();
        chosenDefault = null;
        exchange(List.of());
    }

    private void want(ModelVersion version) {
        wanted.add(version);
        unwanted.remove(version);
    }

    private List<M> first() {
        List<M> first = candidates(List.of())
                .map(loader::tryLoad)
                .flatMap(Optional::stream)
                .limit(policy.count())
                .toList();
        if (first.isEmpty()) {
            throw loader.refusals().values().stream()
                    .map(Refusal::cause)
                    .findFirst()
                    .orElseGet(() -> new ArtifactException("there is no version of model %s in %s"
                            .formatted(
                                    settings.name(),
                                    settings.repository().toAbsolutePath().normalize())));
        }
        return first;
    }

    /**
     * Exchanges what is loaded for what is to be loaded.
     *
     * @param prepared parts that are ready but not loaded yet
     */
    private void exchange(List<M> prepared) {
        List<M> before = loaded.all();
        List<M> chosen = choose(prepared);
        List<M> next = chosen.isEmpty() ? List.of(loaded.defaultVersion()) : defaultFirst(chosen);
        if (!next.equals(before)) {
            loaded.replace(next);
            log(before, next);
        }
        publish();
    }

    /** What is to be loaded, in no particular order; empty when nothing of it can be used. */
    private List<M> choose(List<M> prepared) {
        List<M> ready = Stream.concat(loaded.all().stream(), prepared.stream()).toList();
        List<M> chosen = new ArrayList<>();
        for (ModelVersion version : wanted) {
            ready(ready, version).or(() -> loader.tryLoad(version)).ifPresent(chosen::add);
        }
        int byPolicy = 0;
        for (ModelVersion version : candidates(ready).toList()) {
            if (byPolicy == policy.count()) {
                break;
            } else if (wanted.contains(version)) {
                byPolicy += ready(chosen, version).isPresent() ? 1 : 0;
            } else if (chosen.size() < settings.maxHeld()) {
                Optional<M> part = ready(ready, version).or(() -> loader.tryLoad(version));
                part.ifPresent(chosen::add);
                byPolicy += part.isPresent() ? 1 : 0;
            }
        }
        return chosen;
    }

    private List<M> defaultFirst(List<M> chosen) {
        M byDefault = Optional.ofNullable(chosenDefault)
                .flatMap(version -> ready(chosen, version))
                .or(() -> candidates(chosen)
                        .flatMap(version -> ready(chosen, version).stream())
                        .findFirst())
                .orElse(chosen.get(0));
        return Stream.concat(Stream.of(byDefault), chosen.stream().filter(part -> part != byDefault))
                .toList();
    }

    /** In the policy's order, without those that are gone or unwanted. */
    private Stream<ModelVersion> candidates(List<M> ready) {
        return policy.candidates(newestFirst(ready)).stream()
                .map(version -> new ModelVersion(settings.name(), version))
                .filter(version -> !gone.contains(version) && !unwanted.contains(version));
    }

    /** Versions of the model that are in the repository or ready. */
    private List<String> newestFirst(List<M> ready) {
        Stream<String> known = ready.stream()
                .map(ModelVersion::of)
                .filter(version -> version.name().equals(settings.name()))
                .map(ModelVersion::version);
        return Stream.concat(repository.versions(settings.name()).stream(), known)
                .distinct()
                .sorted((a, b) -> ModelRepository.compareVersions(b, a))
                .limit(MAX_LISTED)
                .toList();
    }

    private static <M extends ModelPart> Optional<M> ready(List<M> parts, ModelVersion version) {
        return parts.stream()
                .filter(part -> ModelVersion.of(part).equals(version))
                .findFirst();
    }

    private M prepared(ModelVersion version) {
        try {
            return loader.load(version);
        } catch (ArtifactException e) {
            publish();
            Refusal refusal = Objects.requireNonNull(loader.refusals().get(version));
            throw new ProblemException(
                    Problem.MODEL_REFUSED, "%s is not loaded: %s".formatted(version, refusal.reason()));
        }
    }

    private ModelVersion requireLoaded(String name, String version) {
        ModelVersion asked = new ModelVersion(name, version);
        return ready(loaded.all(), asked)
                .map(ModelVersion::of)
                .orElseThrow(() -> new ProblemException(
                        Problem.UNKNOWN_MODEL,
                        "%s is not held: load it first. Held are %s.".formatted(asked, joined(loaded.all()))));
    }

    private static void requireFingerprint(ModelPart part, @Nullable String fingerprint) {
        if (fingerprint != null
                && !fingerprint.equalsIgnoreCase(part.fingerprint().toString())) {
            throw new ProblemException(
                    Problem.VERSIONS_CONFLICT,
                    "%s has fingerprint %s, not %s: published versions never change, publish a new version."
                            .formatted(ModelVersion.of(part), part.fingerprint(), fingerprint));
        }
    }

    private String versions(String name) {
        List<String> versions = repository.versions(name);
        return versions.isEmpty() ? "no " + name : name + " " + String.join(", ", versions);
    }

    private ModelVersion possible(String name, String version) {
        try {
            repository.contains(name, version);
            return new ModelVersion(name, version);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.BAD_REQUEST, e.getMessage() + ".");
        }
    }

    private boolean isThere(ModelVersion version) {
        return repository.contains(version.name(), version.version());
    }

    private boolean isListed(ModelVersion version) {
        return version.name().equals(settings.name()) && policy.listed().contains(version.version());
    }

    private void publish() {
        List<VersionState> next = new ArrayList<>();
        List<M> now = loaded.all();
        for (M part : now) {
            ModelVersion version = ModelVersion.of(part);
            next.add(VersionState.loaded(part, part == now.get(0), missing.contains(version) ? GONE : null));
        }
        loader.refusals().forEach((version, refusal) -> next.add(VersionState.refused(version, refusal.reason())));
        newestFirst(List.of()).stream()
                .map(version -> new ModelVersion(settings.name(), version))
                .filter(version -> next.stream().noneMatch(state -> state.isOf(version)))
                .map(VersionState::available)
                .toList()
                .forEach(next::add);
        states.publish(next);
    }

    private static void log(List<? extends ModelPart> before, List<? extends ModelPart> next) {
        next.stream()
                .filter(part -> !before.contains(part))
                .forEach(part -> LOG.info(
                        "{} is loaded (fingerprint {})",
                        ModelVersion.of(part),
                        part.fingerprint().toString().substring(0, 16)));
        before.stream()
                .filter(part -> !next.contains(part))
                .forEach(part -> LOG.info("{} is unloaded", ModelVersion.of(part)));
        if (before.get(0) != next.get(0)) {
            LOG.info("{} is the default now", ModelVersion.of(next.get(0)));
        }
    }

    private static String joined(List<? extends ModelPart> parts) {
        return parts.stream().map(part -> ModelVersion.of(part).toString()).collect(Collectors.joining(", "));
    }
}
