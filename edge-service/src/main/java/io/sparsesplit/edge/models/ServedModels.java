package io.sparsesplit.edge.models;

import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.service.catalog.LoadedVersions;
import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The versions that the edge answers with; they may change at any time, see {@link LoadedVersions}. */
@Component
public class ServedModels {

    private final LoadedVersions<ServedModel> versions;

    public ServedModels(LoadedVersions<ServedModel> versions) {
        this.versions = versions;
    }

    /** What a client reads of a version that it may ask for. */
    private record Loaded(String name, String version, String fingerprint) {

        static Loaded of(ServedModel model) {
            Manifest manifest = model.manifest();
            return new Loaded(
                    manifest.name(), manifest.version(), model.fingerprint().toString());
        }

        @Override
        public String toString() {
            return name + " " + version;
        }
    }

    /**
     * The version to answer a request with.
     *
     * @param name of the model; null for that of the default
     * @param version of it; null for the default, or the first there is when the default has another name
     * @throws ProblemException naming those that are loaded, when this one is not
     */
    public ServedModel choose(@Nullable String name, @Nullable String version) {
        return versions.find(name, version).orElseThrow(() -> notLoaded(name, version));
    }

    /** Returns the version that answers when a request names none. */
    public ServedModel defaultModel() {
        return versions.defaultVersion();
    }

    /** All that are loaded, the default first. */
    public List<ServedModel> all() {
        return versions.all();
    }

    private ProblemException notLoaded(@Nullable String name, @Nullable String version) {
        List<ServedModel> all = versions.all();
        Manifest byDefault = all.get(0).manifest();
        List<Loaded> loaded = all.stream().map(Loaded::of).toList();
        return new ProblemException(
                Problem.UNKNOWN_MODEL,
                "Model %s %s is not loaded: %s. Ask for %s, or leave model and version out."
                        .formatted(
                                name == null ? byDefault.name() : name,
                                version == null ? byDefault.version() : version,
                                loaded.stream().map(Loaded::toString).collect(Collectors.joining(", "))
                                        + (loaded.size() == 1 ? " is" : " are"),
                                loaded.size() == 1 ? "that" : "one of them"),
                Map.of("loaded", loaded));
    }
}
