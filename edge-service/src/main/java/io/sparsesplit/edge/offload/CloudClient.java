package io.sparsesplit.edge.offload;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.sparsesplit.edge.adaptation.Controller;
import io.sparsesplit.edge.offload.Offload.Framed;
import io.sparsesplit.edge.outcome.AnswerReason;
import io.sparsesplit.edge.outcome.Deadline;
import io.sparsesplit.edge.rollout.Rollout;
import io.sparsesplit.edge.telemetry.Spans;
import io.sparsesplit.edge.transport.Link;
import io.sparsesplit.model.codec.CompletionFrame;
import io.sparsesplit.model.decision.Decision.Budget;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.service.admission.Admission;
import io.sparsesplit.service.tracing.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
 * Asks the cloud, and never takes longer than allowed nor throws: whatever goes wrong becomes a {@link OffloadResult} that
 * says so.
 *
 * <p>A circuit breaker has no timeout, and a socket's timeout only limits the wait for the next byte. Each call
 * therefore runs on a thread of its own, which the caller waits for until the deadline and not longer. There is no queue
 * before these threads: when all are busy, the image is better answered by the edge at once.
 */
@Component
public class CloudClient implements AutoCloseable {

    /** Name of the circuit breaker that all calls to the cloud share. */
    public static final String BREAKER = "cloud";

    /** What a call may take on the wire besides what travels: headers there and back, the answer, and all that once again. */
    private static final int MOST_AROUND_PAYLOAD = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(CloudClient.class);

    private final Link link;
    private final CloudProperties limits;
    private final CircuitBreaker breaker;
    private final CloudCallListener listener;
    private final Controller controller;
    private final Admission admission;
    private final Rollout rollout;
    private final Spans spans;
    private final ThreadPoolExecutor threads;
    private final AtomicInteger threadCount = new AtomicInteger();
    private @Nullable CloudCall waiting;

    CloudClient(
            Link link,
            CloudProperties limits,
            CircuitBreakerRegistry breakers,
            CloudCallListener listener,
            Controller controller,
            Admission admission,
            Rollout rollout,
            Spans spans) {
        this.link = link;
        this.limits = limits;
        this.breaker = breakers.circuitBreaker(BREAKER);
        this.listener = listener;
        this.controller = controller;
        this.admission = admission;
        this.rollout = rollout;
        this.spans = spans;
        this.threads = new ThreadPoolExecutor(
                0, limits.maxConcurrentCalls(), 30, TimeUnit.SECONDS, new SynchronousQueue<>(), call -> {
                    Thread thread = new Thread(call, "cloud-" + threadCount.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        breaker.getEventPublisher().onStateTransition(event -> log(event.getStateTransition()));
    }

    /** Lets the cloud answer an image, and waits until the deadline at most. */
    public OffloadResult ask(Offload offload, Deadline deadline, Trace trace) {
        return ask(List.of(offload), deadline, trace).get(0);
    }

    /**
     * Lets the cloud answer images of a request: as many in one call as are allowed, one call after the other.
     *
     * @param offloads what travels, of one model; features if more than one
     * @param deadline how long to wait
     * @return a reply for each, in order
     */
    public List<OffloadResult> ask(List<Offload> offloads, Deadline deadline, Trace trace) {
        Spans.OffloadSpan span = spans.offloading(trace, offloads.size());
        List<OffloadResult> replies = new ArrayList<>(offloads.size());
        for (int from = 0; from < offloads.size(); from += limits.maxImagesPerCall()) {
            List<PendingOffload> together =
                    offloads.subList(from, Math.min(offloads.size(), from + limits.maxImagesPerCall())).stream()
                            .map(offload -> PendingOffload.of(offload, deadline, span.trace()))
                            .toList();
            replies.addAll(askTogether(together));
        }
        span.end(replies.get(0).reason());
        return replies;
    }

    private List<OffloadResult> askTogether(List<PendingOffload> images) {
        PendingOffload first = images.get(0);
        if (first.deadline().nanosLeft() <= 0) {
            return notAsked(AnswerReason.TIMEOUT, null, images);
        } else if (admission.crowded()) {
            return notAsked(AnswerReason.OVERLOAD, null, images);
        } else if (rollout.isLackedByCloud(first.offload().fingerprint())) {
            return notAsked(AnswerReason.UNKNOWN_MODEL, null, images);
        }
        Budget budget = controller.reserve(mostBytes(images));
        if (budget != null && !budget.allows()) {
            return notAsked(AnswerReason.BYTE_BUDGET, budget, images);
        }
        CloudCall call;
        try {
            call = limits.coalesceDelay().isZero() || !(first.offload() instanceof Framed)
                    ? begun(images, budget, Duration.ZERO)
                    : joined(images, budget);
        } catch (CallNotMadeException e) {
            controller.transferred(budget == null ? List.of() : List.of(budget), 0);
            return notAsked(e.reason(), budget, images);
        }
        return images.stream().map(image -> await(call, image, budget)).toList();
    }

    private static List<OffloadResult> notAsked(
            AnswerReason reason, @Nullable Budget budget, List<PendingOffload> images) {
        return Collections.nCopies(images.size(), OffloadResult.notAsked(reason).with(budget));
    }

    /** More bytes than these take on the wire, there and back, even if they have to be sent twice. */
    private static long mostBytes(List<PendingOffload> images) {
        return mostBytes(images.stream()
                .mapToLong(image -> image.offload().frame(false)
                        + CompletionFrame.length(image.offload().classes()))
                .sum());
    }

    /**
     * More bytes than a call takes on the wire, even if it has to be sent twice.
     *
     * @param bodies length of what is sent and of what is answered
     */
    static long mostBytes(long bodies) {
        return MOST_AROUND_PAYLOAD + 2 * bodies;
    }

    /** The call that waits for images, or a new one. */
    private synchronized CloudCall joined(List<PendingOffload> images, @Nullable Budget budget)
            throws CallNotMadeException {
        if (waiting == null || !waiting.join(images, budget)) {
            waiting = begun(images, budget, limits.coalesceDelay());
        }
        return waiting;
    }

    private CloudCall begun(List<PendingOffload> images, @Nullable Budget budget, Duration maxDelay)
            throws CallNotMadeException {
        if (!breaker.tryAcquirePermission()) {
            throw new CallNotMadeException(AnswerReason.BREAKER_OPEN, "the cloud is not asked for now");
        }
        CloudCall call = new CloudCall(link, listener, maxDelay, limits.maxImagesPerCall());
        call.join(images, budget);
        try {
            threads.execute(call);
        } catch (RejectedExecutionException e) {
            listener.abandoned();
            throw new CallNotMadeException(AnswerReason.OVERLOAD, "as many calls as allowed are under way");
        }
        return call;
    }

    private static OffloadResult await(CloudCall call, PendingOffload image, @Nullable Budget budget) {
        Classification answer = null;
        AnswerReason reason = AnswerReason.CLOUD_ANSWERED;
        try {
            answer = image.answer().get(image.deadline().nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            reason = reason(e.getCause());
        } catch (TimeoutException e) {
            call.giveUp(image);
            reason = AnswerReason.TIMEOUT;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            call.giveUp(image);
            reason = AnswerReason.CLOUD_ERROR;
        }
        return new OffloadResult(reason, answer, call.transfer(image), budget, null);
    }

    private static AnswerReason reason(@Nullable Throwable failure) {
        if (failure instanceof CloudException known) {
            return known.outcome().reason();
        }
        return failure instanceof CallNotMadeException notMade ? notMade.reason() : AnswerReason.CLOUD_ERROR;
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
