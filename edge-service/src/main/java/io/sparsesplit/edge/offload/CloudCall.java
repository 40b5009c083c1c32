package io.sparsesplit.edge.offload;

import io.sparsesplit.edge.outcome.AnswerReason;
import io.sparsesplit.edge.outcome.CallOutcome;
import io.sparsesplit.edge.outcome.TransferBytes;
import io.sparsesplit.edge.transport.Link;
import io.sparsesplit.model.decision.Decision.Budget;
import io.sparsesplit.model.network.Classification;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call to the cloud, for one image or for several of a request or of requests that came about the same time. Images join until it
 * departs; then it is sent and answered as one, and meters and circuit breaker count one. An image that cannot wait any longer gives
 * up for itself alone: only when all have, the call is cancelled.
 */
final class CloudCall implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(CloudCall.class);

    private final Link link;
    private final CloudCallListener listener;
    private final int maxImages;
    private final List<PendingOffload> joined = new ArrayList<>();
    private final List<Budget> reserved = new ArrayList<>();
    private final List<CloudExchange> exchanges = new CopyOnWriteArrayList<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private long departure;
    private boolean closed;
    private volatile long start = System.nanoTime();
    private volatile List<PendingOffload> sent = List.of();

    /**
     * A call that waits for images to join.
     *
     * @param listener whose circuit breaker has given its permission
     * @param maxDelay how long it waits; not at all when this is 0
     * @param maxImages it waits no longer once it has so many
     */
    CloudCall(Link link, CloudCallListener listener, Duration maxDelay, int maxImages) {
        this.link = link;
        this.listener = listener;
        this.maxImages = maxImages;
        this.departure = start + maxDelay.toNanos();
    }

    /**
     * Lets images of a request join. Waiting for others takes no more than half of the time that they have.
     *
     * @param images all with the same deadline
     * @param budget what was set aside for them; null when nothing was
     * @return whether they have joined; not when the call has no place for all, or has departed
     */
    synchronized boolean join(List<PendingOffload> images, @Nullable Budget budget) {
        if (closed || joined.size() + images.size() > maxImages) {
            return false;
        }
        joined.addAll(images);
        if (budget != null) {
            reserved.add(budget);
        }
        long now = System.nanoTime();
        departure = now + Math.min(departure - now, images.get(0).deadline().nanosLeft() / 2);
        notifyAll();
        return true;
    }

    /** An image waits no longer. */
    void giveUp(PendingOffload image) {
        image.answer().cancel(false);
        boolean last;
        synchronized (this) {
            last = joined.stream().allMatch(other -> other.answer().isDone());
            closed |= last;
            notifyAll();
        }
        if (last) {
            end(CallOutcome.TIMEOUT);
            exchanges.forEach(CloudExchange::cancel);
        }
    }

    /** What an image is charged so far: the frame that is its own, and an equal share of all else. */
    TransferBytes transfer(PendingOffload image) {
        return TransferShares.of(image, sent, bytesSent(), bytesReceived());
    }

    /** Waits for others to join, asks the cloud, and answers them all. */
    @Override
    public void run() {
        List<Runnable> deliveries = new ArrayList<>();
        try {
            sent = depart();
            if (!sent.isEmpty()) {
                end(exchange(sent, deliveries));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abandon();
            deliveries.addAll(
                    failures(joined, new CallNotMadeException(AnswerReason.OVERLOAD, "the edge is about to stop")));
        }
        listener.transferred(TransferShares.sum(sent, bytesSent(), bytesReceived()), sent.size(), reserved);
        deliveries.forEach(Runnable::run);
    }

    private synchronized List<PendingOffload> depart() throws InterruptedException {
        for (long left = departure - System.nanoTime();
                left > 0 && !closed && joined.size() < maxImages;
                left = departure - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        closed = true;
        start = System.nanoTime();
        return joined.stream().filter(image -> !image.answer().isDone()).toList();
    }

    /**
     * Sends images in one body. When the cloud has not loaded all of their models, those of each are sent again for themselves: an old
     * version does not keep a new one from being answered.
     *
     * @param deliveries gets what is to be done when the call has ended
     */
    private CallOutcome exchange(List<PendingOffload> images, List<Runnable> deliveries) {
        CloudExchange exchange = new CloudExchange(link, images);
        exchanges.add(exchange);
        if (ended.get()) {
            exchange.cancel();
        }
        try {
            List<Classification> answers = exchange.call();
            for (int i = 0; i < images.size(); i++) {
                PendingOffload image = images.get(i);
                Classification answer = answers.get(i);
                deliveries.add(() -> image.answer().complete(answer));
            }
            return CallOutcome.ANSWERED;
        } catch (ModelNotLoadedException e) {
            Map<String, List<PendingOffload>> versions = images.stream()
                    .collect(Collectors.groupingBy(
                            image -> image.offload().fingerprint(), LinkedHashMap::new, Collectors.toList()));
            if (versions.size() > 1) {
                return versions.values().stream()
                        .map(version -> exchange(version, deliveries))
                        .reduce((some, other) -> some == CallOutcome.ANSWERED ? some : other)
                        .orElseThrow();
            }
            listener.notLoaded(e);
            return failed(images, e, e.outcome(), deliveries);
        } catch (IOException | RuntimeException e) {
            return failed(images, e, exchange.outcome(e), deliveries);
        }
    }

    private static CallOutcome failed(
            List<PendingOffload> images, Exception failure, CallOutcome outcome, List<Runnable> deliveries) {
        LOG.debug("The cloud failed", failure);
        deliveries.addAll(failures(
                images, failure instanceof CloudException ? failure : new CloudException(outcome, outcome.toString())));
        return outcome;
    }

    private static List<Runnable> failures(List<PendingOffload> images, Exception failure) {
        return images.stream()
                .<Runnable>map(image -> () -> image.answer().completeExceptionally(failure))
                .toList();
    }

    private long bytesSent() {
        return exchanges.stream().mapToLong(CloudExchange::sent).sum();
    }

    private long bytesReceived() {
        return exchanges.stream().mapToLong(CloudExchange::received).sum();
    }

    /** Whoever ends it, it ends once. */
    private void end(CallOutcome outcome) {
        if (ended.compareAndSet(false, true)) {
            listener.ended(outcome, isHurried(), System.nanoTime() - start);
        }
    }

    private void abandon() {
        if (ended.compareAndSet(false, true)) {
            listener.abandoned();
        }
    }

    /** Whether all images have less time than configured. */
    private synchronized boolean isHurried() {
        return joined.stream().allMatch(image -> image.deadline().shortened());
    }
}
