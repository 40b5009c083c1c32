package io.sparsesplit.trainer.evaluate;

import io.sparsesplit.trainer.statistics.Interval;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * Prints an evaluation as text of at most 80 columns.
 *
 * @param labels names of the classes
 * @param evaluation counts
 */
public record EvaluationTable(List<String> labels, Evaluation evaluation) {

    /**
     * Prints accuracies with their intervals, the cascade's confusion matrix and a row for each class.
     *
     * @param images what the images are, for example "test"
     */
    public void print(PrintWriter out, String images) {
        printSummary(out, images);
        new ConfusionTable(labels, evaluation.cascade().confusion()).print(out, "cascade");
        printClasses(out);
    }

    /** Prints the same, with the confusion matrices of exit and tail as well. */
    public void printAll(PrintWriter out, String images) {
        printSummary(out, images);
        new ConfusionTable(labels, evaluation.exit().confusion()).print(out, "exit");
        new ConfusionTable(labels, evaluation.tail().confusion()).print(out, "tail");
        new ConfusionTable(labels, evaluation.cascade().confusion()).print(out, "cascade");
        printClasses(out);
    }

    private void printSummary(PrintWriter out, String images) {
        out.printf(Locale.ROOT, "%non %d %s images%n", evaluation.images(), images);
        print(out, "exit, asked for all", evaluation.exit());
        print(out, "tail, asked for all", evaluation.tail());
        print(out, "cascade", evaluation.cascade());
        out.printf(Locale.ROOT, "  answered on the edge %6.2f %%", evaluation.localExitRate());
        if (evaluation.localExits() > 0) {
            Interval right = evaluation.edge().confusion().accuracyInterval();
            out.printf(
                    Locale.ROOT,
                    ", of these %.2f %% correct (%.1f-%.1f)",
                    evaluation.edge().confusion().accuracy(),
                    100 * right.low(),
                    100 * right.high());
        }
        out.println();
        printMajority(out, labels, evaluation.cascade().confusion());
        out.println("  (95 % interval); balanced: mean of all recalls; ECE: calibration error");
    }

    /** Prints the accuracy of always answering the most frequent class. */
    public static void printMajority(PrintWriter out, List<String> labels, ConfusionMatrix confusion) {
        out.printf(
                Locale.ROOT,
                "  always answering %s: %.2f %% correct, balanced %.2f%n",
                ConfusionTable.cut(labels.get(confusion.majority()), 20).strip(),
                confusion.majorityShare(),
                100.0 / Math.max(1, confusion.worstClasses().size()));
    }

    private static void print(PrintWriter out, String what, Performance performance) {
        ConfusionMatrix confusion = performance.confusion();
        Interval interval = confusion.accuracyInterval();
        out.printf(
                Locale.ROOT,
                "  %-20s %6.2f %% correct (%.1f-%.1f), balanced %.2f, ECE %.3f%n",
                what,
                confusion.accuracy(),
                100 * interval.low(),
                100 * interval.high(),
                confusion.balancedAccuracy(),
                performance.reliability().expectedCalibrationError());
    }

    private void printClasses(PrintWriter out) {
        new ClassTable(
                        labels,
                        evaluation.cascade().confusion(),
                        evaluation.edge().confusion())
                .print(out);
    }
}
