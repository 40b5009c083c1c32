package io.sparsesplit.cloud;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.service.catalog.LoadedVersions;
import io.sparsesplit.service.catalog.VersionMeters;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** What the cloud counts. Everything there is to count is there from the start, as 0. */
@Component
class CloudMetrics {

    private final MeterRegistry registry;
    private final VersionMeters<Timer> tails;
    private final Counter completions;
    private final Counter frames;
    private final Counter received;
    private final Counter sent;

    CloudMetrics(MeterRegistry registry, LoadedVersions<CloudModel> versions) {
        this.registry = registry;
        this.completions = registry.counter("sparsesplit.completions");
        this.frames = registry.counter("sparsesplit.frames");
        this.received = registry.counter("sparsesplit.bytes.body", "direction", "received");
        this.sent = registry.counter("sparsesplit.bytes.body", "direction", "sent");
        for (Rejection rejection : Rejection.values()) {
            rejections(rejection);
        }
        this.tails = new VersionMeters<>(registry, versions, this::newTail);
    }

    void completed(int frameCount, int bytesReceived) {
        completions.increment();
        frames.increment(frameCount);
        received.increment(bytesReceived);
    }

    /** Counted for binary answers only: how long a JSON answer gets is not known here. */
    void answered(int bytesSent) {
        sent.increment(bytesSent);
    }

    void rejected(Rejection rejection) {
        rejections(rejection).increment();
    }

    /** Time from features to answer, per frame. */
    Timer tail(CloudModel model) {
        return tails.of(model);
    }

    private Timer newTail(Tags version) {
        return Timer.builder("sparsesplit.tail")
                .tags(version)
                .publishPercentiles(0.5, 0.95, 0.99)
                .percentilePrecision(2)
                .distributionStatisticExpiry(Duration.ofHours(1))
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(1_000))
                .maximumExpectedValue(Duration.ofSeconds(1))
                .register(registry);
    }

    private Counter rejections(Rejection rejection) {
        return registry.counter("sparsesplit.frames.rejected", "reason", rejection.toString());
    }
}
