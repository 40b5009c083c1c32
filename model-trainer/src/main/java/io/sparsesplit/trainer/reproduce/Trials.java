package io.sparsesplit.trainer.reproduce;

import io.sparsesplit.trainer.report.Paper;
import io.sparsesplit.trainer.report.Paper.Kind;
import io.sparsesplit.trainer.report.Shape;
import io.sparsesplit.trainer.report.Table;
import io.sparsesplit.trainer.reproduce.Trial.Change;
import io.sparsesplit.trainer.train.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that is trained for the report.
 *
 * <p>Shapes of the best recipe were found with validation images: a random search over picture size, inputs, hidden layers and
 * out-degrees, then a few seeds of what looked good. No test image was looked at for them.
 */
final class Trials {

    /** Side of the papers' pictures. */
    private static final int FULL_SIDE = 28;

    private static final int CLASSES = 10;

    /** A shape for a budget of the paper's. */
    private record Choice(int parameters, int side, Shape shape) {}

    /** At the paper's hidden sizes. */
    private static final List<Choice> SAME_HIDDEN = List.of(
            choice(2450, 18, 200, List.of(40, 40), 8, 9),
            choice(4090, 18, 160, List.of(40, 40), 16, 26),
            choice(4930, 18, 160, List.of(40, 40), 20, 31),
            choice(5730, 18, 160, List.of(40, 40), 24, 35),
            choice(8250, 22, 240, List.of(40, 40), 27, 32),
            choice(11570, 22, 240, List.of(40, 40), 39, 40),
            choice(16650, 22, 240, List.of(40, 40), 39, 40),
            choice(23530, 24, 320, List.of(80, 80), 50, 60),
            choice(33210, 24, 320, List.of(80, 80), 50, 60));

    /** At any hidden sizes. */
    private static final List<Choice> FREE = List.of(
            choice(2450, 18, 200, List.of(60, 40), 6, 12));

    private Trials() {}

    /** Every trial, those of small networks first within a table. */
    static List<Trial> all() {
        return Stream.of(reference(), sameBudgets(), denseControls(), free(), fewest(), ablation())
                .flatMap(List::stream)
                .toList();
    }

    /** One trial of each kind, the smallest. */
    static List<Trial> quick() {
        return Stream.of(reference(), sameBudgets(), denseControls(), free(), fewest(), ablation())
                .map(trials -> trials.get(0))
                .toList();
    }

    private static List<Trial> reference() {
        return Paper.rows().stream()
                .map(row -> new Trial(row.table(), row.name(), Recipe.PAPER, FULL_SIDE, row.shape(), Change.NONE))
                .toList();
    }

    private static List<Trial> sameBudgets() {
        return sparseRows()
                .map(row -> trial(row.table(), row.name(), chosen(SAME_HIDDEN, row.parameters())))
                .toList();
    }

    /** The paper's deep networks, trained as well as ours. */
    private static List<Trial> denseControls() {
        return Paper.rows().stream()
                .filter(row -> row.kind() == Kind.DEEP)
                .map(row -> new Trial(row.table(), row.name(), Recipe.BEST, FULL_SIDE, row.shape(), Change.NONE))
                .toList();
    }

    private static List<Trial> free() {
        return FREE.stream()
                .map(choice -> trial(Table.FREE, "sparse " + choice.parameters(), choice))
                .toList();
    }

    private static List<Trial> fewest() {
        return List.of();
    }

    private static List<Trial> ablation() {
        return List.of();
    }

    private static Stream<Paper.Row> sparseRows() {
        return Paper.rows().stream().filter(row -> row.kind() == Kind.SPARSE);
    }

    private static Choice chosen(List<Choice> choices, int parameters) {
        return choices.stream()
                .filter(choice -> choice.parameters() == parameters)
                .findFirst()
                .orElseThrow();
    }

    private static Trial trial(Table table, String row, Choice choice) {
        return new Trial(table, row, Recipe.BEST, choice.side(), choice.shape(), Change.NONE);
    }

    private static Choice choice(int parameters, int side, int inputs, List<Integer> hidden, Integer... outDegrees) {
        List<Integer> all = new ArrayList<>(List.of(outDegrees));
        all.add(CLASSES);
        return new Choice(parameters, side, new Shape(inputs, hidden, all));
    }
}
