package io.sparsesplit.cloud.classify;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sparsesplit.service.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** What the cloud counts of whole images. Everything there is to count is there from the start, as 0. */
@Component
public class ClassificationMetrics {

    private static final List<Problem> REASONS = List.of(
            Problem.UNKNOWN_IMAGE_FORMAT,
            Problem.TOO_LARGE,
            Problem.UNDECODABLE_IMAGE,
            Problem.UNUSABLE_IMAGE,
            Problem.UNKNOWN_FINGERPRINT,
            Problem.EMPTY_BODY,
            Problem.BAD_PARAMETER,
            Problem.UNKNOWN_MODEL);

    private final MeterRegistry registry;
    private final Timer classification;
    private final Counter received;

    ClassificationMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.received = registry.counter("sparsesplit.bytes.image", "direction", "received");
        this.classification = Timer.builder("sparsesplit.classification")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(10_000))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
        REASONS.forEach(this::rejections);
    }

    /** An image was answered; the time is that from its last byte. */
    public void classified(int imageBytes, long nanos) {
        classification.record(nanos, TimeUnit.NANOSECONDS);
        received.increment(imageBytes);
    }

    void rejected(Problem problem) {
        rejections(problem).increment();
    }

    private Counter rejections(Problem problem) {
        return registry.counter(
                "sparsesplit.images.rejected",
                "reason",
                problem.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
