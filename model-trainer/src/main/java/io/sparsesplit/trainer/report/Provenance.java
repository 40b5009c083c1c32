package io.sparsesplit.trainer.report;

import io.sparsesplit.trainer.report.document.Block;
import io.sparsesplit.trainer.report.document.Block.Grid;
import io.sparsesplit.trainer.report.document.Block.Heading;
import io.sparsesplit.trainer.report.document.Block.Listing;
import io.sparsesplit.trainer.report.document.Block.Paragraph;
import io.sparsesplit.trainer.train.Recipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Where the figures come from: commands, seeds, images. */
final class Provenance {

    private static final String COMMANDS = """
            ./sparsesplit download mnist
            ./sparsesplit reproduce           all runs, five seeds each; goes on where it was interrupted
            ./sparsesplit reproduce --quick   a smoke run
            ./sparsesplit sweep               what travels, five seeds of each way; goes on where it was interrupted
            ./sparsesplit competitors         what pictures take that are sent
            ./sparsesplit report              this report again, from the results alone""";

    /** What runs have in common as far as images go. */
    private record Images(
            String split,
            String picture,
            int trainImages,
            int validationImages,
            int testImages,
            Recipe recipe,
            int epochs) {

        static Images of(Run run) {
            return new Images(
                    run.split(),
                    run.picture(),
                    run.trainImages(),
                    run.validationImages(),
                    run.testImages(),
                    run.recipe(),
                    run.epochs());
        }

        List<String> row(long runs) {
            return List.of(
                    split,
                    recipe.toString(),
                    picture,
                    String.valueOf(epochs),
                    Notation.count(trainImages),
                    Notation.count(validationImages),
                    Notation.count(testImages),
                    Notation.count(runs));
        }
    }

    private Provenance() {}

    static List<Block> of(Results results) {
        return List.of(
                new Heading(2, "How to reproduce"),
                new Listing(COMMANDS),
                new Paragraph(
                        "Every figure above is derived from `%s`, one object for each run; the other files beside it hold"
                                        .formatted(Runs.FILE)
                                + " histograms, curves, bytes and sizes. A single run is made again by its own command, which is in its object."),
                new Grid(
                        "Runs",
                        4,
                        List.of("table", "row", "recipe", "command of the first seed", "seeds"),
                        results.groups().stream()
                                .map(group -> List.of(
                                        group.table().toString(),
                                        group.row(),
                                        group.recipe().toString(),
                                        "`" + group.first().command() + "`",
                                        group.seeds()))
                                .toList()),
                new Heading(2, "Data and splits"),
                new Paragraph(
                        "MNIST: 60,000 training and 10,000 test images. Shapes, recipes and thresholds were chosen on"
                                + " validation images, which are held-out training images. A test accuracy was taken once, by a network"
                                + " whose shape and recipe were fixed before; runs that served to choose have none."),
                new Grid(
                        "Images",
                        3,
                        List.of(
                                "split",
                                "recipe",
                                "picture",
                                "epochs",
                                "trained on",
                                "validation images",
                                "test images",
                                "runs"),
                        images(results).entrySet().stream()
                                .map(entry -> entry.getKey().row(entry.getValue()))
                                .toList()));
    }

    private static Map<Images, Long> images(Results results) {
        return results.groups().stream()
                .flatMap(group -> group.runs().stream())
                .collect(Collectors.groupingBy(Images::of, LinkedHashMap::new, Collectors.counting()));
    }
}
