package io.sparsesplit.trainer.explain;

import io.sparsesplit.model.decision.Explained;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts of answers by exit and reason. Not safe to share between threads. */
final class Totals {

    private final Map<String, Long> counts = new TreeMap<>();
    private long answers;

    void add(Explained answer) {
        counts.merge(answer.exit() + ", " + answer.reason(), 1L, Long::sum);
        answers++;
    }

    long answers() {
        return answers;
    }

    /** Prints a line for each exit and reason. */
    void print(PrintWriter out) {
        counts.forEach((route, count) ->
                out.printf(Locale.ROOT, "%8d  %5.1f %%  %s%n", count, 100.0 * count / answers, route));
    }
}
