package io.sparsesplit.edge;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.sparsesplit.edge.control.Controller;
import io.sparsesplit.edge.rollout.Rollout;
import io.sparsesplit.model.decision.Decision.Budget;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.service.Trace;
import io.sparsesplit.service.overload.Admission;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
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
 * <p>A circuit breaker has no timeout, and a socket's timeout only limits the wait for the next byte. Each exchange
 * therefore runs on a thread of its own, which the caller waits for until the deadline and not longer. There is no queue
 * before these threads: when all are busy, the image is better answered by the edge at once. So it is when nearly as many
 * requests are at work as may be: to ask takes more work than to answer, and others would be refused for it.
 */
@Component
class CloudClient implements AutoCloseable {

    static final String BREAKER = "cloud";

    private static final Logger LOG = LoggerFactory.getLogger(CloudClient.class);

    private final CloudConnections connections;
    private final CircuitBreaker breaker;
    private final EdgeMetrics metrics;
    private final Controller controller;
    private final Admission admission;
    private final Rollout rollout;
    private final ThreadPoolExecutor threads;
    private final AtomicInteger threadCount = new AtomicInteger();

    CloudClient(
            CloudConnections connections,
            CloudProperties properties,
            CircuitBreakerRegistry breakers,
            EdgeMetrics metrics,
            Controller controller,
            Admission admission,
            Rollout rollout) {
        this.connections = connections;
        this.breaker = breakers.circuitBreaker(BREAKER);
        this.metrics = metrics;
        this.controller = controller;
        this.admission = admission;
        this.rollout = rollout;
        this.threads = new ThreadPoolExecutor(
                0, properties.maxConcurrentCalls(), 30, TimeUnit.SECONDS, new SynchronousQueue<>(), exchange -> {
                    Thread thread = new Thread(exchange, "cloud-" + threadCount.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        breaker.getEventPublisher().onStateTransition(event -> log(event.getStateTransition()));
    }

    /**
     * Lets the cloud answer images.
     *
     * @param offload what travels
     * @param deadline how long to wait
     * @return a reply for each image, in order
     */
    List<CloudReply> ask(Offload offload, Deadline deadline, Trace trace) {
        int images = offload.images();
        if (deadline.nanosLeft() <= 0) {
            return CloudReply.notAsked(Reason.TIMEOUT).times(images);
        }
        if (admission.crowded()) {
            return CloudReply.notAsked(Reason.OVERLOAD).times(images);
        }
        if (rollout.isLackedByCloud(offload.model())) {
            return CloudReply.notAsked(Reason.UNKNOWN_MODEL).times(images);
        }
        if (!breaker.tryAcquirePermission()) {
            return CloudReply.notAsked(Reason.BREAKER_OPEN).times(images);
        }
        Budget budget = controller.reserve(offload.mostBytes());
        if (budget != null && !budget.allows()) {
            breaker.releasePermission();
            return CloudReply.notAsked(Reason.BYTE_BUDGET).with(budget).times(images);
        }
        CloudExchange exchange = new CloudExchange(connections, offload, trace);
        long start = System.nanoTime();
        List<CloudReply> replies;
        try {
            replies = await(exchange, threads.submit(() -> run(offload, exchange, budget)), deadline);
        } catch (RejectedExecutionException e) {
            breaker.releasePermission();
            controller.travelled(budget, 0);
            return CloudReply.notAsked(Reason.OVERLOAD).with(budget).times(images);
        }
        long nanos = System.nanoTime() - start;
        Reason outcome = replies.get(0).reason();
        metrics.called(outcome, nanos);
        tellBreaker(outcome, deadline, nanos);
        if (outcome == Reason.CLOUD_ANSWERED || outcome == Reason.TIMEOUT) {
            controller.called(nanos);
        }
        return replies.stream().map(reply -> reply.with(budget)).toList();
    }

    /** Bytes are counted on the exchange's own thread: of one that was given up, they are known only when it ended. */
    private List<Classification> run(Offload offload, CloudExchange exchange, @Nullable Budget budget)
            throws Exception {
        try {
            return exchange.call();
        } catch (ModelNotHeldException e) {
            rollout.notHeld(offload.model(), e.held(), e.reason() == Reason.FINGERPRINT_MISMATCH);
            throw e;
        } finally {
            Travelled travelled = exchange.travelled();
            metrics.travelled(travelled);
            controller.travelled(budget, travelled.sent() + travelled.received());
        }
    }

    private static List<CloudReply> await(
            CloudExchange exchange, Future<List<Classification>> answer, Deadline deadline) {
        try {
            return exchange.answered(answer.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            LOG.debug("The cloud failed", e.getCause());
            return exchange.failed(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            exchange.cancel();
            return exchange.failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.cancel();
            return exchange.failed(e);
        }
    }

    /**
     * A cloud that was given less time than configured is not to blame for taking longer, and one that says what it does not
     * hold or take works as it should.
     */
    private void tellBreaker(Reason reason, Deadline deadline, long nanos) {
        if (reason == Reason.CLOUD_ANSWERED || reason == Reason.IMAGE_REFUSED || reason == Reason.UNKNOWN_MODEL) {
            breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
        } else if (reason == Reason.TIMEOUT && deadline.shortened()) {
            breaker.releasePermission();
        } else {
            breaker.onError(nanos, TimeUnit.NANOSECONDS, new CloudException(reason, reason.toString()));
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
