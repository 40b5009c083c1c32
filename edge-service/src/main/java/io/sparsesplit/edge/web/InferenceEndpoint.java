package io.sparsesplit.edge.web;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.edge.models.ServedModels;
import io.sparsesplit.edge.offload.CloudCallListener;
import io.sparsesplit.edge.offload.CloudClient;
import io.sparsesplit.edge.outbox.Outbox;
import io.sparsesplit.edge.outcome.AnswerReason;
import io.sparsesplit.edge.outcome.Exit;
import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.service.catalog.Catalog;
import io.sparsesplit.service.catalog.VersionState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

/** {@code /actuator/inference}: what the edge did since it started, for a person to read; from the same meters as all else. */
@Component
@Endpoint(id = "inference")
class InferenceEndpoint {

    private final MeterRegistry registry;
    private final CircuitBreakerRegistry breakers;
    private final ServedModels models;
    private final Catalog<ServedModel> catalog;
    private final Outbox outbox;
    private final CloudCallListener calls;

    InferenceEndpoint(
            MeterRegistry registry,
            CircuitBreakerRegistry breakers,
            ServedModels models,
            Catalog<ServedModel> catalog,
            Outbox outbox,
            CloudCallListener calls) {
        this.registry = registry;
        this.breakers = breakers;
        this.models = models;
        this.catalog = catalog;
        this.outbox = outbox;
        this.calls = calls;
    }

    /**
     * The sums.
     *
     * @param requests answered and refused
     * @param answers by exit
     * @param reasons answers by reason
     * @param localExitRate percent of the answers that the edge gave because it was to, 0 to 100
     * @param errors requests refused, by status
     * @param latencyMs of the last hour, by exit, of the default model
     * @param bytes that travelled
     * @param breaker state of the circuit breaker
     * @param lastCall end of the last call to the cloud; null when there was none
     * @param models loaded, the default first, then refused ones and others that there are
     * @param outbox what waits for its refinement
     */
    record Summary(
            long requests,
            Map<String, Long> answers,
            Map<String, Long> reasons,
            double localExitRate,
            Map<String, Long> errors,
            Map<String, Map<String, Double>> latencyMs,
            Bytes bytes,
            String breaker,
            CloudCallListener.@Nullable LastCall lastCall,
            List<VersionState> models,
            Outbox.Level outbox) {}

    /**
     * What travelled.
     *
     * @param image length of all images answered
     * @param payload length of all encoded features sent to the cloud
     * @param frame length of these and the frames around them, without any HTTP
     * @param sent to the cloud, HTTP included
     * @param received from the cloud, HTTP included
     * @param saved against sending every image: their bytes, without any HTTP, less all that was sent, HTTP included
     */
    record Bytes(long image, long payload, long frame, long sent, long received, long saved) {}

    @ReadOperation
    Summary summary() {
        Map<String, Long> answers = new LinkedHashMap<>();
        Map<String, Long> reasons = new LinkedHashMap<>();
        Map<String, Map<String, Double>> latency = new LinkedHashMap<>();
        for (Exit exit : Exit.values()) {
            answers.put(exit.toString(), 0L);
            latency.put(exit.toString(), percentiles(exit));
        }
        for (AnswerReason reason : AnswerReason.values()) {
            long count = sum("sparsesplit.exits", "reason", reason.toString());
            reasons.put(reason.toString(), count);
            answers.merge(reason.exit().toString(), count, Long::sum);
        }
        long answered = answers.values().stream().mapToLong(Long::longValue).sum();
        long local = answers.getOrDefault(Exit.EDGE.toString(), 0L);
        Map<String, Long> errors = errors();
        return new Summary(
                answered + errors.values().stream().mapToLong(Long::longValue).sum(),
                answers,
                reasons,
                answered == 0 ? 0 : Math.round(10_000.0 * local / answered) / 100.0,
                errors,
                latency,
                bytes(),
                breakers.circuitBreaker(CloudClient.BREAKER).getState().name(),
                calls.last(),
                catalog.states(),
                outbox.level());
    }

    private Map<String, Long> errors() {
        Map<String, Long> errors = new LinkedHashMap<>();
        for (Counter counter : registry.get("sparsesplit.errors").counters()) {
            errors.put(String.valueOf(counter.getId().getTag("status")), (long) counter.count());
        }
        return errors;
    }

    private Bytes bytes() {
        long image = sum("sparsesplit.bytes.image");
        long sent = sum("sparsesplit.bytes.wire", "direction", "sent");
        return new Bytes(
                image,
                sum("sparsesplit.bytes.payload"),
                sum("sparsesplit.bytes.frame"),
                sent,
                sum("sparsesplit.bytes.wire", "direction", "received"),
                image - sent);
    }

    private long sum(String counter, String... tags) {
        return (long) registry.get(counter).tags(tags).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private Map<String, Double> percentiles(Exit exit) {
        Map<String, Double> percentiles = new LinkedHashMap<>();
        Manifest model = models.defaultModel().manifest();
        Timer timer = registry.get("sparsesplit.inference")
                .tags("exit", exit.toString(), "model", model.name(), "version", model.version())
                .timer();
        for (ValueAtPercentile value : timer.takeSnapshot().percentileValues()) {
            percentiles.put(
                    "p" + Math.round(value.percentile() * 100),
                    Math.round(value.value(TimeUnit.MICROSECONDS)) / 1000.0);
        }
        return percentiles;
    }
}
