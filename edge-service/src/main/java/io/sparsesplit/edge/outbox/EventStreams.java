package io.sparsesplit.edge.outbox;

import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Server-sent events for those who listen: one for every inference that ended. Each listener has a thread that reads from the
 * database what comes after the last event it was sent, so that nothing is queued in memory for a slow one, and none waits for
 * another. A listener that takes nothing for as long as Tomcat waits ({@code server.tomcat.connection-timeout}) is dropped; it can
 * come back with its {@code Last-Event-ID}.
 */
@Component
class EventStreams implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
    private static final int PAGE = 100;
    private static final long NO_TIMEOUT = 0;
    private static final long RECONNECT_MILLIS = 2000;
    private static final long STOP_MILLIS = 2000;

    private final Outbox outbox;
    private final OutboxProperties settings;
    private final Set<Thread> listeners = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    EventStreams(Outbox outbox, OutboxProperties settings, OutboxMetrics metrics) {
        this.outbox = outbox;
        this.settings = settings;
        metrics.observe(outbox::pending, outbox::oldestSeconds, listeners::size);
    }

    /**
     * Begins a stream.
     *
     * @param after last event that the listener has; null for events from now on
     */
    SseEmitter open(@Nullable Long after) throws OutboxException {
        long last = outbox.lastEvent();
        long from = after == null ? last : Math.min(after, last);
        SseEmitter emitter = new SseEmitter(NO_TIMEOUT);
        Thread thread = new Thread(() -> serve(emitter, from), "outbox-listener");
        thread.setDaemon(true);
        synchronized (this) {
            if (!running || listeners.size() >= settings.maxListeners()) {
                throw new ProblemException(
                        Problem.UNAVAILABLE,
                        "There are %d listeners, as many as allowed: come back when one has gone."
                                .formatted(listeners.size()));
            }
            listeners.add(thread);
        }
        thread.start();
        return emitter;
    }

    private void serve(SseEmitter emitter, long from) {
        try {
            emitter.send(SseEmitter.event().reconnectTime(RECONNECT_MILLIS).comment("listening"));
            long last = from;
            while (running) {
                List<QueuedInference> ended = outbox.endedAfter(last, PAGE);
                for (QueuedInference inference : ended) {
                    last = send(emitter, last, inference);
                }
                if (ended.isEmpty()) {
                    outbox.awaitEventAfter(last, settings.heartbeat().toMillis());
                    if (outbox.endedAfter(last, 1).isEmpty()) {
                        emitter.send(SseEmitter.event().comment("alive"));
                    }
                }
            }
            emitter.complete();
        } catch (IOException | IllegalStateException e) {
            LOG.debug("A listener has gone, or is too slow", e);
        } catch (OutboxException e) {
            emitter.complete();
        } catch (InterruptedException e) {
            emitter.complete();
        } finally {
            listeners.remove(Thread.currentThread());
        }
    }

    private static long send(SseEmitter emitter, long last, QueuedInference inference) throws IOException {
        long event = inference.event() == null ? last : inference.event();
        if (event > last + 1) {
            emitter.send(SseEmitter.event()
                    .name("missed")
                    .data(Map.of("after", last, "before", event), MediaType.APPLICATION_JSON));
        }
        emitter.send(SseEmitter.event()
                .id(Long.toString(event))
                .name(inference.state())
                .data(inference, MediaType.APPLICATION_JSON));
        return event;
    }

    @Override
    public void start() {
        running = true;
    }

    /** Before the web server waits for its requests to end: these never would. */
    @Override
    public synchronized void stop() {
        running = false;
        listeners.forEach(Thread::interrupt);
        for (Thread listener : List.copyOf(listeners)) {
            try {
                listener.join(STOP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
