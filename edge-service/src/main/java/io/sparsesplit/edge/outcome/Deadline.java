package io.sparsesplit.edge.outcome;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The moment at which an image must be answered.
 *
 * @param nanoTime the moment, as {@link System#nanoTime} has it
 * @param millis milliseconds from the arrival of the image until then
 * @param shortened whether the request allows less time than is configured
 */
public record Deadline(long nanoTime, long millis, boolean shortened) {

    private static final long NANOS_PER_MILLI = 1_000_000;

    /**
     * Returns the deadline of an image.
     *
     * @param arrival moment of the image's arrival, as {@link System#nanoTime} has it
     * @param configured longest time that an image may have
     * @param wanted time that the request asks for, in milliseconds; null when it leaves that open
     */
    public static Deadline of(long arrival, Duration configured, @Nullable Long wanted) {
        long most = configured.toMillis();
        return wanted == null || wanted >= most
                ? new Deadline(arrival + most * NANOS_PER_MILLI, most, false)
                : new Deadline(arrival + wanted * NANOS_PER_MILLI, wanted, true);
    }

    /** Returns the nanoseconds left; 0 or less when the moment has passed. */
    public long nanosLeft() {
        return nanoTime - System.nanoTime();
    }
}
