package io.sparsesplit.trainer.report.model;

import io.sparsesplit.model.image.Picture;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.data.Png;
import io.sparsesplit.trainer.evaluate.Mistake;
import io.sparsesplit.trainer.report.document.Block;
import io.sparsesplit.trainer.report.document.Block.Gallery;
import io.sparsesplit.trainer.report.document.Block.Heading;
import io.sparsesplit.trainer.report.document.Block.Paragraph;
import java.util.Base64;
import java.util.List;

/** Shows the wrong answers that were given with most confidence, as pictures. */
record MistakeSection(ReportInput input) {

    List<Block> blocks() {
        List<Mistake> mistakes = input.evaluation().worstMistakes();
        return List.of(
                new Heading(2, "Worst mistakes"),
                mistakes.isEmpty()
                        ? new Paragraph("No test image is answered wrongly.")
                        : new Gallery(
                                "Wrong answers with most confidence, as the network sees the pictures. A picture that looks right as"
                                        + " answered may have a wrong label.",
                                mistakes.stream().map(this::picture).toList()));
    }

    private Block.Picture picture(Mistake mistake) {
        String truth = input.labels().get(mistake.truth());
        String answer = input.labels().get(mistake.answer());
        LabelledImages images = input.images();
        byte[] png = Png.encode(
                new Picture(images.width(), images.height(), images.channels(), images.picture(mistake.image())));
        return new Block.Picture(
                Base64.getEncoder().encodeToString(png),
                "Test image %d, of class %s, answered as %s".formatted(mistake.image(), truth, answer),
                List.of(
                        "is %s".formatted(truth),
                        "answered %s".formatted(answer),
                        "%s %% sure, by the %s"
                                .formatted(
                                        Text.decimals(100 * mistake.confidence(), 1),
                                        mistake.local() ? "edge" : "cloud"),
                        "test image %d".formatted(mistake.image())));
    }
}
