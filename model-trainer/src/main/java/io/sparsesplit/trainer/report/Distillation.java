package io.sparsesplit.trainer.report;

import io.sparsesplit.trainer.report.document.Block;
import io.sparsesplit.trainer.report.document.Block.Grid;
import io.sparsesplit.trainer.report.document.Block.Heading;
import io.sparsesplit.trainer.report.document.Block.Paragraph;
import java.util.List;

/** Whether a teacher helps. */
final class Distillation {

    /** Row of the network that learnt from labels alone. */
    static final String WITHOUT = "without distillation";

    private Distillation() {}

    static List<Block> of(Results results) {
        List<RunGroup> groups = results.groups(Table.DISTILLATION);
        Heading heading = new Heading(2, "Distillation");
        if (groups.isEmpty()) {
            return List.of(
                    heading,
                    new Paragraph("Left out: there are no such runs yet. `sparsesplit reproduce` makes them."));
        }
        return List.of(
                heading,
                new Paragraph(
                        "The same network with and without a teacher, whose soft answers it learns beside the labels."
                                + " Whether to distil is decided on validation images."),
                new Grid("Distillation", 2, Networks.HEADER, Networks.rows(groups)));
    }
}
