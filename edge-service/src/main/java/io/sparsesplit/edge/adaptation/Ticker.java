package io.sparsesplit.edge.adaptation;

/** The time that the controller goes by. */
@FunctionalInterface
public interface Ticker {

    /** Nanoseconds since some moment, as {@link System#nanoTime} has them. */
    long nanos();
}
