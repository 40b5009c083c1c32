package io.sparsesplit.edge;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.Features;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.service.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Asks the cloud, and never takes longer than allowed nor throws: whatever goes wrong becomes a {@link CloudReply} that
 * says so.
 *
 * <p>A circuit breaker has no timeout, and a socket's timeout only limits the wait for the next byte. Each exchange
 * therefore runs on a thread of its own, which the caller waits for until the deadline and not longer. There is no queue
 * before these threads: when all are busy, the image is better answered by the edge at once.
 */
@Component
class CloudClient implements AutoCloseable {

    static final String BREAKER = "cloud";

    private static final Logger LOG = LoggerFactory.getLogger(CloudClient.class);

    private final CloudConnections connections;
    private final CircuitBreaker breaker;
    private final EdgeMetrics metrics;
    private final int maxImages;
    private final ThreadPoolExecutor threads;
    private final AtomicInteger threadCount = new AtomicInteger();

    CloudClient(
            CloudConnections connections,
            CloudProperties properties,
            CircuitBreakerRegistry breakers,
            EdgeMetrics metrics) {
        this.connections = connections;
        this.breaker = breakers.circuitBreaker(BREAKER);
        this.metrics = metrics;
        this.maxImages = properties.maxImagesPerCall();
        this.threads = new ThreadPoolExecutor(
                0, properties.maxConcurrentCalls(), 30, TimeUnit.SECONDS, new SynchronousQueue<>(), exchange -> {
                    Thread thread = new Thread(exchange, "cloud-" + threadCount.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        breaker.getEventPublisher().onStateTransition(event -> log(event.getStateTransition()));
    }

    /**
     * Lets the cloud complete images: as many in one request as are allowed, one request after the other.
     *
     * @param codec one that the model offers
     * @param images features of each, at least one
     * @param deadline how long to wait for all of them
     * @return a reply for each, in the same order
     */
    List<CloudReply> complete(
            EdgeModel model, FeatureCodec codec, List<Features> images, Deadline deadline, Trace trace) {
        if (images.size() <= maxImages) {
            return exchange(model, codec, images, deadline, trace);
        }
        List<CloudReply> replies = new ArrayList<>(images.size());
        for (int from = 0; from < images.size(); from += maxImages) {
            List<Features> together = images.subList(from, Math.min(images.size(), from + maxImages));
            replies.addAll(exchange(model, codec, together, deadline, trace));
        }
        return replies;
    }

    private List<CloudReply> exchange(
            EdgeModel model, FeatureCodec codec, List<Features> images, Deadline deadline, Trace trace) {
        if (deadline.nanosLeft() <= 0) {
            return CloudReply.notAsked(Reason.TIMEOUT, images.size());
        }
        if (!breaker.tryAcquirePermission()) {
            return CloudReply.notAsked(Reason.BREAKER_OPEN, images.size());
        }
        CloudExchange exchange = new CloudExchange(connections, model, codec, images, trace);
        long start = System.nanoTime();
        List<CloudReply> replies;
        try {
            replies = await(exchange, threads.submit(() -> run(exchange)), deadline);
        } catch (RejectedExecutionException e) {
            breaker.releasePermission();
            return CloudReply.notAsked(Reason.OVERLOAD, images.size());
        }
        long nanos = System.nanoTime() - start;
        Reason outcome = replies.get(0).reason();
        metrics.called(outcome, nanos);
        tellBreaker(outcome, deadline, nanos);
        return replies;
    }

    /** Bytes are counted on the exchange's own thread: of one that was given up, they are known only when it ended. */
    private List<Classification> run(CloudExchange exchange) throws Exception {
        try {
            return exchange.call();
        } finally {
            metrics.travelled(exchange.travelled());
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

    /** A cloud that was given less time than configured is not to blame for taking longer. */
    private void tellBreaker(Reason reason, Deadline deadline, long nanos) {
        if (reason == Reason.CLOUD_ANSWERED) {
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
