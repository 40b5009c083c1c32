package io.sparsesplit.trainer.report.model;

import io.sparsesplit.trainer.evaluate.ConfusionMatrix;
import io.sparsesplit.trainer.report.document.Block;
import io.sparsesplit.trainer.report.document.Block.Grid;
import io.sparsesplit.trainer.report.document.Block.Heading;
import java.util.ArrayList;
import java.util.List;

/** Shows recall and precision of each class with intervals, and what the edge answers of it. */
record ClassSection(ReportInput input) {

    List<Block> blocks() {
        return List.of(new Heading(2, "Classes"), classes(), edge());
    }

    private Grid classes() {
        ConfusionMatrix all = input.evaluation().cascade().confusion();
        List<List<String>> rows = new ArrayList<>();
        for (int c = 0; c < all.classes(); c++) {
            rows.add(List.of(
                    input.labels().get(c),
                    Text.whole(all.images(c)),
                    Text.percent(all.recall(c), all.images(c)),
                    Text.interval(all.recallInterval(c), all.images(c)),
                    Text.whole(all.answers(c)),
                    Text.percent(all.precision(c), all.answers(c)),
                    Text.interval(all.precisionInterval(c), all.answers(c)),
                    Text.percent(input.evaluation().exit().confusion().recall(c), all.images(c)),
                    Text.percent(input.evaluation().tail().confusion().recall(c), all.images(c))));
        }
        return new Grid(
                "Recall and precision of the cascade, and recall of exit and tail alone, in percent",
                1,
                List.of(
                        "class",
                        "images",
                        "recall",
                        "95 % interval",
                        "answers",
                        "precision",
                        "95 % interval",
                        "exit",
                        "tail"),
                rows);
    }

    private Grid edge() {
        ConfusionMatrix all = input.evaluation().cascade().confusion();
        ConfusionMatrix edge = input.evaluation().edge().confusion();
        List<List<String>> rows = new ArrayList<>();
        for (int c = 0; c < all.classes(); c++) {
            rows.add(List.of(
                    input.labels().get(c),
                    Text.whole(all.images(c)),
                    Text.whole(edge.images(c)),
                    Text.percent(100.0 * edge.images(c) / Math.max(1, all.images(c)), all.images(c)),
                    Text.percent(edge.recall(c), edge.images(c)),
                    Text.interval(edge.recallInterval(c), edge.images(c))));
        }
        return new Grid(
                "What the edge answers by itself, in percent",
                1,
                List.of("class", "images", "on the edge", "share", "correct there", "95 % interval"),
                rows);
    }
}
