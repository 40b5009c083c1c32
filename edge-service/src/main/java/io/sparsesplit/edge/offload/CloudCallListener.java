package io.sparsesplit.edge.offload;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.sparsesplit.edge.adaptation.Controller;
import io.sparsesplit.edge.outcome.CallOutcome;
import io.sparsesplit.edge.outcome.TransferBytes;
import io.sparsesplit.edge.rollout.Rollout;
import io.sparsesplit.edge.telemetry.EdgeMetrics;
import io.sparsesplit.model.decision.Decision.Budget;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reports the outcome of each call to the cloud to circuit breaker, meters, controller and rollout. */
@Component
public class CloudCallListener {

    private final CircuitBreaker breaker;
    private final EdgeMetrics metrics;
    private final Controller controller;
    private final Rollout rollout;
    private volatile @Nullable LastCall last;

    CloudCallListener(CircuitBreakerRegistry breakers, EdgeMetrics metrics, Controller controller, Rollout rollout) {
        this.breaker = breakers.circuitBreaker(CloudClient.BREAKER);
        this.metrics = metrics;
        this.controller = controller;
        this.rollout = rollout;
    }

    /**
     * End of the last call to the cloud.
     *
     * @param outcome what came of it, one of the reasons that answers have
     * @param at time of its end
     */
    public record LastCall(String outcome, Instant at) {}

    /** Returns the last call that ended; null when none has since the start. */
    @Nullable
    public LastCall last() {
        return last;
    }

    /**
     * A call has ended, or nobody waits for it any more. A cloud that was given less time than configured is not to blame for taking
     * longer, and one that says what it has not loaded or take works as it should.
     *
     * @param excused whether it had less time than configured
     */
    void ended(CallOutcome outcome, boolean excused, long nanos) {
        metrics.called(outcome, nanos);
        last = new LastCall(outcome.toString(), Instant.now());
        switch (outcome) {
            case ANSWERED, IMAGE_REFUSED, UNKNOWN_MODEL -> breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
            default -> {
                if (outcome == CallOutcome.TIMEOUT && excused) {
                    breaker.releasePermission();
                } else {
                    breaker.onError(nanos, TimeUnit.NANOSECONDS, new CloudException(outcome, outcome.toString()));
                }
            }
        }
        if (outcome == CallOutcome.ANSWERED || outcome == CallOutcome.TIMEOUT) {
            controller.called(nanos);
        }
    }

    /** A call that had the breaker's permission was not made, and says nothing of the cloud. */
    void abandoned() {
        breaker.releasePermission();
    }

    /** Reports that the cloud has not loaded a model. */
    void notLoaded(ModelNotLoadedException answer) {
        rollout.notLoaded(answer.model(), answer.loaded(), answer.outcome() == CallOutcome.FINGERPRINT_MISMATCH);
    }

    /**
     * A call is over, well or not, and all that travelled is known.
     *
     * @param images that it was for
     * @param reserved what was set aside for it
     */
    void transferred(TransferBytes bytes, int images, Collection<Budget> reserved) {
        metrics.transferred(bytes, images);
        controller.transferred(reserved, bytes.sent() + bytes.received());
    }
}
