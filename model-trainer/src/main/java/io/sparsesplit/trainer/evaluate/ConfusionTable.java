package io.sparsesplit.trainer.evaluate;

import io.sparsesplit.trainer.evaluate.ConfusionMatrix.Confusion;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Prints a confusion matrix as text of at most {@value #WIDTH} columns: all of it where it fits, otherwise the most frequent
 * mistakes.
 *
 * @param labels names of the classes
 * @param matrix counts
 */
public record ConfusionTable(List<String> labels, ConfusionMatrix matrix) {

    private static final int WIDTH = 80;
    private static final int LABEL = 14;
    private static final int HEADING = 6;
    private static final int FREQUENT = 10;

    /**
     * Prints the matrix, or the most frequent mistakes.
     *
     * @param title name of what the matrix shows, for example "cascade"
     */
    public void print(PrintWriter out, String title) {
        if (fits()) {
            printMatrix(out, title);
        } else {
            printFrequent(out, title);
        }
    }

    private boolean fits() {
        return 2 + LABEL + matrix.classes() * (cell() + 1) <= WIDTH;
    }

    /** Returns whether numbers stand for classes, since their names are too long to stand above a column. */
    private boolean numbered() {
        return labels.stream().anyMatch(label -> label.length() > HEADING);
    }

    private int cell() {
        int headings = numbered()
                ? Integer.toString(labels.size()).length()
                : labels.stream().mapToInt(String::length).max().orElse(1);
        int counts = IntStream.range(0, matrix.classes())
                .map(c -> Integer.toString(matrix.images(c)).length())
                .max()
                .orElse(1);
        return Math.max(headings, counts);
    }

    private void printMatrix(PrintWriter out, String title) {
        out.printf("%n  confusion matrix, %s: rows are true classes, columns answers%n", title);
        StringBuilder header = new StringBuilder(" ".repeat(2 + LABEL));
        for (int c = 0; c < labels.size(); c++) {
            header.append(' ').append(padded(numbered() ? Integer.toString(c + 1) : labels.get(c)));
        }
        out.println(header);
        for (int truth = 0; truth < labels.size(); truth++) {
            String name = numbered() ? "%d %s".formatted(truth + 1, labels.get(truth)) : labels.get(truth);
            StringBuilder row = new StringBuilder("  " + cut(name, LABEL));
            for (int answer = 0; answer < labels.size(); answer++) {
                int count = matrix.count(truth, answer);
                row.append(' ').append(padded(count == 0 ? "." : Integer.toString(count)));
            }
            out.println(row);
        }
    }

    private void printFrequent(PrintWriter out, String title) {
        List<Confusion> confusions = matrix.confusions();
        out.printf("%n  most frequent mistakes, %s%n", title);
        if (confusions.isEmpty()) {
            out.println("    none");
        }
        confusions.stream()
                .limit(FREQUENT)
                .forEach(confusion -> out.printf(
                        Locale.ROOT,
                        "    %5d x  %s taken for %s%n",
                        confusion.images(),
                        cut(labels.get(confusion.truth()), 26).strip(),
                        cut(labels.get(confusion.answer()), 26).strip()));
        if (confusions.size() > FREQUENT) {
            out.printf("    and %d more kinds of mistakes%n", confusions.size() - FREQUENT);
        }
    }

    private String padded(String text) {
        return " ".repeat(Math.max(0, cell() - text.length())) + text;
    }

    /** Returns a name that is cut or padded to exactly so many characters. */
    static String cut(String name, int length) {
        return name.length() > length ? name.substring(0, length - 1) + "~" : name + " ".repeat(length - name.length());
    }
}
