package io.sparsesplit.trainer.progress;

import java.io.PrintStream;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress with speed and time left on the error stream: a moving bar on a terminal, now and then a line in a log. */
public final class Progress {

    /** The system property with which the launcher says that the error stream is a terminal: Java cannot tell. */
    private static final String ON_TERMINAL = "sparsesplit.terminal";

    private static final int LOG_INTERVAL_MILLIS = 10_000;
    private static final int LOG_WIDTH = 120;

    private Progress() {}

    /** A bar that is still to be told what it counts. */
    public static ProgressBarBuilder bar(String task) {
        return Boolean.getBoolean(ON_TERMINAL) ? terminal(task) : log(task, System.err);
    }

    /**
     * Returns a line so that it can be printed while a bar is shown: on a terminal it takes the bar's place, and the bar appears
     * again below it.
     */
    public static String aboveBar(String line) {
        return Boolean.getBoolean(ON_TERMINAL) ? "\r\u001b[2K" + line : line;
    }

    private static ProgressBarBuilder terminal(String task) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .showSpeed()
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200);
    }

    static ProgressBarBuilder log(String task, PrintStream log) {
        return terminal(task)
                .setUpdateIntervalMillis(LOG_INTERVAL_MILLIS)
                .setConsumer(new DelegatingProgressBarConsumer(log::println, LOG_WIDTH));
    }
}
