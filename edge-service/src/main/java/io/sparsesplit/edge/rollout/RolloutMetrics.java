package io.sparsesplit.edge.rollout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** What rollouts count. Everything there is to count is there from the start, as 0. */
@Component
class RolloutMetrics {

    private final Map<Role, Map<Outcome, Counter>> requests = new EnumMap<>(Role.class);
    private final Map<RollbackReason, Counter> rollbacks = new EnumMap<>(RollbackReason.class);

    RolloutMetrics(MeterRegistry registry) {
        for (Role role : Role.values()) {
            Map<Outcome, Counter> ofRole = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                ofRole.put(
                        outcome,
                        registry.counter(
                                "sparsesplit.rollout.requests",
                                "role",
                                role.toString(),
                                "outcome",
                                outcome.toString()));
            }
            requests.put(role, ofRole);
        }
        for (RollbackReason reason : RollbackReason.values()) {
            rollbacks.put(reason, registry.counter("sparsesplit.rollout.rollbacks", "reason", reason.toString()));
        }
    }

    /** A version has seen an image, while a rollout was under way. */
    void counted(Role role, Outcome outcome) {
        of(of(requests, role), outcome).increment();
    }

    void rolledBack(RollbackReason reason) {
        of(rollbacks, reason).increment();
    }

    private static <K extends Enum<K>, M> M of(Map<K, M> meters, K key) {
        return Objects.requireNonNull(meters.get(key), () -> "no meter for " + key);
    }
}
