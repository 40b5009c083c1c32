package io.sparsesplit.trainer.report.model;

import io.sparsesplit.trainer.evaluate.ConfusionMatrix;
import io.sparsesplit.trainer.evaluate.Performance;
import io.sparsesplit.trainer.report.document.Block;
import io.sparsesplit.trainer.report.document.Block.Figure;
import io.sparsesplit.trainer.report.document.Block.Grid;
import io.sparsesplit.trainer.report.document.Block.Heading;
import io.sparsesplit.trainer.report.document.Block.Paragraph;
import io.sparsesplit.trainer.report.plot.HeatMap;
import java.util.ArrayList;
import java.util.List;

/** Shows the confusion matrices of cascade, exit and tail, and the most frequent mistakes of the cascade. */
record ConfusionSection(ReportInput input) {

    /** Number of classes above which a matrix cannot be read. */
    private static final int MOST_CLASSES = 120;

    private static final int FREQUENT = 15;

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Heading(2, "Confusion"));
        if (input.labels().size() <= MOST_CLASSES) {
            blocks.addAll(matrix(
                    "cascade", "Cascade: what a client gets", input.evaluation().cascade()));
        } else {
            blocks.add(new Paragraph("Matrices of %d classes are not drawn; all counts are in `report.json`."
                    .formatted(input.labels().size())));
        }
        blocks.add(frequent(input.evaluation().cascade().confusion()));
        if (input.labels().size() <= MOST_CLASSES) {
            blocks.addAll(matrix(
                    "exit", "Exit, asked for all images", input.evaluation().exit()));
            blocks.addAll(matrix(
                    "tail", "Tail, asked for all images", input.evaluation().tail()));
        }
        return blocks;
    }

    private List<Block> matrix(String name, String title, Performance performance) {
        ConfusionMatrix confusion = performance.confusion();
        String description = "Confusion matrix. %s: %d of %d images correct"
                .formatted(title, confusion.correct(), confusion.images());
        return List.of(
                new Heading(3, title),
                new Figure(
                        "confusion-" + name,
                        new HeatMap(input.labels(), confusion::count).svg(description),
                        description,
                        "A row for each true class, a column for each answer; a stronger colour is a larger share of the row. %d of %d images"
                                        .formatted(confusion.correct(), confusion.images())
                                + " are answered correctly."));
    }

    private Grid frequent(ConfusionMatrix confusion) {
        return new Grid(
                "Most frequent mistakes of the cascade",
                2,
                List.of("truth", "answer", "images", "% of the class"),
                confusion.confusions().stream()
                        .limit(FREQUENT)
                        .map(one -> List.of(
                                input.labels().get(one.truth()),
                                input.labels().get(one.answer()),
                                Text.whole(one.images()),
                                Text.decimals(100.0 * one.images() / confusion.images(one.truth()), 1)))
                        .toList());
    }
}
