package io.sparsesplit.edge;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.sparsesplit.edge.CloudProperties.Coalesce;
import io.sparsesplit.edge.link.Link;
import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.Features;
import io.sparsesplit.service.Trace;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Asks the cloud, and never takes longer than allowed nor throws: whatever goes wrong becomes a {@link CloudReply} that
 * says so.
 *
 * <p>A circuit breaker has no timeout, and a socket's timeout only limits the wait for the next byte. Each call
 * therefore runs on a thread of its own, which the caller waits for until the deadline and not longer. There is no queue
 * before these threads: when all are busy, the image is better answered by the edge at once.
 */
@Component
class CloudClient implements AutoCloseable {

    static final String BREAKER = "cloud";

    private static final Logger LOG = LoggerFactory.getLogger(CloudClient.class);

    private final Link link;
    private final CircuitBreaker breaker;
    private final EdgeMetrics metrics;
    private final Coalesce coalesce;
    private final ThreadPoolExecutor threads;
    private final AtomicInteger threadCount = new AtomicInteger();
    private @Nullable CloudCall waiting;

    CloudClient(Link link, CloudProperties properties, CircuitBreakerRegistry breakers, EdgeMetrics metrics) {
        this.link = link;
        this.breaker = breakers.circuitBreaker(BREAKER);
        this.metrics = metrics;
        this.coalesce = properties.coalesce();
        this.threads = new ThreadPoolExecutor(
                0, properties.maxConcurrentCalls(), 30, TimeUnit.SECONDS, new SynchronousQueue<>(), call -> {
                    Thread thread = new Thread(call, "cloud-" + threadCount.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        breaker.getEventPublisher().onStateTransition(event -> log(event.getStateTransition()));
    }

    /**
     * Lets the cloud complete an image.
     *
     * @param codec one that the model offers
     * @param deadline how long to wait
     */
    CloudReply complete(EdgeModel model, FeatureCodec codec, Features features, Deadline deadline, Trace trace) {
        if (deadline.nanosLeft() <= 0) {
            return CloudReply.notAsked(Reason.TIMEOUT);
        }
        Offload image = Offload.of(model, codec, features, deadline, trace);
        try {
            return await(coalesce.isOn() ? joined(image) : begun(image), image);
        } catch (CloudException e) {
            return CloudReply.notAsked(e.reason());
        }
    }

    /** The call that waits for images, or a new one. */
    private synchronized CloudCall joined(Offload image) throws CloudException {
        if (waiting == null || !waiting.join(image)) {
            waiting = begun(image);
        }
        return waiting;
    }

    private CloudCall begun(Offload image) throws CloudException {
        if (!breaker.tryAcquirePermission()) {
            throw new CloudException(Reason.BREAKER_OPEN, "the cloud is not asked for now");
        }
        CloudCall call =
                new CloudCall(link, breaker, metrics, coalesce.maxDelay(), coalesce.isOn() ? coalesce.maxFrames() : 1);
        call.join(image);
        try {
            threads.execute(call);
        } catch (RejectedExecutionException e) {
            breaker.releasePermission();
            throw new CloudException(Reason.OVERLOAD, "as many calls as allowed are under way");
        }
        return call;
    }

    private static CloudReply await(CloudCall call, Offload image) {
        try {
            return new CloudReply(
                    Reason.CLOUD_ANSWERED,
                    image.answer().get(image.deadline().nanosLeft(), TimeUnit.NANOSECONDS),
                    call.travelled(image));
        } catch (ExecutionException e) {
            Reason reason = e.getCause() instanceof CloudException known ? known.reason() : Reason.CLOUD_ERROR;
            return new CloudReply(reason, null, call.travelled(image));
        } catch (TimeoutException e) {
            call.giveUp(image);
            return new CloudReply(Reason.TIMEOUT, null, call.travelled(image));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            call.giveUp(image);
            return new CloudReply(Reason.CLOUD_ERROR, null, call.travelled(image));
        }
    }

    /** A cloud that stays away is tried again every other second: only its leaving and its return are worth a line. */
    private static void log(StateTransition transition) {
        if (transition == StateTransition.CLOSED_TO_OPEN) {
            LOG.warn("The cloud failed too often and is not asked for now: the edge answers by itself");
        } else if (transition.getToState() == CircuitBreaker.State.CLOSED) {
            LOG.info("The cloud is asked again");
        } else {
            LOG.debug("Circuit breaker {}: {}", BREAKER, transition);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
