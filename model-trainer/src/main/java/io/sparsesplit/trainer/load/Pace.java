package io.sparsesplit.trainer.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * When requests are due.
 *
 * @param perSecond so many, evenly spread; 0 for as many as are answered: each connection sends its next request when it has an answer
 * @param warmUp requests that are due within this time are sent, but not measured
 * @param duration for which requests are due behind that
 */
public record Pace(double perSecond, Duration warmUp, Duration duration) {

    /** An open loop: so many requests a second, whether others were answered or not. */
    public static Pace constant(double perSecond, Duration warmUp, Duration duration) {
        return new Pace(perSecond, warmUp, duration);
    }

    /** A closed loop: as many requests as the server answers. */
    public static Pace asAnswered(Duration duration) {
        return new Pace(0, Duration.ZERO, duration);
    }

    boolean isOpen() {
        return perSecond > 0;
    }

    /** From the beginning to the last moment at which a request is due. */
    long nanos() {
        return warmUp.plus(duration).toNanos();
    }

    /**
     * When a request is due.
     *
     * @param number from 0
     * @param now nanoseconds since the beginning
     * @return nanoseconds since the beginning
     */
    long due(long number, long now) {
        return isOpen() ? (long) (number * (TimeUnit.SECONDS.toNanos(1) / perSecond)) : now;
    }

    /** How many requests are due up to a moment, in nanoseconds since the beginning. */
    long dueUntil(long nanos) {
        return (long) Math.ceil(nanos * perSecond / TimeUnit.SECONDS.toNanos(1));
    }
}
