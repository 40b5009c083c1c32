package io.sparsesplit.trainer.report.document;

import java.util.List;

/** A part of a {@link Document}. In every text, what stands between backticks is code. */
public sealed interface Block {

    /** A heading of level 2 or 3. */
    record Heading(int level, String text) implements Block {}

    /** A paragraph. */
    record Paragraph(String text) implements Block {}

    /** A sentence that nobody may miss. */
    record Notice(String text) implements Block {}

    /** Lines of a terminal, as they are. */
    record Listing(String text) implements Block {}

    /**
     * A table.
     *
     * @param caption what it shows
     * @param texts how many columns hold text, the first ones; the others hold figures and stand on the right
     * @param header of each column
     * @param rows each as long as the header
     */
    record Grid(String caption, int texts, List<String> header, List<List<String>> rows) implements Block {

        public Grid {
            for (List<String> row : rows) {
                if (row.size() != header.size()) {
                    throw new IllegalArgumentException(
                            "'%s' has %d columns, but a row of %d".formatted(caption, header.size(), row.size()));
                }
            }
        }
    }

    /**
     * Small pictures side by side.
     *
     * @param caption what they show
     * @param pictures in their order
     */
    record Gallery(String caption, List<Picture> pictures) implements Block {}

    /**
     * A small picture.
     *
     * @param png PNG file in Base64
     * @param description for those who do not see it
     * @param lines text below it
     */
    record Picture(String png, String description, List<String> lines) {}

    /**
     * A plot.
     *
     * @param name of its file, without folder and ending
     * @param svg all of it
     * @param description for those who do not see it
     * @param caption below it
     */
    record Figure(String name, String svg, String description, String caption) implements Block {}
}
