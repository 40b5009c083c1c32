package io.sparsesplit.trainer.evaluate;

import io.sparsesplit.trainer.statistics.Interval;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Prints recall and precision of each class, and what the edge answers of it, as text of at most 80 columns.
 *
 * @param labels names of the classes
 * @param all all answers
 * @param edge answers that the edge gave by itself
 */
public record ClassTable(List<String> labels, ConfusionMatrix all, ConfusionMatrix edge) {

    /** Number of classes above which only the worst are shown. */
    private static final int MOST = 20;

    private static final int WORST = 10;
    private static final int LABEL = 14;

    /** Prints a row for each class, or for the {@value #WORST} classes with the lowest recall where there are many. */
    public void print(PrintWriter out) {
        boolean many = all.classes() > MOST;
        out.println();
        if (many) {
            out.printf("  the %d of %d classes with the lowest recall%n", WORST, all.classes());
        }
        out.println("  class          images recall 95 % interval prec. 95 % interval   edge  right");
        List<Integer> classes = many
                ? all.worstClasses().stream().limit(WORST).toList()
                : IntStream.range(0, all.classes()).boxed().toList();
        classes.forEach(c -> print(out, c));
        out.println("  edge: percent of the class that the edge answers; right: percent correct there");
    }

    private void print(PrintWriter out, int c) {
        out.printf(
                Locale.ROOT,
                "  %s %6d %6s %13s %5s %13s %6s %6s%n",
                ConfusionTable.cut(labels.get(c), LABEL),
                all.images(c),
                percent(all.recall(c), all.images(c)),
                range(all.recallInterval(c), all.images(c)),
                percent(all.precision(c), all.answers(c)),
                range(all.precisionInterval(c), all.answers(c)),
                percent(100.0 * edge.images(c) / Math.max(1, all.images(c)), all.images(c)),
                percent(edge.recall(c), edge.images(c)));
    }

    /** Returns a share in percent, or a dash for a share of nothing. */
    private static String percent(double value, int of) {
        return of == 0 ? "-" : String.format(Locale.ROOT, "%.1f", value);
    }

    private static String range(Interval interval, int of) {
        return of == 0 ? "-" : String.format(Locale.ROOT, "%.1f-%.1f", 100 * interval.low(), 100 * interval.high());
    }
}
