package io.sparsesplit.edge;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.sparsesplit.edge.link.Link;
import io.sparsesplit.model.artifact.Fingerprint;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call to the cloud, for one image or for several that came about the same time. Images join until it departs; then it is sent
 * and answered as one, and meters and circuit breaker count one. An image that cannot wait any longer gives up for itself alone:
 * only when all have, the call is cancelled.
 */
final class CloudCall implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(CloudCall.class);

    private final Link link;
    private final CircuitBreaker breaker;
    private final EdgeMetrics metrics;
    private final int maxFrames;
    private final List<Offload> joined = new ArrayList<>();
    private final List<CloudExchange> exchanges = new CopyOnWriteArrayList<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private long departure;
    private boolean closed;
    private volatile long start = System.nanoTime();
    private volatile List<Offload> sent = List.of();

    /**
     * A call that waits for images to join.
     *
     * @param breaker has given its permission
     * @param maxDelay how long it waits; not at all when this is 0
     * @param maxFrames most images; it waits no longer once it has so many
     */
    CloudCall(Link link, CircuitBreaker breaker, EdgeMetrics metrics, Duration maxDelay, int maxFrames) {
        this.link = link;
        this.breaker = breaker;
        this.metrics = metrics;
        this.maxFrames = maxFrames;
        this.departure = start + maxDelay.toNanos();
    }

    /**
     * Lets an image join. Waiting for others takes no more than half of the time that it has.
     *
     * @return whether it has joined; not when the call is full or has departed
     */
    synchronized boolean join(Offload image) {
        if (closed || joined.size() == maxFrames) {
            return false;
        }
        joined.add(image);
        long now = System.nanoTime();
        departure = now + Math.min(departure - now, image.deadline().nanosLeft() / 2);
        notifyAll();
        return true;
    }

    /** An image waits no longer. */
    void giveUp(Offload image) {
        image.answer().cancel(false);
        boolean last;
        synchronized (this) {
            last = joined.stream().allMatch(other -> other.answer().isDone());
            closed |= last;
            notifyAll();
        }
        if (last) {
            end(Reason.TIMEOUT);
            exchanges.forEach(CloudExchange::cancel);
        }
    }

    /** What an image is charged so far: the frame that is its own, and an equal share of all else. */
    Travelled travelled(Offload image) {
        return Travelled.share(sent, image, bytesSent(), bytesReceived());
    }

    /** Waits for others to join, asks the cloud, and answers them all. */
    @Override
    public void run() {
        List<Runnable> deliveries = new ArrayList<>();
        try {
            sent = depart();
            if (!sent.isEmpty()) {
                end(exchange(sent, deliveries));
                metrics.travelled(Travelled.sum(sent, bytesSent(), bytesReceived()), sent.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(Reason.OVERLOAD);
            deliveries.addAll(failures(joined, new CloudException(Reason.OVERLOAD, "the edge is about to stop")));
        }
        deliveries.forEach(Runnable::run);
    }

    private synchronized List<Offload> depart() throws InterruptedException {
        for (long left = departure - System.nanoTime();
                left > 0 && !closed && joined.size() < maxFrames;
                left = departure - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        closed = true;
        start = System.nanoTime();
        return joined.stream().filter(image -> !image.answer().isDone()).toList();
    }

    /**
     * Sends images in one body. When the cloud does not hold all of their models, those of each are sent again for themselves: an old
     * version does not keep a new one from being answered.
     *
     * @param deliveries gets what is to be done when the call has ended
     */
    private Reason exchange(List<Offload> images, List<Runnable> deliveries) {
        CloudExchange exchange = new CloudExchange(link, images);
        exchanges.add(exchange);
        if (ended.get()) {
            exchange.cancel();
        }
        try {
            List<Classification> answers = exchange.call();
            for (int i = 0; i < images.size(); i++) {
                Offload image = images.get(i);
                Classification answer = answers.get(i);
                deliveries.add(() -> image.answer().complete(answer));
            }
            return Reason.CLOUD_ANSWERED;
        } catch (IOException | RuntimeException e) {
            LOG.debug("The cloud failed", e);
            Reason reason = exchange.reason(e);
            Map<Fingerprint, List<Offload>> versions = images.stream()
                    .collect(Collectors.groupingBy(
                            image -> image.model().fingerprint(), LinkedHashMap::new, Collectors.toList()));
            if (reason == Reason.FINGERPRINT_MISMATCH && versions.size() > 1) {
                return versions.values().stream()
                        .map(version -> exchange(version, deliveries))
                        .reduce((some, other) -> some == Reason.CLOUD_ANSWERED ? some : other)
                        .orElseThrow();
            }
            deliveries.addAll(failures(images, new CloudException(reason, reason.toString())));
            return reason;
        }
    }

    private static List<Runnable> failures(List<Offload> images, CloudException failure) {
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

    /** Meters and breaker hear of the call once, whoever ends it. */
    private void end(Reason reason) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        long nanos = System.nanoTime() - start;
        if (reason == Reason.OVERLOAD) {
            breaker.releasePermission();
            return;
        }
        metrics.called(reason, nanos);
        if (reason == Reason.CLOUD_ANSWERED) {
            breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
        } else if (reason == Reason.TIMEOUT && isExcused()) {
            breaker.releasePermission();
        } else {
            breaker.onError(nanos, TimeUnit.NANOSECONDS, new CloudException(reason, reason.toString()));
        }
    }

    /** A cloud that was given less time than configured is not to blame for taking longer. */
    private synchronized boolean isExcused() {
        return joined.stream().allMatch(image -> image.deadline().shortened());
    }
}
