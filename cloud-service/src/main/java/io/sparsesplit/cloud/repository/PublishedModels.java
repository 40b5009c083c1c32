package io.sparsesplit.cloud.repository;

import io.sparsesplit.model.artifact.ArtifactException;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.artifact.Published;
import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The versions in the repository that an edge could fetch. Published versions never change, so a manifest is read once;
 * only the times of files are looked at again, for those who replace them all the same.
 */
@Component
class PublishedModels {

    private static final Logger LOG = LoggerFactory.getLogger(PublishedModels.class);

    private final ModelRepository repository;
    private final Map<Key, Item> items = new ConcurrentHashMap<>();
    private final Set<Key> unusable = ConcurrentHashMap.newKeySet();

    PublishedModels(ModelRepository repository) {
        this.repository = repository;
    }

    private record Key(String name, String version) {}

    private record Item(Published published, Optional<FileTime> modified) {}

    /** All that is complete; what cannot be used is left out, and the log says why, once. */
    List<Published> all() {
        return repository.names().stream()
                .flatMap(name -> repository.versions(name).stream().flatMap(version -> usable(new Key(name, version))))
                .toList();
    }

    /**
     * A version.
     *
     * @throws ProblemException when there is none that an edge could use
     */
    Published of(String name, String version) {
        try {
            return find(new Key(name, version));
        } catch (ArtifactException | IllegalArgumentException e) {
            LOG.debug("{} {} was asked for, but is not there", name, version, e);
            throw new ProblemException(
                    Problem.UNKNOWN_MODEL,
                    "There is no such version of a model here: GET /models lists what there is.");
        }
    }

    private Stream<Published> usable(Key key) {
        try {
            return Stream.of(find(key));
        } catch (ArtifactException e) {
            if (unusable.add(key)) {
                LOG.warn("{} {} is not offered to edges: {}", key.name(), key.version(), e.getMessage());
            }
            return Stream.empty();
        }
    }

    private Published find(Key key) {
        Item known = items.get(key);
        if (known != null && modified(known.published()).equals(known.modified())) {
            known.published().requireHead();
            return known.published();
        }
        Published published = repository.published(key.name(), key.version());
        published.requireHead();
        items.put(key, new Item(published, modified(published)));
        unusable.remove(key);
        return published;
    }

    /** When the manifest was written; never, when it is gone. */
    private static Optional<FileTime> modified(Published published) {
        try {
            return Optional.of(Files.getLastModifiedTime(published.manifestFile()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
