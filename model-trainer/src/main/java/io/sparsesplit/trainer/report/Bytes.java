package io.sparsesplit.trainer.report;

import io.sparsesplit.trainer.report.document.Block;
import io.sparsesplit.trainer.report.document.Block.Heading;
import io.sparsesplit.trainer.report.document.Block.Paragraph;
import java.util.ArrayList;
import java.util.List;

/** What travels of an image, and what that does to the answers. */
final class Bytes {

    private Bytes() {}

    static List<Block> of(Results results) {
        TransportVariants ways = results.ways();
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Heading(2, "Bytes"));
        if (ways.all().isEmpty()) {
            blocks.add(new Paragraph(
                    "Left out: there is no `%s`. `sparsesplit sweep` makes it.".formatted(BytesPoint.FILE)));
            return blocks;
        }
        blocks.add(new Paragraph(
                "What is compared is the length of the coded features that travel, or of the coded picture, with the test accuracy of the answers."
                        + " Either every image is sent, which compares codes on the same images, or only what the exit does not"
                        + " answer, which are harder images. Means ± sample standard deviations over n seeds;"
                        + " the worst is the longest, or the smallest factor. The reference is the same network with features as float32;"
                        + " differences are in points of accuracy, seed by seed."));
        blocks.add(new Paragraph(
                "Beta is the rate weight in training: the loss is the cross-entropy plus beta for each bit that travels."
                        + " Bits and beta were chosen by means over validation images, all of them sent: of the ways that reach the aim"
                        + " there, or else the floor, the one that is right most often. The figures are those of test images. A goal is held to its accuracy there again: `%s` says that it is lost."
                                .formatted(GoalResult.ACCURACY_MISSED)));
        blocks.addAll(new BytesGoals(ways).grids());
        blocks.addAll(BytesFigures.of(ways));
        blocks.addAll(BytesTables.of(ways));
        return blocks;
    }
}
