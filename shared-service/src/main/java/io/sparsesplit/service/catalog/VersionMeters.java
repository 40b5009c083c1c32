package io.sparsesplit.service.catalog;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.sparsesplit.model.artifact.ModelPart;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A meter for each version of a model, tagged with {@code model} and {@code version}. Those of versions that are no longer
 * loaded stay, as sums over time need them, but not for ever: with many versions the ones not loaded for longest are removed.
 *
 * @param <T> kind of meter
 */
public final class VersionMeters<T extends Meter> {

    /** More than are ever loaded at once. */
    static final int MAX = 32;

    private final MeterRegistry registry;
    private final Function<Tags, T> register;
    private volatile Map<ModelVersion, T> meters = Map.of();

    /**
     * Meters for all versions loaded, now and later.
     *
     * @param register makes the meter of one version, with these tags
     */
    public <M extends ModelPart> VersionMeters(
            MeterRegistry registry, LoadedVersions<M> versions, Function<Tags, T> register) {
        this.registry = registry;
        this.register = register;
        versions.listen(this::keep);
    }

    /** The meter of a version. */
    public T of(ModelPart model) {
        ModelVersion version = ModelVersion.of(model);
        T meter = meters.get(version);
        // A request may outlive the meter of its version.
        return meter == null ? Objects.requireNonNull(keep(List.of(model)).get(version)) : meter;
    }

    private synchronized Map<ModelVersion, T> keep(List<? extends ModelPart> loaded) {
        Set<ModelVersion> versions = loaded.stream().map(ModelVersion::of).collect(Collectors.toSet());
        Map<ModelVersion, T> next = new LinkedHashMap<>(meters);
        for (ModelVersion version : versions) {
            T known = next.remove(version);
            next.put(version, known == null ? register.apply(tags(version)) : known);
        }
        Iterator<Map.Entry<ModelVersion, T>> oldest = next.entrySet().iterator();
        while (next.size() > MAX) {
            Map.Entry<ModelVersion, T> meter = oldest.next();
            oldest.remove();
            registry.remove(meter.getValue());
        }
        meters = next;
        return next;
    }

    private static Tags tags(ModelVersion version) {
        return Tags.of("model", version.name(), "version", version.version());
    }
}
