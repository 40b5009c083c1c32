package io.sparsesplit.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Clients that send requests at times set beforehand, however long the answers take; or one after the other. */
final class PacedLoad implements AutoCloseable {

    private static final int CLIENTS = 4;

    private final Consumer<Random> request;
    private final ConcurrentLinkedQueue<Long> micros = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    private List<CompletableFuture<Void>> clients = List.of();
    private volatile boolean running;

    /**
     * With nothing sent yet.
     *
     * @param request sends one and waits for its answer; from several threads, each with random numbers of its own
     */
    PacedLoad(Consumer<Random> request) {
        this.request = request;
    }

    /** Answers per second when every client sends its next request as soon as it has an answer. */
    double peak(long millis) {
        start(0);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        return stop().size() * 1000.0 / millis;
    }

    /**
     * Sends from now on.
     *
     * @param rate requests per second; 0 for as many as there are answers
     */
    void start(double rate) {
        running = true;
        micros.clear();
        long gap = rate == 0 ? 0 : Math.round(1e9 * CLIENTS / rate);
        long start = System.nanoTime();
        List<CompletableFuture<Void>> started = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            long first = start + gap * i / CLIENTS;
            Random random = new Random(i);
            started.add(CompletableFuture.runAsync(() -> send(first, gap, random), threads));
        }
        clients = started;
    }

    /** Sends no more, and waits for what is under way; how long each answer took in microseconds, the shortest first. */
    List<Long> stop() {
        running = false;
        clients.forEach(CompletableFuture::join);
        return micros.stream().sorted().toList();
    }

    private void send(long first, long gap, Random random) {
        for (long next = first; running; next += gap) {
            LockSupport.parkNanos(next - System.nanoTime());
            long sent = System.nanoTime();
            request.accept(random);
            micros.add((System.nanoTime() - sent) / 1000);
        }
    }

    @Override
    public void close() {
        running = false;
        threads.shutdownNow();
    }
}
