package io.sparsesplit.edge.outbox;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait after failures: twice as long after each, up to a bound, and half of that at random, so that a thousand
 * edges do not come back to their cloud all at once. Not safe for use by several threads.
 */
final class BackOff {

    private static final int MAX_DOUBLINGS = 30;

    private final long minMillis;
    private final long maxMillis;
    private int failures;

    BackOff(Duration min, Duration max) {
        this.minMillis = min.toMillis();
        this.maxMillis = Math.max(minMillis, max.toMillis());
    }

    /** Milliseconds to wait now that it failed once more. */
    long failed() {
        long full = Math.min(maxMillis, minMillis << Math.min(failures, MAX_DOUBLINGS));
        failures = Math.min(failures + 1, MAX_DOUBLINGS);
        return full - ThreadLocalRandom.current().nextLong(full / 2 + 1);
    }

    void succeeded() {
        failures = 0;
    }

    int failures() {
        return failures;
    }
}
