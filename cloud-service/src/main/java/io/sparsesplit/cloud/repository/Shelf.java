package io.sparsesplit.cloud.repository;

import io.sparsesplit.model.artifact.ArtifactException;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.artifact.Published;
import io.sparsesplit.service.Problem;
import io.sparsesplit.service.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
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
class Shelf {

    private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);

    private final ModelRepository repository;
    private final Map<Key, Item> items = new ConcurrentHashMap<>();

    Shelf(ModelRepository repository) {
        this.repository = repository;
    }

    private record Key(String name, String version) {}

    private record Item(Published published, long manifestBytes, FileTime modified) {}

    /**
     * A version, with what of it is not in its manifest.
     *
     * @param published the version
     * @param manifestBytes length of the manifest
     */
    record Entry(Published published, long manifestBytes) {}

    /** All that is complete; what cannot be used is left out, and the log says why. */
    List<Entry> all() {
        return repository.names().stream()
                .flatMap(name -> repository.versions(name).stream().flatMap(version -> usable(name, version)))
                .toList();
    }

    /**
     * A version.
     *
     * @throws ProblemException when there is none that an edge could use
     */
    Published of(String name, String version) {
        try {
            return entry(name, version).published();
        } catch (ArtifactException | IllegalArgumentException e) {
            LOG.debug("{} {} was asked for, but is not there", name, version, e);
            throw new ProblemException(
                    Problem.UNKNOWN_MODEL, "There is no such version of a model here: GET /models lists what there is.");
        }
    }

    private Stream<Entry> usable(String name, String version) {
        try {
            return Stream.of(entry(name, version));
        } catch (ArtifactException e) {
            LOG.warn("{} {} is not offered to edges: {}", name, version, e.getMessage());
            return Stream.empty();
        }
    }

    private Entry entry(String name, String version) {
        Key key = new Key(name, version);
        Item known = items.get(key);
        if (known == null || !unchanged(known)) {
            items.remove(key);
            known = read(name, version);
            items.put(key, known);
        }
        return new Entry(known.published(), known.manifestBytes());
    }

    private Item read(String name, String version) {
        Published published = repository.published(name, version);
        try {
            long bytes = Files.size(published.headFile());
            if (bytes != published.head().bytes()) {
                throw new ArtifactException("%s has %d bytes, but its manifest says %d"
                        .formatted(
                                published.headFile(), bytes, published.head().bytes()));
            }
            return new Item(
                    published,
                    Files.size(published.manifestFile()),
                    Files.getLastModifiedTime(published.manifestFile()));
        } catch (IOException e) {
            throw new ArtifactException("%s cannot be read: %s".formatted(published.folder(), e), e);
        }
    }

    private static boolean unchanged(Item item) {
        Published published = item.published();
        try {
            return Files.getLastModifiedTime(published.manifestFile()).equals(item.modified())
                    && Files.size(published.manifestFile()) == item.manifestBytes()
                    && Files.size(published.headFile()) == published.head().bytes();
        } catch (IOException e) {
            return false;
        }
    }
}
