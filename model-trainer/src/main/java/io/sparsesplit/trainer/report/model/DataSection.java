package io.sparsesplit.trainer.report.model;

import io.sparsesplit.trainer.evaluate.ConfusionMatrix;
import io.sparsesplit.trainer.history.DataCounts;
import io.sparsesplit.trainer.history.DataCounts.Part;
import io.sparsesplit.trainer.report.document.Block;
import io.sparsesplit.trainer.report.document.Block.Grid;
import io.sparsesplit.trainer.report.document.Block.Heading;
import io.sparsesplit.trainer.report.document.Block.Paragraph;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Shows the number of images of each class in each part, and what is wrong with them. */
record DataSection(ReportInput input) {

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Heading(2, "Data"));
        DataCounts data = input.run() == null ? null : input.run().data();
        if (data == null) {
            blocks.add(
                    new Paragraph("Number of images of each class for training and validation: %s. Of the test images:"
                            .formatted(Text.NOT_RECORDED)));
            blocks.add(ofTestImages());
            return blocks;
        }
        data.warnings().forEach(warning -> blocks.add(new Paragraph("⚠ " + warning)));
        blocks.add(counts(data));
        return blocks;
    }

    private Grid ofTestImages() {
        ConfusionMatrix confusion = input.evaluation().cascade().confusion();
        return new Grid(
                "Images of each class",
                1,
                List.of("class", "test"),
                IntStream.range(0, input.labels().size())
                        .mapToObj(c -> List.of(input.labels().get(c), Text.whole(confusion.images(c))))
                        .toList());
    }

    private static Grid counts(DataCounts data) {
        List<String> header = new ArrayList<>(List.of("class"));
        data.parts().forEach(part -> {
            header.add(part.name());
            header.add("%");
        });
        List<List<String>> rows = new ArrayList<>();
        for (int c = 0; c < data.labels().size(); c++) {
            List<String> row = new ArrayList<>(List.of(data.labels().get(c)));
            for (Part part : data.parts()) {
                int count = part.counts().get(c);
                row.add(Text.whole(count));
                row.add(Text.decimals(100.0 * count / Math.max(1, part.images()), 1));
            }
            rows.add(row);
        }
        List<String> sum = new ArrayList<>(List.of("all"));
        for (Part part : data.parts()) {
            sum.add(Text.whole(part.images()));
            sum.add("");
        }
        rows.add(sum);
        return new Grid("Images of each class", 1, header, rows);
    }
}
