package io.sparsesplit.trainer.report;

import io.sparsesplit.trainer.report.FewestParameters.Reached;
import io.sparsesplit.trainer.report.document.Block;
import io.sparsesplit.trainer.report.document.Block.Grid;
import io.sparsesplit.trainer.report.document.Block.Heading;
import io.sparsesplit.trainer.report.document.Block.Paragraph;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What was to be reached, what was, and what an honest competitor reaches with the same means. */
final class Summary {

    private static final String NOT_RUN = "not run";

    private Summary() {}

    static List<Block> of(Results results) {
        List<List<String>> rows = new ArrayList<>();
        Goal.ALL.forEach(goal -> rows.add(accuracy(results, goal)));
        rows.addAll(fewest(results));
        return List.of(
                new Heading(2, "Summary"),
                new Paragraph(
                        "Test accuracies on MNIST in percent: mean ± sample standard deviation over seeds, and the worst"
                                + " seed. The honest competitor of a sparse network is a dense one of the paper's, of the same size"
                                + " and trained with the same, better recipe; where there are two, the better one. Floors are what"
                                + " feasibility runs had reached; the aim for the paper's hidden sizes is the floor of free shapes."),
                new Grid("Goals", 1, List.of("what", "floor", "aim", "reached", "honest competitor"), rows));
    }

    private static List<String> accuracy(Results results, Goal goal) {
        Optional<Sample> test = results.test(goal.table(), goal.row(), Recipe.BEST);
        return List.of(
                "accuracy with %s parameters, %s"
                        .formatted(
                                Notation.count(goal.budget().parameters()),
                                goal.table() == Table.FREE
                                        ? "free shape"
                                        : "hidden " + goal.budget().shape().hiddenText()),
                Notation.percent(goal.floor()),
                goal.aim() == null ? Notation.NONE : Notation.percent(goal.aim()),
                test.map(sample -> sample.withWorst() + below(sample.mean() < goal.floor()))
                        .orElse(NOT_RUN),
                competitor(results, goal));
    }

    private static String competitor(Results results, Goal goal) {
        return Paper.controls(goal.budget()).stream()
                .flatMap(row -> results.group(row.table(), row.name(), Recipe.BEST).stream())
                .filter(group -> group.test().isPresent())
                .max(Comparator.comparingDouble(
                        group -> group.test().orElseThrow().mean()))
                .map(group -> "%s: %s".formatted(group.row(), group.test().orElseThrow()))
                .orElse(NOT_RUN);
    }

    private static List<List<String>> fewest(Results results) {
        FewestParameters fewest = new FewestParameters(results, FewestParameters.PAPERS_BEST_DENSE);
        Optional<Reached> sparse = fewest.sparse();
        String competitor = fewest.dense()
                .map(dense -> Notation.count(Math.round(fewest.denseParameters(dense))) + " dense")
                .orElse(NOT_RUN);
        return List.of(
                List.of(
                        "fewest parameters that reach the paper's dense %s (it needs %s)"
                                .formatted(
                                        Notation.percent(fewest.target().accuracy()),
                                        Notation.count(fewest.target().parameters())),
                        Notation.count(Goal.FEWEST_FLOOR),
                        Notation.count(Goal.FEWEST_AIM),
                        sparse.map(reached -> "%s with %s%s"
                                        .formatted(
                                                Notation.count(reached.parameters()),
                                                reached.test().withWorst(),
                                                below(reached.parameters() > Goal.FEWEST_FLOOR)))
                                .orElse(NOT_RUN),
                        competitor),
                List.of(
                        "how many times fewer than dense, same recipe, same accuracy",
                        Notation.factor(Goal.REDUCTION_FLOOR),
                        Notation.factor(Goal.REDUCTION_AIM),
                        fewest.reduction()
                                .map(factor -> Notation.factor(factor) + below(factor < Goal.REDUCTION_FLOOR))
                                .orElse(NOT_RUN),
                        competitor));
    }

    private static String below(boolean missed) {
        return missed ? " (misses the floor)" : "";
    }
}
