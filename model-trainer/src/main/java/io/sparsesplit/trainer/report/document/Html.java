package io.sparsesplit.trainer.report.document;

import io.sparsesplit.trainer.report.document.Block.Figure;
import io.sparsesplit.trainer.report.document.Block.Gallery;
import io.sparsesplit.trainer.report.document.Block.Grid;
import io.sparsesplit.trainer.report.document.Block.Heading;
import io.sparsesplit.trainer.report.document.Block.Listing;
import io.sparsesplit.trainer.report.document.Block.Notice;
import io.sparsesplit.trainer.report.document.Block.Paragraph;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A document as one HTML file that needs no other; well-formed XML, too. */
public final class Html {

    private static final String STYLE = """
            :root { color-scheme: light dark; --ground: #ffffff; --text: #1d2733; --faint: #5a6675; --line: #d5dbe3;
              --band: #f5f7fa; --link: #0b5cad; }
            @media screen and (prefers-color-scheme: dark) {
              :root { --ground: #14181f; --text: #e4e9f0; --faint: #9aa7b8; --line: #333c49; --band: #1b212a; --link: #79b8ff; }
            }
            body { margin: 0 auto; padding: 1.5rem 1.25rem 4rem; max-width: 66rem; background: var(--ground); color: var(--text);
              font: 16px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
            h1 { font-size: 1.9rem; line-height: 1.2; margin: 1rem 0; }
            h2 { font-size: 1.4rem; margin: 3rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--line); }
            h3 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
            p { max-width: 46rem; }
            .notice { padding: .6rem 1rem; border: 2px solid #b45309; border-radius: 6px; font-weight: 700; }
            a { color: var(--link); }
            nav ul { columns: 18rem; padding-left: 1.2rem; }
            code, pre { font: .9em ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace; }
            pre { padding: .75rem 1rem; background: var(--band); border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; }
            .wide { overflow-x: auto; margin: 1rem 0 1.75rem; }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .92rem; }
            caption { text-align: left; font-weight: 600; padding: .3rem 0; }
            th, td { padding: .28rem .7rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
            thead th { border-bottom: 2px solid var(--faint); vertical-align: bottom; }
            tbody th { font-weight: 500; min-width: 7rem; }
            tbody tr:nth-child(even) { background: var(--band); }
            .number { text-align: right; }
            td.number { white-space: nowrap; }
            td.number:last-child { white-space: normal; min-width: 8rem; }
            figure { margin: 1.5rem 0 2rem; }
            figure svg { display: block; max-width: 100%; height: auto; }
            figure svg.oversize { max-width: none; }
            .gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: 1rem; padding: 0;
              list-style: none; }
            .gallery li { padding: .6rem; background: var(--band); border: 1px solid var(--line); border-radius: 6px;
              font-size: .85rem; line-height: 1.4; overflow-wrap: anywhere; break-inside: avoid; }
            .gallery img { display: block; width: 100%; max-width: 8rem; margin: 0 auto .5rem; image-rendering: pixelated; }
            figcaption { max-width: 46rem; color: var(--faint); font-size: .92rem; margin-top: .4rem; }
            @media print {
              body { max-width: none; font-size: 10pt; padding: 0; }
              nav { display: none; }
              .wide { overflow: visible; }
              th, td { padding: .15rem .4rem; }
              table { font-size: 8pt; }
              figure, tr { break-inside: avoid; }
              thead { display: table-header-group; }
              h2, h3, caption { break-after: avoid; }
            }
            """;

    private Html() {}

    public static String of(Document document) {
        String title = escaped(document.title());
        return """
                <!DOCTYPE html>
                <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
                <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>%s</title>
                <style>
                %s</style>
                </head>
                <body>
                <main>
                <h1>%s</h1>
                %s%s</main>
                </body>
                </html>
                """.formatted(
                        title,
                        STYLE,
                        title,
                        contents(document),
                        document.blocks().stream().map(Html::block).collect(Collectors.joining()));
    }

    private static String contents(Document document) {
        return document.blocks().stream()
                .filter(block -> block instanceof Heading heading && heading.level() == 2)
                .map(block -> ((Heading) block).text())
                .map(text -> "<li><a href=\"#%s\">%s</a></li>\n".formatted(anchor(text), inline(text)))
                .collect(Collectors.joining("", "<nav aria-label=\"Contents\">\n<ul>\n", "</ul>\n</nav>\n"));
    }

    private static String block(Block block) {
        if (block instanceof Heading heading) {
            return "<h%d id=\"%s\">%s</h%1$d>\n"
                    .formatted(heading.level(), anchor(heading.text()), inline(heading.text()));
        }
        if (block instanceof Paragraph paragraph) {
            return "<p>%s</p>\n".formatted(inline(paragraph.text()));
        }
        if (block instanceof Notice notice) {
            return "<p class=\"notice\" role=\"note\">%s</p>\n".formatted(inline(notice.text()));
        }
        if (block instanceof Listing listing) {
            return "<pre>%s</pre>\n".formatted(escaped(listing.text()));
        }
        if (block instanceof Gallery gallery) {
            return gallery(gallery);
        }
        return block instanceof Grid grid ? grid(grid) : figure((Figure) block);
    }

    /** A table wider than the screen scrolls by itself; it takes the focus so that this works by keyboard, too. */
    private static String grid(Grid grid) {
        return "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">\n<table>\n<caption>%s</caption>\n"
                        .formatted(escaped(grid.caption().replace("`", "")), inline(grid.caption()))
                + "<thead>\n"
                + row(grid, grid.header(), true)
                + "</thead>\n<tbody>\n"
                + grid.rows().stream().map(row -> row(grid, row, false)).collect(Collectors.joining())
                + "</tbody>\n</table>\n</div>\n";
    }

    private static String row(Grid grid, List<String> cells, boolean header) {
        return IntStream.range(0, cells.size())
                .mapToObj(column -> "<%1$s%2$s%3$s>%4$s</%1$s>"
                        .formatted(
                                header || column == 0 ? "th" : "td",
                                header ? " scope=\"col\"" : column == 0 ? " scope=\"row\"" : "",
                                column < grid.texts() ? "" : " class=\"number\"",
                                inline(cells.get(column))))
                .collect(Collectors.joining("", "<tr>", "</tr>\n"));
    }

    private static String figure(Figure figure) {
        String caption = inline(figure.caption());
        return figure.svg().contains("class=\"plot oversize\"")
                ? "<figure>\n<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">\n%s</div>\n<figcaption>%s</figcaption>\n</figure>\n"
                        .formatted(escaped(figure.description()), figure.svg(), caption)
                : "<figure>\n%s<figcaption>%s</figcaption>\n</figure>\n".formatted(figure.svg(), caption);
    }

    private static String gallery(Gallery gallery) {
        return gallery.pictures().stream()
                .map(picture -> "<li><img alt=\"%s\" src=\"data:image/png;base64,%s\"/><div>%s</div></li>\n"
                        .formatted(
                                escaped(picture.description()),
                                picture.png(),
                                picture.lines().stream().map(Html::inline).collect(Collectors.joining("<br/>"))))
                .collect(Collectors.joining(
                        "", "<p>%s</p>\n<ul class=\"gallery\">\n".formatted(inline(gallery.caption())), "</ul>\n"));
    }

    private static String anchor(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private static String inline(String text) {
        String[] parts = text.split("`", -1);
        return IntStream.range(0, parts.length)
                .mapToObj(i -> i % 2 == 1 ? "<code>" + escaped(parts[i]) + "</code>" : escaped(parts[i]))
                .collect(Collectors.joining());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
