package io.sparsesplit.trainer.report;

import io.sparsesplit.trainer.report.document.Block;
import io.sparsesplit.trainer.report.document.Block.Grid;
import io.sparsesplit.trainer.report.document.Block.Heading;
import io.sparsesplit.trainer.report.document.Block.Paragraph;
import java.util.List;

/** What published models take on the edge. */
final class Sizes {

    private Sizes() {}

    static List<Block> of(Results results) {
        Heading heading = new Heading(2, "Size on the edge");
        if (results.sizes().isEmpty()) {
            return List.of(
                    heading,
                    new Paragraph("Left out: there is no `%s`. `sparsesplit curves MODEL` makes it."
                            .formatted(ModelSize.FILE)));
        }
        return List.of(
                heading,
                new Grid(
                        "Files of published models on the edge",
                        1,
                        List.of(
                                "model",
                                "parameters",
                                "head in bytes",
                                "manifest in bytes",
                                "head bytes per parameter",
                                "exit's test accuracy"),
                        results.sizes().stream().map(Sizes::row).toList()));
    }

    private static List<String> row(ModelSize size) {
        return List.of(
                size.model(),
                Notation.count(size.parameters()),
                Notation.count(size.headBytes()),
                Notation.count(size.manifestBytes()),
                Notation.decimals((double) size.headBytes() / size.parameters(), 2),
                Notation.percent(size.accuracy()));
    }
}
