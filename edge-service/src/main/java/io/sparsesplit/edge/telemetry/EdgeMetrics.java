package io.sparsesplit.edge.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.edge.outcome.AnswerReason;
import io.sparsesplit.edge.outcome.CallOutcome;
import io.sparsesplit.edge.outcome.Exit;
import io.sparsesplit.edge.outcome.TransferBytes;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.ExitDecision;
import io.sparsesplit.model.network.ExitScore;
import io.sparsesplit.service.catalog.LoadedVersions;
import io.sparsesplit.service.catalog.VersionMeters;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** What the edge counts. Everything there is to count is there from the start, as 0. */
@Component
public class EdgeMetrics {

    private static final List<Integer> ERRORS = List.of(400, 404, 405, 406, 413, 415, 422, 500, 503);

    private static final Duration LATENCY_OBJECTIVE = Duration.ofMillis(500);

    private final MeterRegistry registry;
    private final Map<Exit, VersionMeters<Timer>> inference = new EnumMap<>(Exit.class);
    private final Map<AnswerReason, Counter> exits = new EnumMap<>(AnswerReason.class);
    private final Map<CallOutcome, Timer> calls = new EnumMap<>(CallOutcome.class);
    private final ExitMetrics exitMetrics;
    private final Timer head;
    private final DistributionSummary confidence;
    private final DistributionSummary confidencePercent;
    private final DistributionSummary frames;
    private final Counter imageBytes;
    private final Counter payloadBytes;
    private final Counter frameBytes;
    private final Counter sentBytes;
    private final Counter receivedBytes;

    EdgeMetrics(MeterRegistry registry, LoadedVersions<ServedModel> versions, ExitMetrics exitMetrics) {
        this.registry = registry;
        this.exitMetrics = exitMetrics;
        this.head = timer("sparsesplit.head", Duration.ofNanos(1_000), Duration.ofSeconds(1))
                .register(registry);
        this.confidence = DistributionSummary.builder("sparsesplit.confidence").register(registry);
        // Micrometer rounds values up to whole numbers before it looks for their bucket: fractions would all be in that
        // of 1.
        this.confidencePercent = DistributionSummary.builder("sparsesplit.confidence.percent")
                .scale(100)
                .serviceLevelObjectives(10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99, 100)
                .register(registry);
        this.frames = DistributionSummary.builder("sparsesplit.cloud.frames").register(registry);
        this.imageBytes = registry.counter("sparsesplit.bytes.image", "direction", "received");
        this.payloadBytes = registry.counter("sparsesplit.bytes.payload", "direction", "sent");
        this.frameBytes = registry.counter("sparsesplit.bytes.frame", "direction", "sent");
        this.sentBytes = registry.counter("sparsesplit.bytes.wire", "direction", "sent");
        this.receivedBytes = registry.counter("sparsesplit.bytes.wire", "direction", "received");
        for (Exit exit : Exit.values()) {
            inference.put(exit, new VersionMeters<>(registry, versions, version -> inference(exit, version)));
        }
        for (AnswerReason reason : AnswerReason.values()) {
            exits.put(
                    reason,
                    registry.counter(
                            "sparsesplit.exits", "exit", reason.exit().toString(), "reason", reason.toString()));
        }
        for (CallOutcome outcome : CallOutcome.values()) {
            calls.put(outcome, calls(outcome));
        }
        ERRORS.forEach(this::errors);
    }

    /** An image was answered. */
    public void answered(ServedModel model, AnswerReason reason, int image, long totalNanos) {
        of(exits, reason).increment();
        of(inference, reason.exit()).of(model).record(totalNanos, TimeUnit.NANOSECONDS);
        imageBytes.increment(image);
    }

    /** The exits decided. */
    public void decided(ServedModel model, ExitDecision exitDecision, long headNanos) {
        head.record(headNanos, TimeUnit.NANOSECONDS);
        confidence.record(exitDecision.exitScore().confidence());
        confidencePercent.record(exitDecision.exitScore().confidence());
        exitMetrics.decided(model, exitDecision);
    }

    /** The cloud has answered what the exits left to it. */
    public void completed(ExitScore exit, Classification cloud) {
        exitMetrics.completed(exit, cloud);
    }

    /** The cloud was asked. */
    public void called(CallOutcome outcome, long nanos) {
        of(calls, outcome).record(nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * A call to the cloud has ended, well or not.
     *
     * @param images that it was for
     */
    public void transferred(TransferBytes bytes, int images) {
        if (bytes.sent() > 0) {
            frames.record(images);
        }
        payloadBytes.increment(bytes.payload());
        frameBytes.increment(bytes.frame());
        sentBytes.increment((double) bytes.sent());
        receivedBytes.increment((double) bytes.received());
    }

    /** A request was answered with an error. */
    public void failed(int status) {
        errors(status).increment();
    }

    /** From the arrival of an image to its answer. */
    private Timer inference(Exit exit, Tags version) {
        return timer("sparsesplit.inference", Duration.ofNanos(50_000), Duration.ofSeconds(10))
                .tag("exit", exit.toString())
                .tags(version)
                // What the objective in observability/rules is held against.
                .serviceLevelObjectives(LATENCY_OBJECTIVE)
                .publishPercentiles(0.5, 0.95, 0.99)
                .percentilePrecision(2)
                .distributionStatisticExpiry(Duration.ofHours(1))
                .register(registry);
    }

    private Timer calls(CallOutcome outcome) {
        return timer("sparsesplit.cloud.call", Duration.ofNanos(100_000), Duration.ofSeconds(10))
                .tag("outcome", outcome.tag())
                .register(registry);
    }

    private Counter errors(int status) {
        return registry.counter("sparsesplit.errors", "status", Integer.toString(status));
    }

    private static <K extends Enum<K>, M> M of(Map<K, M> meters, K key) {
        return Objects.requireNonNull(meters.get(key), () -> "no meter for " + key);
    }

    private static Timer.Builder timer(String name, Duration shortest, Duration longest) {
        return Timer.builder(name)
                .publishPercentileHistogram()
                .minimumExpectedValue(shortest)
                .maximumExpectedValue(longest);
    }
}
