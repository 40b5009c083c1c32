package io.sparsesplit.edge;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When an image must be answered.
 *
 * @param nanoTime the moment, as {@link System#nanoTime} has it
 * @param millis from the arrival of the image until then
 * @param shortened whether the request allows less time than is configured
 */
record Deadline(long nanoTime, long millis, boolean shortened) {

    private static final long NANOS_PER_MILLI = 1_000_000;

    /**
     * For an image that arrived at some moment.
     *
     * @param configured the most there is
     * @param wanted what the request asks for, in milliseconds; null when it leaves that open
     */
    static Deadline of(long arrival, Duration configured, @Nullable Long wanted) {
        long most = configured.toMillis();
        return wanted == null || wanted >= most
                ? new Deadline(arrival + most * NANOS_PER_MILLI, most, false)
                : new Deadline(arrival + wanted * NANOS_PER_MILLI, wanted, true);
    }

    long nanosLeft() {
        return nanoTime - System.nanoTime();
    }
}
