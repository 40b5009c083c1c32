package io.sparsesplit.trainer.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tables I and II of Capogrosso et al., FDL 2024: accuracy on MNIST's test images, one run each, no seed given.
 *
 * <p>In the paper the parameter counts of the first deep and shallow row of Table I stand swapped. Here each count is that of
 * its configuration: 800 inputs (MNIST's 784, filled up with zeros), hidden layers, 10 classes, weights and biases.
 */
public final class Paper {

    /** Inputs of all the paper's networks. */
    public static final int INPUTS = 800;

    /** What kind of network a row is of. */
    public enum Kind {
        /** Two hidden layers, all edges. */
        DEEP,
        /** One hidden layer, all edges. */
        SHALLOW,
        /** Two hidden layers, predefined sparse. */
        SPARSE;

        /** For example {@code sparse}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A row.
     *
     * @param table I or II
     * @param kind of network
     * @param shape with {@value #INPUTS} inputs
     * @param accuracy in percent
     * @param parameters weights and biases
     */
    public record Row(Table table, Kind kind, Shape shape, double accuracy, int parameters) {

        /** Kind and parameters, for example {@code sparse 2450}: unique within its table. */
        public String name() {
            return kind + " " + parameters;
        }
    }

    private static final List<Row> ROWS = List.of(
            deep(Table.I, 3, 76.58, 2455),
            shallow(Table.I, 3, 80.89, 2443),
            sparse(Table.I, 40, 2, 9, 93.93, 2450),
            deep(Table.I, 5, 90.69, 4095),
            shallow(Table.I, 5, 89.84, 4065),
            sparse(Table.I, 40, 4, 10, 95.30, 4090),
            deep(Table.I, 7, 92.85, 5743),
            shallow(Table.I, 7, 92.22, 5687),
            sparse(Table.I, 40, 6, 11, 95.89, 5730),
            deep(Table.I, 14, 95.35, 11574),
            shallow(Table.I, 14, 95.44, 11364),
            sparse(Table.I, 40, 13, 17, 96.54, 11570),
            deep(Table.I, 20, 96.03, 16650),
            shallow(Table.I, 21, 96.03, 17041),
            sparse(Table.I, 40, 19, 24, 96.98, 16650),
            deep(Table.II, 6, 90.68, 4918),
            shallow(Table.II, 6, 91.03, 4876),
            sparse(Table.II, 40, 5, 11, 95.65, 4930),
            deep(Table.II, 10, 94.59, 8230),
            shallow(Table.II, 10, 94.00, 8120),
            sparse(Table.II, 40, 9, 14, 96.24, 8250),
            deep(Table.II, 14, 95.43, 11574),
            shallow(Table.II, 14, 94.88, 11364),
            sparse(Table.II, 40, 13, 17, 96.72, 11570),
            deep(Table.II, 28, 96.79, 23530),
            shallow(Table.II, 29, 96.79, 23529),
            sparse(Table.II, 80, 26, 22, 97.33, 23530),
            deep(Table.II, 39, 97.35, 33199),
            shallow(Table.II, 41, 97.34, 33261),
            sparse(Table.II, 80, 37, 33, 97.75, 33210));

    private static final int KINDS = Kind.values().length;

    private Paper() {}

    /** All 30 rows, in the paper's order: deep, shallow and sparse of one size after another. */
    public static List<Row> rows() {
        return ROWS;
    }

    /** The 15 rows of Table I or II. */
    public static List<Row> rows(Table table) {
        return ROWS.stream().filter(row -> row.table() == table).toList();
    }

    /** The row of a name. */
    public static Optional<Row> row(Table table, String name) {
        return rows(table).stream().filter(row -> row.name().equals(name)).findFirst();
    }

    /**
     * The sparse rows of a name in both tables, the more accurate first: the one of 11,570 parameters stands in either, with
     * different accuracies.
     */
    public static List<Row> sparse(String name) {
        return ROWS.stream()
                .filter(row -> row.kind() == Kind.SPARSE && row.name().equals(name))
                .sorted((a, b) -> Double.compare(b.accuracy(), a.accuracy()))
                .toList();
    }

    /** The deep and the shallow row that the paper sets against a sparse one. */
    public static List<Row> controls(Row sparse) {
        int first = ROWS.indexOf(sparse) / KINDS * KINDS;
        return List.of(ROWS.get(first), ROWS.get(first + 1));
    }

    private static Row deep(Table table, int neurons, double accuracy, int parameters) {
        return row(table, Kind.DEEP, List.of(neurons, neurons), List.of(neurons, neurons, 10), accuracy, parameters);
    }

    private static Row shallow(Table table, int neurons, double accuracy, int parameters) {
        return row(table, Kind.SHALLOW, List.of(neurons), List.of(neurons, 10), accuracy, parameters);
    }

    private static Row sparse(Table table, int neurons, int first, int second, double accuracy, int parameters) {
        return row(table, Kind.SPARSE, List.of(neurons, neurons), List.of(first, second, 10), accuracy, parameters);
    }

    private static Row row(
            Table table, Kind kind, List<Integer> hidden, List<Integer> outDegree, double accuracy, int parameters) {
        return new Row(table, kind, new Shape(INPUTS, hidden, outDegree), accuracy, parameters);
    }
}
