package io.sparsesplit.edge.outbox;

import io.sparsesplit.edge.outbox.OutboxProperties.Overflow;
import io.sparsesplit.edge.outbox.OutboxStore.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The inferences whose provisional answer was given and whose refinement is to come. Safe for use by several threads; what it
 * says is kept survives the end of this process at any moment.
 *
 * <p>The database is opened when it is first used and whenever it failed. Commits are shared: each caller puts its entry into a
 * queue, and whoever gets the lock first commits all that are in it.
 */
@Component
public class Outbox implements AutoCloseable {

    private static final long NONE = 0;
    private static final int MAX_GROUP = 256;
    private static final int MAX_HOUSEKEEPING = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long REOPEN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final OutboxProperties settings;
    private final OutboxMetrics metrics;
    private final DatabaseFile file;
    private final Alarm alarm;
    private final Clock clock = Clock.systemUTC();
    private final Queue<Submission> submissions = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition ended = lock.newCondition();
    private @Nullable OutboxStore store;
    private long reopenAt = System.nanoTime();
    private volatile boolean closed;
    private long arrivals;
    private volatile int pending;
    private volatile long oldest;

    Outbox(OutboxProperties settings, OutboxMetrics metrics) {
        this.settings = settings;
        this.metrics = metrics;
        this.file = new DatabaseFile(settings.path(), settings.maxSize().toBytes());
        this.alarm = new Alarm(file, metrics);
    }

    private interface Work<T> {
        T on(OutboxStore store) throws SQLException;
    }

    private static final class Submission {

        private final UUID id = UUID.randomUUID();
        private final NewEntry entry;
        private @Nullable EnqueueResult result;

        Submission(NewEntry entry) {
            this.entry = entry;
        }
    }

    /** Whether there is an outbox at all. */
    public boolean enabled() {
        return settings.enabled();
    }

    /** Number of inferences that wait, as far as known. */
    public int pending() {
        return pending;
    }

    /** Seconds that the first of them has waited for; 0 when none waits. */
    public double oldestSeconds() {
        long since = oldest;
        return since == NONE ? 0 : Math.max(0, clock.millis() - since) / 1000.0;
    }

    /**
     * What there is in an outbox.
     *
     * @param enabled whether there is one
     * @param pending number of inferences that wait
     * @param oldestSeconds that the first of them has waited for
     */
    public record Level(boolean enabled, int pending, double oldestSeconds) {}

    /** As far as known. */
    public Level level() {
        return new Level(enabled(), pending, oldestSeconds());
    }

    Alarm alarm() {
        return alarm;
    }

    /**
     * Keeps an inference until the cloud has refined it. Never throws for what is wrong with the disk.
     *
     * @param patienceNanos how long to wait for others that write
     */
    public EnqueueResult put(NewEntry entry, long patienceNanos) {
        Submission submission = new Submission(entry);
        submissions.add(submission);
        try {
            if (!lock.tryLock(patienceNanos, TimeUnit.NANOSECONDS)) {
                submissions.remove(submission);
                return new EnqueueResult.Failed();
            }
        } catch (InterruptedException e) {
            submissions.remove(submission);
            Thread.currentThread().interrupt();
            return new EnqueueResult.Failed();
        }
        try {
            while (submission.result == null) {
                commitGroup();
            }
            return submission.result;
        } finally {
            lock.unlock();
        }
    }

    private void commitGroup() {
        List<Submission> group = new ArrayList<>();
        for (Submission next = submissions.poll(); next != null; next = submissions.poll()) {
            group.add(next);
            if (group.size() == MAX_GROUP) {
                break;
            }
        }
        try {
            List<EnqueueResult> receipts = locked(open -> admit(open, group));
            for (int i = 0; i < group.size(); i++) {
                group.get(i).result = receipts.get(i);
            }
            arrivals += group.size();
            arrived.signalAll();
        } catch (OutboxException e) {
            group.forEach(submission -> submission.result = new EnqueueResult.Failed());
        }
    }

    private List<EnqueueResult> admit(OutboxStore open, List<Submission> group) throws SQLException {
        long now = clock.millis();
        List<EnqueueResult> receipts = new ArrayList<>();
        for (Submission submission : group) {
            if (open.pending() >= settings.capacity() && settings.overflow() == Overflow.REFUSE) {
                receipts.add(new EnqueueResult.Full());
                continue;
            }
            int surplus = open.pending() - settings.capacity() + 1;
            if (surplus > 0) {
                for (UUID first : open.first(surplus)) {
                    open.end(new Completion(first, State.DROPPED, null, null), now);
                }
            }
            open.put(submission.id, submission.entry, now);
            receipts.add(new EnqueueResult.Kept(submission.id));
        }
        return receipts;
    }

    /**
     * What to send next.
     *
     * @param heldBack fingerprints of models not to be sent now
     */
    Optional<Waiting> next(Collection<String> heldBack, int max) throws OutboxException {
        return exclusively(open -> open.next(heldBack, max));
    }

