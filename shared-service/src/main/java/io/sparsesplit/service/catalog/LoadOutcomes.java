package io.sparsesplit.service.catalog;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts how loading versions ended: {@code sparsesplit.models.loads}. */
final class LoadOutcomes {

    final Counter success;

    /** The files were not those of a model that can be used. */
    final Counter refused;

    /** They were, but the model could not be got to run here. */
    final Counter failed;

    LoadOutcomes(MeterRegistry registry) {
        success = counter(registry, "success");
        refused = counter(registry, "refused");
        failed = counter(registry, "failed");
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return registry.counter("sparsesplit.models.loads", "outcome", outcome);
    }
}
