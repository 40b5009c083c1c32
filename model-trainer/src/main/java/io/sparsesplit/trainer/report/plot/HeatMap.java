package io.sparsesplit.trainer.report.plot;

import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;

/**
 * A confusion matrix as a table of coloured cells: a row for each true class, a column for each answer. A cell is coloured the stronger, the
 * larger its share of the row; right answers and mistakes differ in hue.
 */
public final class HeatMap {

    private static final int LETTER = 8;
    private static final int MOST_LETTERS = 24;
    private static final int MARGIN = 14;
    private static final int CAPTION = 26;
    private static final double FAINTEST = 0.1;
    private static final double RANGE = 0.5;
    /** Below this size counts do not fit their cells. */
    private static final int READABLE = 24;

    private final List<String> labels;
    private final IntBinaryOperator counts;
    private final int cell;
    private final int names;

    /**
     * A matrix.
     *
     * @param labels names of the classes
     * @param counts number of images by truth and answer
     */
    public HeatMap(List<String> labels, IntBinaryOperator counts) {
        this.labels = labels.stream()
                .map(label -> label.length() > MOST_LETTERS ? label.substring(0, MOST_LETTERS - 1) + "…" : label)
                .toList();
        this.counts = counts;
        this.cell = labels.size() <= 12 ? 46 : labels.size() <= 30 ? 30 : 16;
        int longest = this.labels.stream().mapToInt(String::length).max().orElse(1);
        this.names = Math.max(24, longest * LETTER);
    }

    /** The matrix as SVG; the description is for those who do not see it. */
    public String svg(String description) {
        int size = labels.size() * cell;
        int left = CAPTION + names + 10;
        boolean upright = names > cell;
        int top = CAPTION + (upright ? names : 18) + 8;
        Svg svg = new Svg(left + size + MARGIN, top + size + MARGIN, description);
        svg.caption(left + size / 2.0, 16, "answer");
        svg.upright(14, top + size / 2.0, "truth");
        for (int c = 0; c < labels.size(); c++) {
            double middle = (c + 0.5) * cell;
            svg.label("end", left - 8, top + middle + 4.5, labels.get(c));
            if (upright) {
                svg.climbing(left + middle + 4.5, top - 8, labels.get(c));
            } else {
                svg.label("middle", left + middle, top - 8, labels.get(c));
            }
        }
        for (int line = 0; line <= labels.size(); line++) {
            svg.grid(left, top + line * cell, left + size, top + line * cell);
            svg.grid(left + line * cell, top, left + line * cell, top + size);
        }
        for (int truth = 0; truth < labels.size(); truth++) {
            drawRow(svg, truth, left, top);
        }
        return svg.finish();
    }

    private void drawRow(Svg svg, int row, int left, int top) {
        int truth = row;
        int images = IntStream.range(0, labels.size())
                .map(answer -> counts.applyAsInt(truth, answer))
                .sum();
        for (int answer = 0; answer < labels.size(); answer++) {
            int count = counts.applyAsInt(truth, answer);
            if (count == 0) {
                continue;
            }
            double share = (double) count / images;
            double x = left + answer * cell;
            double y = top + truth * cell;
            svg.cell(
                    truth == answer ? Color.BLUE : Color.RED,
                    FAINTEST + RANGE * Math.sqrt(share),
                    x,
                    y,
                    cell,
                    "%d of %d images of %s answered as %s"
                            .formatted(count, images, labels.get(truth), labels.get(answer)));
            if (cell >= READABLE) {
                svg.label("middle", x + cell / 2.0, y + cell / 2.0 + 4.5, Integer.toString(count));
            }
        }
    }
}
