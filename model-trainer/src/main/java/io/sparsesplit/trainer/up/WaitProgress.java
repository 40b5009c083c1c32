package io.sparsesplit.trainer.up;

import java.io.PrintWriter;

/** Shows what is being waited for, and for how long: in place on a terminal, elsewhere by a line now and then. */
final class WaitProgress {

    /** The system property with which the launcher says that the error stream is a terminal: Java cannot tell. */
    private static final String ON_TERMINAL = "sparsesplit.terminal";

    private static final long LOG_INTERVAL_SECONDS = 10;

    private final PrintWriter err;
    private final boolean terminal = Boolean.getBoolean(ON_TERMINAL);
    private long shownSeconds;

    WaitProgress(PrintWriter err) {
        this.err = err;
    }

    /**
     * Shows it, if it is time to.
     *
     * @param task what is being waited for
     * @param seconds since the beginning
     */
    void show(String task, long seconds) {
        if (terminal && seconds != shownSeconds) {
            shownSeconds = seconds;
            err.printf("\r\033[K%s ... %d s", task, seconds);
            err.flush();
        } else if (!terminal && seconds - shownSeconds >= LOG_INTERVAL_SECONDS) {
            shownSeconds = seconds;
            err.printf("%s ... %d s%n", task, seconds);
            err.flush();
        }
    }

    /** Leaves the line free for what is printed next. */
    void clear() {
        if (terminal && shownSeconds > 0) {
            err.print("\r\033[K");
            err.flush();
        }
    }
}
