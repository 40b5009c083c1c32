package io.sparsesplit.edge.offload;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.sparsesplit.edge.adaptation.Controller;
import io.sparsesplit.edge.offload.Offload.OfQueued;
import io.sparsesplit.edge.outbox.RefinementClient;
import io.sparsesplit.edge.outcome.CallOutcome;
import io.sparsesplit.edge.outcome.Deadline;
import io.sparsesplit.edge.transport.Link;
import io.sparsesplit.model.codec.CompletionFrame;
import io.sparsesplit.model.codec.Frame;
import io.sparsesplit.model.decision.Decision.Budget;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.service.tracing.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes what waits in the outbox to the cloud by the same {@link CloudCall} as images that are waited for, and under the same circuit
 * breaker. These images go first: when the breaker lets a few calls through to see whether the cloud is back, the outbox leaves them to
 * images for a while, and only makes them when no image does.
 */
@Component
class CloudRefinementClient implements RefinementClient, AutoCloseable {

    private static final long LEAVE_PROBES_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Link link;
    private final CloudProperties limits;
    private final CloudCallListener listener;
    private final Controller controller;
    private final CircuitBreaker breaker;
    private final ThreadPoolExecutor thread;
    private volatile long halfOpenSince = System.nanoTime();

    CloudRefinementClient(
            Link link,
            CloudProperties limits,
            CloudCallListener listener,
            Controller controller,
            CircuitBreakerRegistry breakers) {
        this.link = link;
        this.limits = limits;
        this.listener = listener;
        this.controller = controller;
        this.breaker = breakers.circuitBreaker(CloudClient.BREAKER);
        this.thread = new ThreadPoolExecutor(0, 1, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), call -> {
            Thread made = new Thread(call, "cloud-outbox");
            made.setDaemon(true);
            return made;
        });
        breaker.getEventPublisher().onStateTransition(event -> {
            if (event.getStateTransition().getToState() == State.HALF_OPEN) {
                halfOpenSince = System.nanoTime();
            }
        });
    }

    @Override
    public Outcome send(Batch batch) {
        boolean leave = breaker.getState() == State.HALF_OPEN && System.nanoTime() - halfOpenSince < LEAVE_PROBES_NANOS;
        if (leave || !breaker.tryAcquirePermission()) {
            return new Outcome.NotNow();
        }
        int oneAnswer = CompletionFrame.length(batch.model().labels().size());
        int body = Frame.toBytes(batch.frames()).length;
        Budget budget =
                controller.reserve(CloudClient.mostBytes(body + batch.frames().size() * oneAnswer));
        if (budget != null && !budget.allows()) {
            listener.abandoned();
            return new Outcome.TooMany(affordable(batch, oneAnswer, budget));
        }
        Deadline deadline = Deadline.of(System.nanoTime(), limits.deadline(), null);
        Trace untraced = Trace.of(null);
        List<PendingOffload> images = batch.frames().stream()
                .map(frame -> PendingOffload.of(new OfQueued(batch.model(), frame), deadline, untraced))
                .toList();
        CloudCall call = new CloudCall(link, listener, Duration.ZERO, images.size());
        call.join(images, budget);
        thread.execute(call);
        return await(call, images, deadline);
    }

    /** A batch that is larger than the whole budget would otherwise wait for ever. */
    private static int affordable(Batch batch, int answer, Budget budget) {
        long bodies = 0;
        int frames = 0;
        for (Frame frame : batch.frames()) {
            bodies += Frame.toBytes(List.of(frame)).length + answer;
            if (CloudClient.mostBytes(bodies) > budget.limit() - budget.spent()) {
                break;
            }
            frames++;
        }
        return frames;
    }

    private static Outcome await(CloudCall call, List<PendingOffload> images, Deadline deadline) {
        List<Classification> answers = new ArrayList<>(images.size());
        try {
            for (PendingOffload image : images) {
                answers.add(image.answer().get(deadline.nanosLeft(), TimeUnit.NANOSECONDS));
            }
            return new Outcome.Completed(answers);
        } catch (ExecutionException e) {
            return outcome(e.getCause());
        } catch (TimeoutException e) {
            images.forEach(call::giveUp);
            return unanswered(CallOutcome.TIMEOUT);
        } catch (InterruptedException e) {
            images.forEach(call::giveUp);
            Thread.currentThread().interrupt();
            return unanswered(CallOutcome.TIMEOUT);
        }
    }

    private static Outcome outcome(@Nullable Throwable failure) {
        if (failure instanceof FeaturesRefusedException refused) {
            return new Outcome.Refused(refused.detail());
        } else if (failure instanceof CloudException known) {
            return known.outcome() == CallOutcome.UNKNOWN_MODEL ? new Outcome.NotLoaded() : unanswered(known.outcome());
        }
        return unanswered(CallOutcome.CLOUD_ERROR);
    }

    private static Outcome unanswered(CallOutcome outcome) {
        return new Outcome.Unanswered(outcome.toString());
    }

    @Override
    public void onReturn(Runnable listener) {
        breaker.getEventPublisher().onStateTransition(event -> {
            if (event.getStateTransition().getToState() == State.CLOSED) {
                listener.run();
            }
        });
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
