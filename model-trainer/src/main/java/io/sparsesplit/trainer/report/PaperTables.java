package io.sparsesplit.trainer.report;

import static io.sparsesplit.trainer.report.Networks.text;

import io.sparsesplit.trainer.report.document.Block;
import io.sparsesplit.trainer.report.document.Block.Grid;
import io.sparsesplit.trainer.report.document.Block.Heading;
import io.sparsesplit.trainer.report.document.Block.Paragraph;
import io.sparsesplit.trainer.train.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tables I and II: the paper's figure, the reference recipe run again, the best recipe at the same budgets; and free shapes. */
final class PaperTables {

    private PaperTables() {}

    /** A table of the paper. */
    static List<Block> of(Results results, Table table) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Heading(2, "Table " + table));
        if (table == Table.I) {
            blocks.add(new Paragraph(
                    "In the paper the parameters of the first two rows stand swapped; here they are those of"
                            + " their configurations."));
        }
        List<Paper.Row> rows = Paper.rows(table);
        blocks.add(new Grid(
                "Table %s, reference recipe".formatted(table),
                1,
                List.of("row", "hidden", "out-degree", "parameters", "paper", "run again", "worst", "n", "difference"),
                rows.stream().map(row -> again(results, row)).toList()));
        blocks.add(new Grid(
                "Table %s, best recipe".formatted(table),
                1,
                List.of(
                        "row",
                        "inputs",
                        "hidden",
                        "out-degree",
                        "parameters",
                        "paper",
                        "best recipe",
                        "worst",
                        "n",
                        "difference"),
                rows.stream().map(row -> best(results, row)).toList()));
        return blocks;
    }

    /** The paper's budgets, with shapes of our own. */
    static List<Block> free(Results results) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Heading(2, "Free shapes"));
        List<Paper.Row> budgets = Paper.rows().stream()
                .filter(row -> row.kind() == Paper.Kind.SPARSE)
                .map(row -> Paper.sparse(row.name()).get(0))
                .distinct()
                .sorted((a, b) -> Integer.compare(a.parameters(), b.parameters()))
                .filter(row ->
                        results.group(Table.FREE, row.name(), Recipe.BEST).isPresent())
                .toList();
        if (budgets.isEmpty()) {
            blocks.add(new Paragraph("Left out: there are no such runs yet. `sparsesplit reproduce` makes them."));
            return blocks;
        }
        blocks.add(new Paragraph(
                "The paper's budgets, best recipe, hidden layers and out-degrees chosen on validation images."
                        + " Of the paper's two figures at 11,570 parameters the better one is shown."));
        blocks.add(new Grid(
                "Free shapes, best recipe",
                1,
                List.of(
                        "budget of",
                        "inputs",
                        "hidden",
                        "out-degree",
                        "parameters",
                        "paper",
                        "free shape",
                        "worst",
                        "n",
                        "difference",
                        "paper's hidden sizes, best recipe"),
                budgets.stream().map(row -> free(results, row)).toList()));
        return blocks;
    }

    private static List<String> again(Results results, Paper.Row row) {
        List<String> cells = new ArrayList<>(List.of(
                row.name(), row.shape().hiddenText(), row.shape().outDegreeText(), Notation.count(row.parameters())));
        cells.addAll(against(row, results.test(row.table(), row.name(), Recipe.PAPER)));
        return cells;
    }

    private static List<String> best(Results results, Paper.Row row) {
        Optional<RunGroup> group = results.group(row.table(), row.name(), Recipe.BEST);
        List<String> cells = new ArrayList<>(List.of(row.name()));
        cells.addAll(shape(group));
        cells.addAll(against(row, group.flatMap(RunGroup::test)));
        return cells;
    }

    private static List<String> free(Results results, Paper.Row row) {
        Optional<RunGroup> group = results.group(Table.FREE, row.name(), Recipe.BEST);
        List<String> cells = new ArrayList<>(List.of(row.name()));
        cells.addAll(shape(group));
        cells.addAll(against(row, group.flatMap(RunGroup::test)));
        cells.add(text(results.test(row.table(), row.name(), Recipe.BEST), Sample::toString));
        return cells;
    }

    private static List<String> shape(Optional<RunGroup> group) {
        return group.map(present -> List.of(
                        String.valueOf(present.shape().inputs()),
                        present.shape().hiddenText(),
                        present.shape().outDegreeText(),
                        Notation.count(present.parameters())))
                .orElse(List.of(Notation.NONE, Notation.NONE, Notation.NONE, Notation.NONE));
    }

    private static List<String> against(Paper.Row row, Optional<Sample> test) {
        return List.of(
                Notation.percent(row.accuracy()),
                text(test, Sample::toString),
                text(test, sample -> Notation.percent(sample.worst())),
                text(test, sample -> String.valueOf(sample.runs())),
                text(test, sample -> Notation.difference(sample.mean() - row.accuracy())));
    }
}
