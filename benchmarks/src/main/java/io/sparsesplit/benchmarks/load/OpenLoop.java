package io.sparsesplit.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends requests on one thread. In an open loop they are due at a constant rate, whether others were answered or not, and what
 * is measured is the time from when a request was due: where no connection is free, it waits, and that counts (coordinated
 * omission, Tene). In a closed loop each connection sends its next request once it has an answer.
 */
final class OpenLoop implements AutoCloseable {

    /** How long answers are waited for behind the last request. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Selector selector = Selector.open();
    private final ByteBuffer request;
    private final List<Connection> all = new ArrayList<>();
    private final ArrayDeque<Connection> free = new ArrayDeque<>();

    OpenLoop(InetSocketAddress server, ByteBuffer request, int connections) throws IOException {
        this.request = request;
        for (int i = 0; i < connections; i++) {
            Connection connection = new Connection(server, selector);
            all.add(connection);
            free.add(connection);
        }
    }

    /** As many requests as the server answers, for so long. */
    Outcome closed(int seconds) throws IOException {
        return run(seconds, 0);
    }

    /** So many requests a second, for so long. */
    Outcome open(int seconds, double rate) throws IOException {
        return run(seconds, TimeUnit.SECONDS.toNanos(1) / rate);
    }

    private Outcome run(int seconds, double interval) throws IOException {
        Outcome outcome = new Outcome(seconds);
        long start = System.nanoTime();
        long end = start + TimeUnit.SECONDS.toNanos(seconds);
        long sent = 0;
        for (long now = start; now < end; now = System.nanoTime()) {
            while (!free.isEmpty() && now >= start + (long) (sent * interval)) {
                free.remove().send(request, interval == 0 ? System.nanoTime() : start + (long) (sent * interval));
                sent++;
            }
            proceed(outcome, interval == 0 || free.isEmpty() ? 1 : 0, end);
        }
        if (interval > 0) {
            outcome.neverSent((long) ((end - start) / interval) - sent);
        }
        long last = System.nanoTime() + GRACE_NANOS;
        while (free.size() < all.size() && System.nanoTime() < last) {
            proceed(outcome, 1, end);
        }
        outcome.neverAnswered(all.size() - free.size());
        return outcome;
    }

    private void proceed(Outcome outcome, long millis, long end) throws IOException {
        if (millis > 0) {
            selector.select(millis);
        } else {
            selector.selectNow();
        }
        for (SelectionKey key : selector.selectedKeys()) {
            Connection connection = (Connection) key.attachment();
            int status = connection.proceed(key);
            if (status != 0) {
                long now = System.nanoTime();
                outcome.answered(status, now - connection.due(), now <= end);
                free.add(connection);
            }
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        all.forEach(Connection::close);
        selector.close();
    }
}
