package io.sparsesplit.edge.sync;

import java.util.Locale;

/** What came of a look at the cloud's repository, or of fetching a version from it. */
public enum PullOutcome {
    /** There is nothing newer than what is here. */
    NOTHING_NEW,
    /** A version was fetched, verified and put into the repository. */
    FETCHED,
    /** The cloud could not be reached, answered with an error, or the connection was cut; what came is kept. */
    UNREACHABLE,
    /** What came is not what was announced, or is no model; it was thrown away. */
    CORRUPT,
    /** The model is longer than allowed. */
    TOO_LARGE,
    /** The disk is full, or cannot be written. */
    DISK;

    /** The value of the metric's tag, for example {@code nothing-new}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
