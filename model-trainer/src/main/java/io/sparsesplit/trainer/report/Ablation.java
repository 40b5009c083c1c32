package io.sparsesplit.trainer.report;

import io.sparsesplit.trainer.report.document.Block;
import io.sparsesplit.trainer.report.document.Block.Figure;
import io.sparsesplit.trainer.report.document.Block.Grid;
import io.sparsesplit.trainer.report.document.Block.Heading;
import io.sparsesplit.trainer.report.document.Block.Paragraph;
import io.sparsesplit.trainer.report.plot.Bars;
import io.sparsesplit.trainer.report.plot.Bars.Bar;
import io.sparsesplit.trainer.report.plot.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What each part of the best recipe brings: the accuracy that is lost without it. */
final class Ablation {

    /** Row of the best recipe with all its parts. */
    static final String FULL = "full recipe";

    private static final String SEPARATOR = ": ";

    private Ablation() {}

    static List<Block> of(Results results) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Heading(2, "Ablation"));
        Map<String, List<RunGroup>> budgets = new LinkedHashMap<>();
        results.groups(Table.ABLATION).stream()
                .sorted(Comparator.comparingInt(group -> budget(group).length()))
                .forEach(group -> budgets.computeIfAbsent(budget(group), name -> new ArrayList<>())
                        .add(group));
        if (budgets.isEmpty()) {
            blocks.add(new Paragraph("Left out: there are no such runs yet. `sparsesplit reproduce` makes them."));
            return blocks;
        }
        blocks.add(new Paragraph(
                "The best recipe with one of its parts taken away, by accuracy on validation images; no test image"
                        + " was looked at. The difference is what the part brings, with its sign turned."));
        budgets.forEach((budget, groups) -> blocks.addAll(budget(budget, groups)));
        return blocks;
    }

    private static List<Block> budget(String budget, List<RunGroup> groups) {
        String where = budget.isEmpty() ? "" : " at " + budget;
        Optional<RunGroup> full =
                groups.stream().filter(group -> part(group).equals(FULL)).findFirst();
        if (full.isEmpty()) {
            return List.of(new Paragraph(
                    "Left out%s: row '%s' has not been run. `sparsesplit reproduce` makes it.".formatted(where, FULL)));
        }
        Differences differences = Differences.of(full.orElseThrow(), groups);
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Grid(
                "Ablation%s, validation accuracy".formatted(where),
                1,
                Differences.HEADER,
                Stream.concat(full.stream(), differences.others().stream())
                        .map(group -> differences.row(part(group), group))
                        .toList()));
        List<Bar> bars = bars(differences);
        if (!bars.isEmpty()) {
            String description = "Differences of validation accuracy to the full recipe%s.".formatted(where);
            blocks.add(new Figure(
                    budget.isEmpty() ? "ablation" : "ablation-" + budget.replaceAll("[^A-Za-z0-9]+", "-"),
                    new Bars("points of validation accuracy against the full recipe", Color.BLUE, bars)
                            .svg(description),
                    description,
                    "What is lost without a part of the recipe%s. Bars are standard deviations over seeds of the row itself."
                            .formatted(where)));
        }
        return blocks;
    }

    private static List<Bar> bars(Differences differences) {
        return differences.others().stream()
                .flatMap(group -> differences
                        .difference(group)
                        .map(difference -> new Bar(
                                part(group),
                                difference,
                                group.validation().orElseThrow().deviation(),
                                Notation.difference(difference)))
                        .stream())
                .toList();
    }

    private static String budget(RunGroup group) {
        int separator = group.row().indexOf(SEPARATOR);
        return separator < 0 ? "" : group.row().substring(0, separator);
    }

    private static String part(RunGroup group) {
        int separator = group.row().indexOf(SEPARATOR);
        return separator < 0 ? group.row() : group.row().substring(separator + SEPARATOR.length());
    }
}
