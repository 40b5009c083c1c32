package io.sparsesplit.edge.outbox;

import io.sparsesplit.edge.outbox.OutboxMetrics.Failure;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wrong with the database, and who is told: the log once, the meters each time, the health while it lasts. */
final class Alarm {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final DatabaseFile file;
    private final OutboxMetrics metrics;
    private volatile @Nullable Raised raised;
    private volatile @Nullable Path setAside;
    private long lastLine = System.nanoTime() - QUIET_NANOS;
    private boolean logged;

    Alarm(DatabaseFile file, OutboxMetrics metrics) {
        this.file = file;
        this.metrics = metrics;
    }

    /** An alarm, and since when. */
    record Raised(String sentence, Instant since) {}

    /** What is wrong now; null when nothing is. */
    @Nullable
    Raised raised() {
        return raised;
    }

    /** Where the last damaged file is that was set aside since the start; null when there is none. */
    @Nullable
    Path setAside() {
        return setAside;
    }

    /** An attempt to use the database failed. */
    synchronized String failed(SQLException e) {
        boolean full = DatabaseFile.isFull(e);
        metrics.failed(full ? Failure.FULL : Failure.OTHER);
        String sentence = full
                ? "The outbox %s cannot grow: the disk, or sparsesplit.outbox.max-size, is full.".formatted(file)
                : "The outbox %s cannot be used: %s.".formatted(file, e.getMessage());
        if (raised == null) {
            raised = new Raised(sentence, Clock.systemUTC().instant());
            // What fails and works in turns is not worth a line each time.
            logged = System.nanoTime() - lastLine >= QUIET_NANOS;
            if (logged) {
                lastLine = System.nanoTime();
                LOG.error("{} Until it can, the edge answers by itself what should have been refined", sentence);
            }
        }
        return sentence;
    }

    /** Something was written again. */
    synchronized void worked() {
        if (raised == null) {
            return;
        }
        raised = null;
        if (logged) {
            LOG.info("The outbox {} is written again", file);
        }
    }

    /** The file was damaged; a new one takes its place. */
    void damaged(SQLException e, Path aside) {
        metrics.failed(Failure.DAMAGED);
        setAside = aside;
        LOG.error(
                "The outbox {} was damaged ({}) and is set aside as {}; a new one is begun. What waited in it is not refined",
                file,
                e.getMessage(),
                aside.getFileName());
    }
}
