package io.sparsesplit.cloud;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.artifact.Fingerprint;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** What the cloud counts. Everything there is to count is there from the start, as 0. */
@Component
class CloudMetrics {

    private final MeterRegistry registry;
    private final Map<Fingerprint, Timer> tails = new HashMap<>();
    private final Counter completions;
    private final Counter frames;
    private final Counter received;
    private final Counter sent;

    CloudMetrics(MeterRegistry registry, HeldModels models) {
        this.registry = registry;
        this.completions = registry.counter("sparsesplit.completions");
        this.frames = registry.counter("sparsesplit.frames");
        this.received = registry.counter("sparsesplit.bytes.body", "direction", "received");
        this.sent = registry.counter("sparsesplit.bytes.body", "direction", "sent");
        for (Rejection rejection : Rejection.values()) {
            rejections(rejection);
        }
        models.all().forEach(model -> tails.put(model.fingerprint(), newTail(model)));
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
        return Objects.requireNonNull(tails.get(model.fingerprint()), "a model that is not held");
    }

    private Timer newTail(CloudModel model) {
        return Timer.builder("sparsesplit.tail")
                .tag("model", model.manifest().name())
                .tag("version", model.manifest().version())
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
