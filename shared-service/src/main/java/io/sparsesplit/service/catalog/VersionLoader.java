package io.sparsesplit.service.catalog;

import io.sparsesplit.model.artifact.ArtifactException;
import io.sparsesplit.model.artifact.ModelPart;
import io.sparsesplit.model.artifact.ModelRepository;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads, verifies and warms up single versions, and remembers which were refused and why.
 *
 * <p>A version that is being copied looks like a damaged one. Its files are therefore tried whenever they have changed, and
 * once more when they have not; only then a refusal is certain, is logged and counted, and is not tried again until they
 * change.
 */
final class VersionLoader<M extends ModelPart> {

    private static final Logger LOG = LoggerFactory.getLogger(VersionLoader.class);
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final ModelRepository repository;
    private final Path root;
    private final PartLoader<M> parts;
    private final LoadOutcomes outcomes;
    private final Consumer<ModelVersion> beginning;
    private final Map<ModelVersion, Refusal> refusals = new LinkedHashMap<>();

    /**
     * For the versions of a repository.
     *
     * @param root its folder
     * @param beginning is told each version before it is loaded, as that may take long
     */
    VersionLoader(
            ModelRepository repository,
            Path root,
            PartLoader<M> parts,
            LoadOutcomes outcomes,
            Consumer<ModelVersion> beginning) {
        this.repository = repository;
        this.root = root;
        this.parts = parts;
        this.outcomes = outcomes;
        this.beginning = beginning;
    }

    /**
     * Loads a version now.
     *
     * @throws ArtifactException when it cannot be used
     */
    M load(ModelVersion version) {
        String stamp = stamp(version);
        try {
            return loaded(version);
        } catch (RuntimeException | OutOfMemoryError e) {
            throw refuse(version, stamp, true, e);
        }
    }

    /** Loads a version, unless it was refused for the same files before. */
    Optional<M> tryLoad(ModelVersion version) {
        String stamp = stamp(version);
        Refusal before = refusals.get(version);
        boolean unchanged = before != null && before.stamp().equals(stamp);
        if (before != null && unchanged && before.certain()) {
            return Optional.empty();
        }
        try {
            return Optional.of(loaded(version));
        } catch (RuntimeException | OutOfMemoryError e) {
            refuse(version, stamp, unchanged, e);
            return Optional.empty();
        }
    }

    /** The versions that were not loaded, and why. */
    Map<ModelVersion, Refusal> refusals() {
        return refusals;
    }

    private M loaded(ModelVersion version) {
        beginning.accept(version);
        repository.verify(version.name(), version.version());
        M part = parts.load(version.name(), version.version());
        warmUp(part);
        refusals.remove(version);
        outcomes.success.increment();
        return part;
    }

    /** As many images as make the virtual machine compile their way, as far as there is time. */
    private void warmUp(M part) {
        long end = System.nanoTime() + WARM_UP_NANOS;
        for (int i = 0; i < PartLoader.WARM_UP_IMAGES && System.nanoTime() - end < 0; i++) {
            parts.run(part);
        }
    }

    private ArtifactException refuse(ModelVersion version, String stamp, boolean certain, Throwable e) {
        ArtifactException cause = e instanceof ArtifactException known
                ? known
                : new ArtifactException("%s cannot be run here: %s".formatted(version, e), e);
        Refusal refusal = new Refusal(stamp, sentence(cause), cause, certain);
        refusals.put(version, refusal);
        if (certain) {
            (cause == e ? outcomes.refused : outcomes.failed).increment();
            LOG.warn("{} is not loaded: {}", version, refusal.reason());
        }
        return cause;
    }

    private String stamp(ModelVersion version) {
        return repository.stamp(version.name(), version.version());
    }

    /** Without the repository's place on this machine. */
    private String sentence(ArtifactException e) {
        String message = String.valueOf(e.getMessage())
                .replace(root + root.getFileSystem().getSeparator(), "")
                .replace(root.toAbsolutePath().normalize().toString(), "the repository");
        return message.endsWith(".") ? message : message + ".";
    }
}
