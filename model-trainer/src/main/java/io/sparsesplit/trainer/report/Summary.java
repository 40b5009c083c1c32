package io.sparsesplit.trainer.report;

import static io.sparsesplit.trainer.report.Networks.text;

import io.sparsesplit.trainer.report.FewestParameters.Reached;
import io.sparsesplit.trainer.report.document.Block;
import io.sparsesplit.trainer.report.document.Block.Grid;
import io.sparsesplit.trainer.report.document.Block.Heading;
import io.sparsesplit.trainer.report.document.Block.Paragraph;
import io.sparsesplit.trainer.train.Recipe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;

/** What was to be reached, what was, and what an honest competitor reaches with the same means. */
final class Summary {

    private static final String NOT_RUN = GoalResult.NOT_RUN.toString();

    private Summary() {}

    static List<Block> of(Results results) {
        List<List<String>> rows = new ArrayList<>();
        Goal.ALL.forEach(goal -> rows.add(accuracy(results, goal)));
        FewestParameters fewest = new FewestParameters(results, FewestParameters.PAPERS_BEST_DENSE);
        rows.add(parameters(fewest));
        rows.add(reduction(fewest));
        return List.of(
                new Heading(2, "Summary"),
                new Paragraph(
                        "Test accuracies on MNIST in percent: mean ± sample standard deviation over n seeds, and the worst"
                                + " of them. %s".formatted(seeds(results))),
                new Paragraph(
                        "Floors and aims were set before. The honest competitor of a sparse network is a dense one of the same size, trained with"
                                + " the same, better recipe: of the paper's deep and shallow network the better one."),
                new Grid(
                        "Goals",
                        1,
                        List.of("what", "floor", "aim", "reached", "worst", "n", "verdict", "honest competitor"),
                        rows));
    }

    private static String seeds(Results results) {
        IntSummaryStatistics seeds =
                results.groups().stream().mapToInt(group -> group.runs().size()).summaryStatistics();
        return seeds.getMin() == seeds.getMax()
                ? "Seeds of each row: %d.".formatted(seeds.getMax())
                : "Seeds of each row: %d to %d.".formatted(seeds.getMin(), seeds.getMax());
    }

    private static List<String> accuracy(Results results, Goal goal) {
        Paper.Row budget = goal.budget();
        Optional<Sample> test = results.test(goal.table(), goal.row(), Recipe.BEST);
        return List.of(
                "%s parameters, %s"
                        .formatted(
                                Notation.count(budget.parameters()),
                                goal.table() == Table.FREE
                                        ? "free shape"
                                        : "hidden " + budget.shape().hiddenText()),
                Notation.percent(goal.floor()),
                Notation.percent(goal.aim()),
                text(test, Sample::toString),
                text(test, sample -> Notation.percent(sample.worst())),
                text(test, sample -> String.valueOf(sample.runs())),
                test.map(sample -> GoalResult.of(sample.mean() >= goal.floor(), sample.mean() >= goal.aim()))
                        .orElse(GoalResult.NOT_RUN)
                        .toString(),
                competitor(results, budget));
    }

    private static String competitor(Results results, Paper.Row budget) {
        return Paper.controls(budget).stream()
                .flatMap(row -> results.group(row.table(), row.name(), Recipe.BEST).stream())
                .filter(group -> group.test().isPresent())
                .max(Comparator.comparingDouble(
                        group -> group.test().orElseThrow().mean()))
                .map(group -> "%s: %s".formatted(group.row(), group.test().orElseThrow()))
                .orElse(NOT_RUN);
    }

    private static List<String> parameters(FewestParameters fewest) {
        Optional<Reached> sparse = fewest.sparse();
        Optional<Sample> test = sparse.map(Reached::test);
        return List.of(
                "fewest parameters for %s %%, where the paper's dense network has %s"
                        .formatted(
                                Notation.percent(fewest.target().accuracy()),
                                Notation.count(fewest.target().parameters())),
                Notation.count(Goal.fewest(fewest.target(), Goal.FEWER_FLOOR)),
                Notation.count(Goal.fewest(fewest.target(), Goal.FEWER_AIM)),
                sparse.map(network -> "%s: %s".formatted(Notation.count(network.parameters()), network.test()))
                        .orElse(Notation.NONE),
                text(test, sample -> Notation.percent(sample.worst())),
                text(test, sample -> String.valueOf(sample.runs())),
                sparse.map(network -> GoalResult.of(
                                network.parameters() <= Goal.fewest(fewest.target(), Goal.FEWER_FLOOR),
                                network.parameters() <= Goal.fewest(fewest.target(), Goal.FEWER_AIM)))
                        .orElse(GoalResult.NOT_RUN)
                        .toString(),
                fewest.dense().map(dense -> "dense " + fewest.denseText(dense)).orElse(NOT_RUN));
    }

    private static List<String> reduction(FewestParameters fewest) {
        Optional<Double> reduction = fewest.reduction();
        return List.of(
                "so many times fewer than dense, same recipe, same accuracy",
                Notation.factor(Goal.REDUCTION_FLOOR),
                Notation.factor(Goal.REDUCTION_AIM),
                reduction.map(Notation::factor).orElse(Notation.NONE),
                Notation.NONE,
                Notation.NONE,
                reduction
                        .map(factor -> GoalResult.of(factor >= Goal.REDUCTION_FLOOR, factor >= Goal.REDUCTION_AIM))
                        .orElse(GoalResult.NOT_RUN)
                        .toString(),
                Notation.factor(1));
    }
}