    /** Ends the wait of some; those whose wait has ended already stay as they are. */
    void end(List<Completion> completions) throws OutboxException {
        exclusively(open -> {
            for (Completion completion : completions) {
                open.end(completion, clock.millis());
            }
            return completions;
        });
    }

    /** Ends what has waited for too long, and forgets what ended long ago; not all at once when it is much. */
    void tidy() throws OutboxException {
        exclusively(open -> {
            long now = clock.millis();
            long tooLong = now - settings.timeToLive().toMillis();
            for (UUID old : open.acceptedBefore(tooLong, MAX_HOUSEKEEPING)) {
                open.end(new Completion(old, State.EXPIRED, null, null), now);
            }
            open.forget(now - settings.historyTime().toMillis(), settings.historyCount(), MAX_HOUSEKEEPING);
            return now;
        });
    }

    /** All there is to know about an inference; empty when there is none of this id any more. */
    Optional<QueuedInference> find(UUID id) throws OutboxException {
        return exclusively(open -> open.find(id));
    }

    /** Those that ended, in the order of their events, after another event. */
    List<QueuedInference> endedAfter(long event, int max) throws OutboxException {
        return exclusively(open -> open.endedAfter(event, max));
    }

    long lastEvent() throws OutboxException {
        return exclusively(OutboxStore::lastEvent);
    }

    long deliveredEvent() throws OutboxException {
        return exclusively(OutboxStore::deliveredEvent);
    }

    /** The webhook has all events up to this one. */
    void delivered(long event) throws OutboxException {
        exclusively(open -> {
            open.delivered(event);
            return event;
        });
    }

    /**
     * Waits until something is put in, but not longer than that.
     *
     * @param seen what this method last returned, to miss nothing that was put in since; 0 at first
     */
    long awaitArrival(long seen, long millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (arrivals == seen && !closed && left > 0) {
                left = arrived.awaitNanos(left);
            }
            return arrivals;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is a later event than this one, but not longer than that. */
    void awaitEventAfter(long event, long millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while ((store == null || store.lastEvent() <= event) && !closed && left > 0) {
                left = ended.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private <T> T exclusively(Work<T> work) throws OutboxException {
        try {
            if (!lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new OutboxException("The outbox is busy: ask again.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutboxException("The outbox is closing.");
        }
        try {
            return locked(work);
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Work<T> work) throws OutboxException {
        try {
            OutboxStore open = open();
            long before = open.lastEvent();
            open.begin();
            T result = work.on(open);
            if (open.commit()) {
                alarm.worked();
            }
            published(open, before);
            return result;
        } catch (SQLException e) {
            throw failed(e);
        } catch (RuntimeException e) {
            // What is in the file is not what was put there, though the file is whole.
            throw failed(new SQLException(e.toString(), e));
        }
    }

    private OutboxException failed(SQLException e) {
        giveUp(e);
        return new OutboxException(alarm.failed(e));
    }

    private OutboxStore open() throws SQLException {
        OutboxStore open = store;
        if (open != null) {
            return open;
        }
        if (closed) {
            throw new SQLException("it is closed");
        }
        if (reopenAt - System.nanoTime() > 0) {
            throw new SQLException("it failed a moment ago");
        }
        reopenAt = System.nanoTime() + REOPEN_NANOS;
        try {
            open = new OutboxStore(file.open(), file.maxPages());
        } catch (SQLException e) {
            if (!setAside(e)) {
                throw e;
            }
            open = new OutboxStore(file.open(), file.maxPages());
        }
        store = open;
        pending = open.pending();
        oldest = open.oldest().orElse(NONE);
        return open;
    }

    private void published(OutboxStore open, long before) throws SQLException {
        pending = open.pending();
        oldest = open.oldest().orElse(NONE);
        if (open.lastEvent() > before) {
            open.endedAfter(before, Math.toIntExact(open.lastEvent() - before)).forEach(metrics::ended);
            ended.signalAll();
        }
    }

    /** A full disk leaves the database as it was; after any other error it is opened again. */
    private void giveUp(SQLException e) {
        OutboxStore open = store;
        if (open == null) {
            return;
        }
        try {
            if (DatabaseFile.isFull(e)) {
                open.rollback();
                return;
            }
        } catch (SQLException again) {
            e.addSuppressed(again);
        }
        shut();
        setAside(e);
    }

    private boolean setAside(SQLException e) {
        if (!DatabaseFile.isDamage(e)) {
            return false;
        }
        try {
            Path aside = file.setAside();
            alarm.damaged(e, aside);
            return true;
        } catch (IOException again) {
            e.addSuppressed(again);
            return false;
        }
    }

    private void shut() {
        OutboxStore open = store;
        store = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                alarm.failed(e);
            }
        }
    }

    /** Waits for what is under way, and ends the waits of others. */
    @Override
    public void close() {
        closed = true;
        lock.lock();
        try {
            shut();
            arrived.signalAll();
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
