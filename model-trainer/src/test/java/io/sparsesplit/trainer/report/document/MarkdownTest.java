package io.sparsesplit.trainer.report.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sparsesplit.trainer.report.document.Block.Figure;
import io.sparsesplit.trainer.report.document.Block.Gallery;
import io.sparsesplit.trainer.report.document.Block.Grid;
import io.sparsesplit.trainer.report.document.Block.Heading;
import io.sparsesplit.trainer.report.document.Block.Listing;
import io.sparsesplit.trainer.report.document.Block.Paragraph;
import io.sparsesplit.trainer.report.document.Block.Picture;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownTest {

    private static final Document DOCUMENT = new Document(
            "Title",
            List.of(
                    new Heading(2, "Part"),
                    new Paragraph("a * b < c_d, by `x_y <z>`"),
                    new Grid("Figures", 1, List.of("row", "|w| < 1"), List.of(List.of("a|b", "2"))),
                    new Figure("plot", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n", "a plot", "Below."),
                    new Listing("one\ntwo > three")));

    @Test
    void markdownShowsTextAsItIs() {
        assertThat(Markdown.of(DOCUMENT)).isEqualTo("""
                # Title

                ## Part

                a \\* b &lt; c\\_d, by `x_y <z>`

                **Figures**

                | row | \\|w\\| &lt; 1 |
                | --- | ---: |
                | a\\|b | 2 |

                ![a plot](figures/plot.svg)

                Below.

                    one
                    two > three
                """);
    }

    @Test
    void htmlShowsTextAsItIs() {
        assertThat(Html.of(DOCUMENT))
                .contains(
                        "<title>Title</title>",
                        "<li><a href=\"#part\">Part</a></li>",
                        "<h2 id=\"part\">Part</h2>",
                        "<p>a * b &lt; c_d, by <code>x_y &lt;z&gt;</code></p>",
                        "<caption>Figures</caption>",
                        "<tr><th scope=\"col\">row</th><th scope=\"col\" class=\"number\">|w| &lt; 1</th></tr>",
                        "<tr><th scope=\"row\">a|b</th><td class=\"number\">2</td></tr>",
                        "<figure>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n<figcaption>Below.</figcaption>\n</figure>",
                        "<pre>one\ntwo &gt; three</pre>");
    }

    @Test
    void picturesAreInThePageAndOnlyNamedInMarkdown() {
        Document document = new Document(
                "Title",
                List.of(new Gallery(
                        "Mistakes", List.of(new Picture("aGk=", "a <cat>", List.of("is cat", "answered dog"))))));
        assertThat(Html.of(document))
                .contains(
                        "<img alt=\"a &lt;cat&gt;\" src=\"data:image/png;base64,aGk=\"/><div>is cat<br/>answered dog</div>");
        assertThat(Markdown.of(document)).isEqualTo("# Title\n\n**Mistakes**\n\n- is cat, answered dog\n");
    }

    @Test
    void aPictureWiderThanThePageScrolls() {
        String svg = "<svg class=\"plot oversize\"/>\n";
        assertThat(Html.of(new Document("Title", List.of(new Figure("plot", svg, "a plot", "Below.")))))
                .contains(
                        "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"a plot\">\n" + svg + "</div>");
    }

    @Test
    void rowsAreAsLongAsTheHeader() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Grid("Figures", 1, List.of("a", "b"), List.of(List.of("1"))))
                .withMessage("'Figures' has 2 columns, but a row of 1");
    }
}
