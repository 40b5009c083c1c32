package io.sparsesplit.edge.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** What the outbox counts since the edge started. Everything there is to count is there from the start, as 0. */
@Component
class OutboxMetrics {

    private static final String REFINEMENTS = "sparsesplit.outbox.refinements";
    private static final String FAILURES = "sparsesplit.outbox.failures";
    private static final String DELIVERIES = "sparsesplit.outbox.deliveries";

    /** What came of waiting for the cloud. */
    enum Outcome {
        /** The cloud said the same as the edge. */
        CONFIRMED,
        /** The cloud said something else. */
        REVISED,
        EXPIRED,
        FAILED
    }

    /** Why the database could not be used. */
    enum Failure {
        /** No room on the disk, or by the configured size. */
        FULL,
        /** The file was not what had been written to it; it was set aside. */
        DAMAGED,
        OTHER
    }

    /** What came of telling the webhook. */
    enum Delivery {
        DELIVERED,
        /** An attempt failed. */
        FAILED,
        /** No further attempt is made for an event. */
        GIVEN_UP
    }

    private final MeterRegistry registry;
    private final Counter dropped;

    OutboxMetrics(MeterRegistry registry, OutboxProperties settings) {
        this.registry = registry;
        // 0 without an outbox: nothing can wait.
        Gauge.builder("sparsesplit.outbox.capacity", () -> settings.enabled() ? settings.capacity() : 0)
                .register(registry);
        this.dropped = registry.counter("sparsesplit.outbox.dropped");
        for (Outcome outcome : Outcome.values()) {
            refinements(outcome);
        }
        for (Failure failure : Failure.values()) {
            failures(failure);
        }
        for (Delivery delivery : Delivery.values()) {
            deliveries(delivery);
        }
    }

    /** Shows numbers that are known elsewhere. */
    void observe(Supplier<Number> pending, Supplier<Number> oldestSeconds, Supplier<Number> listeners) {
        Gauge.builder("sparsesplit.outbox.pending", pending).register(registry);
        Gauge.builder("sparsesplit.outbox.oldest.age", oldestSeconds)
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("sparsesplit.outbox.listeners", listeners).register(registry);
    }

    void ended(QueuedInference inference) {
        switch (inference.state()) {
            case "refined" ->
                refinements(Boolean.TRUE.equals(inference.revised()) ? Outcome.REVISED : Outcome.CONFIRMED)
                        .increment();
            case "expired" -> refinements(Outcome.EXPIRED).increment();
            case "failed" -> refinements(Outcome.FAILED).increment();
            default -> dropped.increment();
        }
    }

    void failed(Failure failure) {
        failures(failure).increment();
    }

    void delivery(Delivery delivery) {
        deliveries(delivery).increment();
    }

    private Counter refinements(Outcome outcome) {
        return registry.counter(REFINEMENTS, "outcome", tag(outcome));
    }

    private Counter failures(Failure failure) {
        return registry.counter(FAILURES, "reason", tag(failure));
    }

    private Counter deliveries(Delivery delivery) {
        return registry.counter(DELIVERIES, "outcome", tag(delivery));
    }

    private static String tag(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
