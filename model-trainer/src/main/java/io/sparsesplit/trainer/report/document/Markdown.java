package io.sparsesplit.trainer.report.document;

import io.sparsesplit.trainer.report.document.Block.Figure;
import io.sparsesplit.trainer.report.document.Block.Gallery;
import io.sparsesplit.trainer.report.document.Block.Grid;
import io.sparsesplit.trainer.report.document.Block.Heading;
import io.sparsesplit.trainer.report.document.Block.Listing;
import io.sparsesplit.trainer.report.document.Block.Notice;
import io.sparsesplit.trainer.report.document.Block.Paragraph;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A document in GitHub's Markdown; figures are files beside it. */
public final class Markdown {

    /** Folder of the figures, beside the document. */
    public static final String FIGURES = "figures";

    private Markdown() {}

    public static String of(Document document) {
        return document.blocks().stream()
                .map(Markdown::block)
                .collect(Collectors.joining("\n", "# " + inline(document.title()) + "\n\n", ""));
    }

    private static String block(Block block) {
        if (block instanceof Heading heading) {
            return "#".repeat(heading.level()) + " " + inline(heading.text()) + "\n";
        }
        if (block instanceof Paragraph paragraph) {
            return inline(paragraph.text()) + "\n";
        }
        if (block instanceof Notice notice) {
            return "> **" + inline(notice.text()) + "**\n";
        }
        if (block instanceof Listing listing) {
            return listing.text().lines().map(line -> "    " + line + "\n").collect(Collectors.joining());
        }
        if (block instanceof Gallery gallery) {
            return gallery(gallery);
        }
        return block instanceof Grid grid ? grid(grid) : figure((Figure) block);
    }

    /** Pictures have no file of their own here: their texts stand for them. */
    private static String gallery(Gallery gallery) {
        return gallery.pictures().stream()
                .map(picture -> "- " + inline(String.join(", ", picture.lines())) + "\n")
                .collect(Collectors.joining("", "**" + inline(gallery.caption()) + "**\n\n", ""));
    }

    private static String grid(Grid grid) {
        StringBuilder text = new StringBuilder("**" + inline(grid.caption()) + "**\n\n");
        text.append(row(grid.header()));
        text.append(IntStream.range(0, grid.header().size())
                .mapToObj(column -> column < grid.texts() ? "---" : "---:")
                .collect(Collectors.joining(" | ", "| ", " |\n")));
        grid.rows().forEach(row -> text.append(row(row)));
        return text.toString();
    }

    /** A bar ends a cell even within code, unless it is escaped. */
    private static String row(List<String> cells) {
        return cells.stream()
                .map(cell -> inline(cell).replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String figure(Figure figure) {
        return "![%s](%s/%s.svg)\n\n%s\n"
                .formatted(inline(figure.description()), FIGURES, figure.name(), inline(figure.caption()));
    }

    private static String inline(String text) {
        String[] parts = text.split("`", -1);
        return IntStream.range(0, parts.length)
                .mapToObj(i -> i % 2 == 1 ? parts[i] : escaped(parts[i]))
                .collect(Collectors.joining("`"));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("*", "\\*")
                .replace("_", "\\_")
                .replace("[", "\\[");
    }
}
