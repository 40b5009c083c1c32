package io.sparsesplit.cloud;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.service.catalog.Catalog;
import io.sparsesplit.service.catalog.VersionState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

/** {@code /actuator/inference}: what the cloud did since it started, for a person to read. */
@Component
@Endpoint(id = "inference")
class CompletionEndpoint {

    private final MeterRegistry registry;
    private final LoadedModels models;
    private final Catalog<CloudModel> catalog;
    private final CloudMetrics metrics;

    CompletionEndpoint(MeterRegistry registry, LoadedModels models, Catalog<CloudModel> catalog, CloudMetrics metrics) {
        this.registry = registry;
        this.models = models;
        this.catalog = catalog;
        this.metrics = metrics;
    }

    /**
     * The sums.
     *
     * @param completions requests answered
     * @param frames images in them
     * @param rejected requests refused, by reason
     * @param tailMs time per image, over the last hour, by model
     * @param models loaded, the default first, then refused ones and others that there are
     */
    record Summary(
            long completions,
            long frames,
            Map<String, Long> rejected,
            Map<String, Map<String, Double>> tailMs,
            List<VersionState> models) {}

    @ReadOperation
    Summary summary() {
        Map<String, Long> rejected = new LinkedHashMap<>();
        for (Rejection reason : Rejection.values()) {
            rejected.put(reason.toString(), count("sparsesplit.frames.rejected", "reason", reason.toString()));
        }
        Map<String, Map<String, Double>> tail = new LinkedHashMap<>();
        models.all()
                .forEach(model -> tail.put(
                        model.manifest().name() + " " + model.manifest().version(), percentiles(metrics.tail(model))));
        return new Summary(
                count("sparsesplit.completions"), count("sparsesplit.frames"), rejected, tail, catalog.states());
    }

    private long count(String counter, String... tags) {
        return (long) registry.get(counter).tags(tags).counter().count();
    }

    private static Map<String, Double> percentiles(Timer timer) {
        Map<String, Double> percentiles = new LinkedHashMap<>();
        for (ValueAtPercentile value : timer.takeSnapshot().percentileValues()) {
            percentiles.put(
                    "p" + Math.round(value.percentile() * 100),
                    Math.round(value.value(TimeUnit.MICROSECONDS)) / 1000.0);
        }
        return percentiles;
    }
}
