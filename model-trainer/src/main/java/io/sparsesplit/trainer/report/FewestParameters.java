package io.sparsesplit.trainer.report;

import static io.sparsesplit.trainer.report.Networks.text;

import io.sparsesplit.trainer.report.document.Block;
import io.sparsesplit.trainer.report.document.Block.Grid;
import io.sparsesplit.trainer.report.document.Block.Heading;
import io.sparsesplit.trainer.report.document.Block.Paragraph;
import io.sparsesplit.trainer.train.Recipe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The smallest networks, sparse and dense, both trained with the best recipe, whose mean test accuracy reaches that of a dense
 * network of the paper.
 */
final class FewestParameters {

    /** The paper's most accurate dense network. */
    static final Paper.Row PAPERS_BEST_DENSE = Paper.row(Table.II, "deep 33199").orElseThrow();

    private static final List<Paper.Row> TARGETS =
            List.of(Paper.row(Table.I, "deep 16650").orElseThrow(), PAPERS_BEST_DENSE);

    /** A dense network this close above the target, in points, has hit it: there is nothing to interpolate. */
    private static final double HIT = 0.05;

    /** A mean of decimal figures may miss its decimal value by this. */
    private static final double ROUNDING = 1e-9;

    /** A network that was tested. */
    record Reached(RunGroup group, Sample test) {

        int parameters() {
            return group.parameters();
        }
    }

    private final Paper.Row target;
    private final List<Reached> tested;

    FewestParameters(Results results, Paper.Row target) {
        this.target = target;
        this.tested = results.groups().stream()
                .filter(group -> group.recipe() == Recipe.BEST && group.table() != Table.DISTILLATION)
                .flatMap(group -> group.test().map(test -> new Reached(group, test)).stream())
                .sorted(Comparator.comparingInt(Reached::parameters))
                .toList();
    }

    static List<Block> of(Results results) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Heading(2, "Fewest parameters"));
        if (TARGETS.stream()
                .allMatch(
                        target -> new FewestParameters(results, target).sparse().isEmpty())) {
            blocks.add(
                    new Paragraph(
                            "Left out: no sparse network that was tested reaches the paper's dense accuracies. `sparsesplit reproduce` trains some."));
            return blocks;
        }
        blocks.add(
                new Paragraph(
                        "The smallest sparse network of this report whose mean test accuracy reaches that of a dense"
                                + " network of the paper, against that network, and against the smallest dense network that reaches it with the same"
                                + " recipe: one of all pixels, as the paper's, and one of inputs selected as for ours. Where that one is more than %s points better than asked for, the dense parameters are interpolated,"
                                        .formatted(HIT)
                                + " linearly over their logarithm, between it and the next smaller one, which is in favour of dense networks."
                                + " Sparse and dense networks alike are picked by their test means, from those of this report, which were fixed before."));
        List<FewestParameters> fewest = TARGETS.stream()
                .map(target -> new FewestParameters(results, target))
                .toList();
        blocks.add(new Grid(
                "Fewest parameters against the paper's dense networks",
                1,
                List.of(
                        "accuracy to reach",
                        "paper's dense parameters",
                        "sparse parameters",
                        "sparse accuracy",
                        "worst",
                        "n",
                        "times fewer"),
                fewest.stream().map(FewestParameters::againstThePaper).toList()));
        blocks.add(new Grid(
                "Fewest parameters against dense networks with the same recipe",
                2,
                List.of(
                        "accuracy to reach",
                        "dense network of",
                        "smallest dense that reaches it",
                        "its accuracy",
                        "dense parameters",
                        "sparse parameters",
                        "times fewer"),
                fewest.stream()
                        .flatMap(one -> Stream.of(
                                one.againstTheSameRecipe("all pixels", one.dense()),
                                one.againstTheSameRecipe("selected inputs", one.denseOfSelectedInputs())))
                        .toList()));
        List<RunGroup> candidates = results.groups(Table.FEWEST);
        if (!candidates.isEmpty()) {
            blocks.add(
                    new Grid("All networks trained for this section", 2, Networks.HEADER, Networks.rows(candidates)));
        }
        return blocks;
    }

    Paper.Row target() {
        return target;
    }

    /** The smallest sparse network that reaches the target. */
    Optional<Reached> sparse() {
        return smallest(network -> !network.group().shape().isDense());
    }

    /** The smallest dense network of all pixels that reaches the target. */
    Optional<Reached> dense() {
        return smallest(FewestParameters::isDenseOfAllPixels);
    }

    /** The smallest dense network that reaches the target with inputs selected as for sparse ones: a stricter control. */
    Optional<Reached> denseOfSelectedInputs() {
        return smallest(network -> network.group().shape().isDense() && !isDenseOfAllPixels(network));
    }

    private static boolean isDenseOfAllPixels(Reached network) {
        return network.group().shape().isDense() && network.group().shape().inputs() == Paper.INPUTS;
    }

    /** Parameters at which dense networks reach the target: those of the smallest that does, or fewer, by interpolation. */
    double denseParameters(Reached dense) {
        Optional<Reached> below = tested.stream()
                .filter(network -> network.group().shape().isDense()
                        && isDenseOfAllPixels(network) == isDenseOfAllPixels(dense)
                        && network.parameters() < dense.parameters())
                .reduce((smaller, larger) -> larger);
        if (below.isEmpty() || isHit(dense)) {
            return dense.parameters();
        }
        Reached other = below.orElseThrow();
        double share = (target.accuracy() - other.test().mean())
                / (dense.test().mean() - other.test().mean());
        double low = StrictMath.log(other.parameters());
        return StrictMath.exp(low + share * (StrictMath.log(dense.parameters()) - low));
    }

    /** How many times fewer parameters the sparse network has than dense ones need. */
    Optional<Double> reduction() {
        return sparse().flatMap(sparse -> dense().map(dense -> denseParameters(dense) / sparse.parameters()));
    }

    private boolean isHit(Reached dense) {
        return dense.test().mean() - target.accuracy() <= HIT;
    }

    private Optional<Reached> smallest(Predicate<Reached> kind) {
        return tested.stream()
                .filter(kind.and(network -> network.test().mean() >= target.accuracy() - ROUNDING))
                .findFirst();
    }

    private List<String> againstThePaper() {
        Optional<Reached> sparse = sparse();
        Optional<Sample> test = sparse.map(Reached::test);
        return List.of(
                Notation.percent(target.accuracy()),
                Notation.count(target.parameters()),
                parameters(sparse),
                text(test, Sample::toString),
                text(test, sample -> Notation.percent(sample.worst())),
                text(test, sample -> String.valueOf(sample.runs())),
                sparse.map(network -> Notation.factor((double) target.parameters() / network.parameters()))
                        .orElse(Notation.NONE));
    }

    private List<String> againstTheSameRecipe(String inputs, Optional<Reached> dense) {
        return List.of(
                Notation.percent(target.accuracy()),
                inputs,
                parameters(dense),
                text(dense.map(Reached::test), Sample::toString),
                dense.map(this::denseText).orElse(Notation.NONE),
                parameters(sparse()),
                dense.flatMap(network -> sparse().map(sparse -> denseParameters(network) / sparse.parameters()))
                        .map(Notation::factor)
                        .orElse(Notation.NONE));
    }

    private static String parameters(Optional<Reached> network) {
        return network.map(present -> Notation.count(present.parameters())).orElse(Notation.NONE);
    }

    String denseText(Reached dense) {
        long parameters = Math.round(denseParameters(dense));
        return Notation.count(parameters) + (parameters == dense.parameters() ? "" : " (interpolated)");
    }
}
