package io.sparsesplit.service.catalog;

import io.sparsesplit.model.artifact.ModelPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The versions of models that a service has loaded at the moment: never none, the default first. They are exchanged as a whole
 * and read without a lock; whoever took one works with it to the end, whether it is still loaded or not.
 *
 * @param <M> what this service loads of a version
 */
public final class LoadedVersions<M extends ModelPart> {

    private final List<Consumer<List<M>>> listeners = new ArrayList<>();
    private volatile List<M> loaded;

    /**
     * Versions to begin with.
     *
     * @param loaded at least one, the default first
     */
    public LoadedVersions(List<M> loaded) {
        this.loaded = checked(loaded);
    }

    /** All that are loaded, the default first. */
    public List<M> all() {
        return loaded;
    }

    /** The default. */
    public M defaultVersion() {
        return loaded.get(0);
    }

    /**
     * The version asked for: the default, or else the first that is loaded, of those that have this name and version.
     *
     * @param name of the model; null for that of the default
     * @param version of it; null for any
     */
    public Optional<M> find(@Nullable String name, @Nullable String version) {
        List<M> now = loaded;
        if (name == null && version == null) {
            return Optional.of(now.get(0));
        }
        String model = name == null ? now.get(0).manifest().name() : name;
        return now.stream()
                .filter(part -> part.manifest().name().equals(model))
                .filter(part -> version == null || part.manifest().version().equals(version))
                .findFirst();
    }

    /**
     * Replaces the versions by these, and no others.
     *
     * @param next at least one, the default first
     */
    public synchronized void replace(List<M> next) {
        List<M> checked = checked(next);
        listeners.forEach(listener -> listener.accept(checked));
        loaded = checked;
    }

    /** Tells what is loaded: now, and whenever that changes, before any request sees it. */
    public synchronized void listen(Consumer<List<M>> listener) {
        listener.accept(loaded);
        listeners.add(listener);
    }

    private static <M> List<M> checked(List<M> loaded) {
        if (loaded.isEmpty()) {
            throw new IllegalArgumentException("a service without a model cannot answer");
        }
        return List.copyOf(loaded);
    }
}
