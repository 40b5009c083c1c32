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

    /**
     * Free shapes of so many parameters and more are trained for longer, as are the dense networks that they are held against:
     * on validation images it brought 0.1 points.
     */
    private static final int LARGE = 16_000;

    private static final int LARGE_EPOCHS = 100;

    /** A shape for a budget of the paper's. */
    private record Choice(int parameters, int side, Shape shape) {}

    /** At the paper's hidden sizes. */
    private static final List<Choice> SAME_HIDDEN = List.of(
            choice(2450, 20, 200, List.of(40, 40), 7, 14),
            choice(4090, 18, 200, List.of(40, 40), 13, 25),
            choice(4930, 18, 200, List.of(40, 40), 17, 26),
            choice(5730, 20, 280, List.of(40, 40), 12, 40),
            choice(8250, 22, 240, List.of(40, 40), 27, 32),
            choice(11570, 24, 420, List.of(40, 40), 22, 40),
            choice(16650, 28, 380, List.of(40, 40), 36, 40),
            choice(23530, 24, 320, List.of(80, 80), 50, 60),
            choice(33210, 24, 360, List.of(80, 80), 76, 61));

    /** At any hidden sizes. */
    private static final List<Choice> FREE = List.of(
            choice(2450, 18, 200, List.of(60, 40), 6, 12),
            choice(4090, 18, 200, List.of(80, 40), 12, 13),
            choice(4930, 18, 180, List.of(80, 60), 16, 15),
            choice(5730, 18, 140, List.of(80, 60), 24, 18),
            choice(8250, 22, 240, List.of(100, 60), 20, 24),
            choice(11570, 22, 240, List.of(120, 80), 22, 40),
            choice(16650, 22, 240, List.of(140, 100), 21, 70),
            choice(23530, 24, 280, List.of(160, 100), 32, 80),
            choice(33210, 24, 320, List.of(240, 100), 42, 75));

    /** Around the fewest parameters that reach the paper's dense accuracies. */
    private static final List<Choice> SMALLEST = List.of(
            choice(1270, 16, 120, List.of(40, 20), 6, 7),
            choice(1630, 18, 160, List.of(40, 20), 6, 10),
            choice(1754, 18, 180, List.of(40, 24), 6, 9),
            choice(1824, 18, 180, List.of(50, 24), 5, 12),
            choice(2020, 18, 180, List.of(60, 30), 6, 9));

    /** Dense networks of inputs that were selected as for ours: a stricter control than those of all pixels. */
    private static final List<Choice> SELECTED_DENSE = List.of(
            choice(3174, 18, 200, List.of(14, 14), 14, 14),
            choice(4650, 18, 200, List.of(20, 20), 20, 20),
            choice(6734, 18, 200, List.of(28, 28), 28, 28));

    private Trials() {}

    /**
     * All trials in groups, the more telling first: a reproduction that is stopped early has all seeds of the first groups.
     */
    static List<List<Trial>> groups() {
        return List.of(
                together(Stream.of(sameBudgets(), free(), fewest(), reference(Kind.SPARSE))),
                together(Stream.of(ablation(), distillation())),
                together(Stream.of(denseControls(), reference(Kind.DEEP), reference(Kind.SHALLOW))));
    }

    /** One trial of each kind, the smallest. */
    static List<List<Trial>> quick() {
        return List.of(Stream.of(
                        sameBudgets(),
                        free(),
                        fewest(),
                        reference(Kind.SPARSE),
                        ablation(),
                        distillation(),
                        denseControls())
                .map(trials -> trials.get(0))
                .toList());
    }

    private static List<Trial> reference(Kind kind) {
        return Paper.rows().stream()
                .filter(row -> row.kind() == kind)
                .map(row -> new Trial(row.table(), row.name(), Recipe.PAPER, FULL_SIDE, row.shape(), Change.NONE, 0))
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
                .map(row -> new Trial(row.table(), row.name(), Recipe.BEST, FULL_SIDE, row.shape(), Change.NONE, 0)
                        .withEpochs(epochs(row.parameters())))
                .toList();
    }

    private static List<Trial> free() {
        return FREE.stream()
                .map(choice -> trial(Table.FREE, "sparse " + choice.parameters(), choice)
                        .withEpochs(epochs(choice.parameters())))
                .toList();
    }

    private static List<Trial> fewest() {
        return Stream.concat(
                        SMALLEST.stream().map(choice -> trial(Table.FEWEST, "sparse " + choice.parameters(), choice)),
                        SELECTED_DENSE.stream()
                                .map(choice -> trial(Table.FEWEST, "dense " + choice.parameters(), choice)))
                .toList();
    }

    private static List<Trial> ablation() {
        return Stream.concat(
                        ablation(
                                "2450",
                                chosen(FREE, 2450),
                                choice(2450, 18, 324, List.of(54, 36), 4, 12),
                                choice(2450, FULL_SIDE, 300, List.of(60, 50), 3, 15),
                                choice(2450, 18, 200, List.of(10, 10), 10, 10))
                                .stream(),
                        ablation(
                                "5730",
                                chosen(FREE, 5730),
                                choice(5730, 18, 324, List.of(72, 48), 12, 14),
                                choice(5730, FULL_SIDE, 300, List.of(80, 64), 8, 28),
                                choice(5730, 18, 140, List.of(30, 30), 30, 30))
                                .stream())
                .toList();
    }

    /** Shapes that lack something keep the budget in another way. */
    private static List<Trial> ablation(
            String budget, Choice full, Choice allInputs, Choice fullPicture, Choice narrow) {
        return List.of(
                ablation(budget, "full recipe", full, Change.NONE),
                ablation(budget, "without input selection", allInputs, Change.NONE),
                ablation(budget, "without smaller pictures", fullPicture, Change.NONE),
                ablation(budget, "without local pattern", full, Change.RANDOM_PATTERN),
                ablation(budget, "without width: narrow and dense", narrow, Change.NONE),
                ablation(budget, "without augmentation", full, Change.NO_AUGMENTATION),
                ablation(budget, "without the training recipe", full, Change.PAPER_TRAINING));
    }

    private static Trial ablation(String budget, String part, Choice choice, Change change) {
        return new Trial(Table.ABLATION, budget + ": " + part, Recipe.BEST, choice.side(), choice.shape(), change, 0);
    }

    /** One network, with and without a teacher. */
    private static List<Trial> distillation() {
        Choice student = chosen(FREE, 2450);
        return List.of(
                trial(Table.DISTILLATION, "without distillation", student),
                new Trial(
                        Table.DISTILLATION,
                        "dense teacher 400 256 10, half of what is learned",
                        Recipe.BEST,
                        student.side(),
                        student.shape(),
                        Change.TEACHER,
                        0));
    }

    private static List<Trial> together(Stream<List<Trial>> trials) {
        return trials.flatMap(List::stream).toList();
    }

    private static int epochs(int parameters) {
        return parameters < LARGE ? 0 : LARGE_EPOCHS;
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
        return new Trial(table, row, Recipe.BEST, choice.side(), choice.shape(), Change.NONE, 0);
    }

    private static Choice choice(int parameters, int side, int inputs, List<Integer> hidden, Integer... outDegrees) {
        List<Integer> all = new ArrayList<>(List.of(outDegrees));
        all.add(CLASSES);
        return new Choice(parameters, side, new Shape(inputs, hidden, all));
    }
}
