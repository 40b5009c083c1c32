package io.sparsesplit.trainer.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests on one thread. In an open loop they are due at a constant rate, whether others were answered or not, and what
 * is measured is the time from when a request was due: where no connection is free, it waits, and that counts (coordinated
 * omission, Tene). In a closed loop each connection sends its next request once it has an answer.
 *
 * <p>It is exact to about 0.1 ms: between requests it naps, for on a small machine the service needs the processor, too.
 */
public final class OpenLoop implements AutoCloseable {

    /** A selector cannot sleep for less, and may sleep as much longer. */
    private static final long SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private static final long NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long STOP_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Selector selector = Selector.open();
    private final Posts posts;
    private final long timeout;
    private final List<Connection> all = new ArrayList<>();

    /** The one that was used last comes first, so that no more are made than needed. */
    private final ArrayDeque<Connection> free = new ArrayDeque<>();

    /**
     * Nothing is sent or connected yet.
     *
     * @param connections at most
     * @param timeout how long an answer is waited for
     * @throws IOException when the system has no more selectors
     */
    public OpenLoop(Posts posts, int connections, Duration timeout) throws IOException {
        this.posts = posts;
        this.timeout = timeout.toNanos();
        for (int i = 0; i < connections; i++) {
            Connection connection = new Connection(posts.server(), selector);
            all.add(connection);
            free.add(connection);
        }
    }

    /** Sends and measures until all is answered or given up. */
    public Measurement run(Pace pace) throws IOException {
        return run(pace, () -> false, measured -> {});
    }

    /** Wants to know how it goes. */
    interface Watcher {

        /** Is told now and then. */
        void sees(Measurement measured);
    }

    /**
     * Sends and measures until all is answered or given up, or one does not want to wait any longer.
     *
     * @param stop whether no more requests shall be sent
     */
    Measurement run(Pace pace, BooleanSupplier stop, Watcher watcher) throws IOException {
        Measurement measured = new Measurement(pace);
        long start = System.nanoTime();
        long end = pace.nanos();
        long lastAnswer = end + timeout;
        long number = 0;
        long checked = 0;
        boolean stopped = false;
        for (long now = 0; now < lastAnswer; now = System.nanoTime() - start) {
            if (!stopped && stop.getAsBoolean()) {
                stopped = true;
                end = Math.min(end, now);
                lastAnswer = Math.min(lastAnswer, now + STOP_NANOS);
            }
            while (!free.isEmpty() && !stopped && isDue(pace, number, now, end)) {
                send(measured, number, start, pace.due(number, now));
                number++;
            }
            boolean allSent = stopped || !(pace.isOpen() ? pace.due(number, now) < end : now < end);
            if (allSent && free.size() == all.size()) {
                break;
            }
            proceed(measured, start, free.isEmpty() || allSent ? CHECK_NANOS : pace.due(number, now) - now);
            if (now - checked > CHECK_NANOS) {
                checked = now;
                giveUp(measured, start, timeout);
                watcher.sees(measured);
            }
        }
        giveUp(measured, start, 0);
        if (pace.isOpen()) {
            neverSent(measured, pace, number, end, System.nanoTime() - start);
        }
        measured.finished(end, sum(true), sum(false));
        return measured;
    }

    private static boolean isDue(Pace pace, long number, long now, long end) {
        long due = pace.due(number, now);
        return due <= now && due < end;
    }

    private void send(Measurement measured, long number, long start, long due) {
        // The one that has waited longest for a request says whether there was one when this was due.
        boolean hadConnection = free.getLast().freeSince() - start <= due;
        Connection connection = free.pop();
        Ending ending = connection.send(posts.get(number), start + due);
        measured.sent(due, connection.begun() - start - due, hadConnection);
        ended(measured, connection, ending, start);
    }

    private void proceed(Measurement measured, long start, long wait) throws IOException {
        if (wait >= SLEEP_NANOS) {
            selector.select(TimeUnit.NANOSECONDS.toMillis(wait - SLEEP_NANOS / 2));
        } else if (selector.selectNow() == 0 && wait > 2 * NAP_NANOS) {
            LockSupport.parkNanos(NAP_NANOS);
        }
        for (SelectionKey key : selector.selectedKeys()) {
            Connection connection = (Connection) key.attachment();
            ended(measured, connection, connection.proceed(key), start);
        }
        selector.selectedKeys().clear();
    }

    private void ended(Measurement measured, Connection connection, @Nullable Ending ending, long start) {
        if (ending != null) {
            measured.ended(
                    ending, connection.due() - start, connection.begun() - start, connection.freeSince() - start);
            free.push(connection);
        }
    }

    /** Those that wait for an answer for so long, or longer. */
    private void giveUp(Measurement measured, long start, long waited) {
        long now = System.nanoTime();
        for (Connection connection : all) {
            if (connection.isBusy() && now - connection.begun() >= waited) {
                ended(measured, connection, connection.giveUp(), start);
            }
        }
    }

    private static void neverSent(Measurement measured, Pace pace, long number, long end, long now) {
        for (long unsent = number; pace.due(unsent, now) < end; unsent++) {
            measured.neverSent(pace.due(unsent, now), now);
        }
    }

    private long sum(boolean sent) {
        return all.stream()
                .mapToLong(connection -> sent ? connection.bytesSent() : connection.bytesReceived())
                .sum();
    }

    @Override
    public void close() throws IOException {
        all.forEach(Connection::close);
        selector.close();
    }
}
