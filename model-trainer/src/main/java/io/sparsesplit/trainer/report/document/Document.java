package io.sparsesplit.trainer.report.document;

import io.sparsesplit.trainer.report.document.Block.Figure;
import java.util.List;

/**
 * A text of headings, paragraphs, tables and figures.
 *
 * @param title of all
 * @param blocks in their order
 */
public record Document(String title, List<Block> blocks) {

    public Document {
        blocks = List.copyOf(blocks);
    }

    public List<Figure> figures() {
        return blocks.stream()
                .filter(Figure.class::isInstance)
                .map(Figure.class::cast)
                .toList();
    }
}
