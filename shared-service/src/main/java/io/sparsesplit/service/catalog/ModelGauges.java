package io.sparsesplit.service.catalog;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.sparsesplit.model.artifact.ModelPart;
import java.util.List;

/**
 * How many versions are loaded, {@code sparsesplit.models.held}, and which: {@code sparsesplit.model.info}, 1 for each of them.
 * Those no longer loaded have none, so that there are never more than may be loaded.
 */
final class ModelGauges {

    private final MultiGauge info;

    <M extends ModelPart> ModelGauges(MeterRegistry registry, LoadedVersions<M> versions) {
        Gauge.builder(
                        "sparsesplit.models.held",
                        versions,
                        loaded -> loaded.all().size())
                .register(registry);
        this.info = MultiGauge.builder("sparsesplit.model.info").register(registry);
        versions.listen(this::show);
    }

    private void show(List<? extends ModelPart> loaded) {
        info.register(
                loaded.stream()
                        .map(part -> MultiGauge.Row.of(tags(part, part == loaded.get(0)), 1))
                        .toList(),
                true);
    }

    private static Tags tags(ModelPart part, boolean isDefault) {
        return Tags.of(
                "model",
                part.manifest().name(),
                "version",
                part.manifest().version(),
                "fingerprint",
                part.fingerprint().toString().substring(0, 16),
                "default",
                Boolean.toString(isDefault));
    }
}
