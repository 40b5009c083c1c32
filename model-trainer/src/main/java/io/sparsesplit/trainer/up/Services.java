package io.sparsesplit.trainer.up;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The services that were started here. They are stopped on every way out: by {@link #close}, and when this program is told to
 * end, at whatever moment.
 */
final class Services implements AutoCloseable {

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(25);
    private static final long POLL_MILLIS = 100;

    /** Starts a service. */
    interface Start {
        Service start() throws IOException;
    }

    private final PrintWriter out;
    private final WaitProgress progress;
    private final @Nullable Duration readyPatience;
    private final Thread atExit = new Thread(this::stop, "stop-services");
    private final HttpClient http = HttpClient.newHttpClient();

    /** The last started is stopped first: it depends on the others. */
    private final Deque<Service> running = new ArrayDeque<>();

    private volatile boolean stopping;

    /**
     * No services yet.
     *
     * @param err told what is being waited for
     * @param readyPatience longest time until all are ready; null to wait for as long as they run
     */
    Services(PrintWriter out, PrintWriter err, @Nullable Duration readyPatience) {
        this.out = out;
        this.progress = new WaitProgress(err);
        this.readyPatience = readyPatience;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts one, unless all are about to be stopped. */
    synchronized void start(Start service) throws IOException {
        if (!stopping) {
            running.addLast(service.start());
        }
    }

    /**
     * Waits until all are ready, however slow the machine is. On two busy cores it has taken more than three minutes.
     *
     * @return false when they are being stopped meanwhile
     * @throws StartException when one ends or takes too long
     */
    boolean awaitReady() throws InterruptedException {
        long start = System.nanoTime();
        for (Service service : started()) {
            while (!service.isReady(http)) {
                if (stopping) {
                    return false;
                }
                if (!service.isAlive()) {
                    progress.clear();
                    throw service.died();
                }
                long nanos = System.nanoTime() - start;
                progress.show("Waiting for the " + service.name(), TimeUnit.NANOSECONDS.toSeconds(nanos));
                if (readyPatience != null && nanos > readyPatience.toNanos()) {
                    progress.clear();
                    throw new StartException("The %s is not ready after %d s (--wait-seconds). The end of %s:%n%n%s"
                            .formatted(service.name(), readyPatience.toSeconds(), service.log(), service.lastLines()));
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
            progress.clear();
            out.printf(
                    Locale.ROOT,
                    "  %-5s  %s  ready after %.1f s%n",
                    service.name(),
                    service.url(),
                    (System.nanoTime() - start) / 1e9);
            out.flush();
        }
        return !stopping;
    }

    /**
     * Waits until they are being stopped. One that others depend on may end before: they go on, for that is what they are
     * made for.
     *
     * @throws StartException when the last started, which depends on the others, ends by itself
     */
    void awaitStop() {
        Deque<Service> alive = started();
        Service last = alive.getLast();
        while (!stopping) {
            CompletableFuture.anyOf(alive.stream().map(Service::end).toArray(CompletableFuture[]::new))
                    .join();
            if (!stopping && !last.isAlive()) {
                throw last.died();
            }
            for (Service service : List.copyOf(alive)) {
                if (!stopping && !service.isAlive()) {
                    alive.remove(service);
                    out.printf(
                            "%n%s%n%nThe %s goes on by itself.%n",
                            service.died().getMessage(), last.name());
                    out.flush();
                }
            }
        }
    }

    private synchronized Deque<Service> started() {
        return new ArrayDeque<>(running);
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // It is running already.
        }
    }

    private void stop() {
        stopping = true;
        synchronized (this) {
            while (!running.isEmpty()) {
                Service service = running.removeLast();
                service.stop(STOP_PATIENCE);
                out.printf("The %s has stopped.%n", service.name());
                out.flush();
            }
        }
    }
}
