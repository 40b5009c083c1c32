package io.sparsesplit.trainer.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.trainer.report.plot.Series.Point;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class PlotTest {

    private static final Series SERIES = new Series(
            "sparse <40 & 40>",
            Color.BLUE,
            Marker.CIRCLE,
            true,
            Stroke.SOLID,
            List.of(new Point(2_000, 97, 0.2), new Point(8_000, 98, 0), new Point(32_000, 99, 0.1)));

    private final Plot plot = new Plot(
            Axis.logarithmic("parameters", 2_000, 32_000), Axis.linear("accuracy", 96, 100), List.of(SERIES), 3);

    @Test
    void namesAreTextWhateverIsInThem() throws Exception {
        NodeList texts = parse(plot.svg("what & why")).getElementsByTagName("text");
        assertThat(IntStream.range(0, texts.getLength())
                        .mapToObj(i -> texts.item(i).getTextContent()))
                .contains("sparse <40 & 40>", "parameters", "accuracy", "2,000", "98");
    }

    @Test
    void thoseWhoDoNotSeeItAreToldWhatItIs() throws Exception {
        Element svg = parse(plot.svg("what & why")).getDocumentElement();
        assertThat(svg.getAttribute("role")).isEqualTo("img");
        assertThat(svg.getAttribute("aria-label")).isEqualTo("what & why");
    }

    @Test
    void pointsStandWhereTheAxesSay() throws Exception {
        Element line =
                (Element) parse(plot.svg("")).getElementsByTagName("polyline").item(0);
        String[] points = line.getAttribute("points").split(" ", -1);
        assertThat(points).hasSize(3);
        // Both axes are centred on the second point: the plotting area is 774 x 420 pixels from (68, 14).
        assertThat(points[1]).isEqualTo("455,224");
        assertThat(Double.parseDouble(points[0].split(",", -1)[0])).isLessThan(455);
        assertThat(Double.parseDouble(points[2].split(",", -1)[1])).isLessThan(224);
    }

    @Test
    void barsEndAtTheirValues() throws Exception {
        Bars bars = new Bars(
                "points", Color.BLUE, List.of(new Bars.Bar("a", -2, 0.1, "-2"), new Bars.Bar("b", -1, 0, "-1")));
        NodeList rectangles = parse(bars.svg("")).getElementsByTagName("rect");
        assertThat(rectangles.getLength()).as("the ground and two bars").isEqualTo(3);
        double first = Double.parseDouble(((Element) rectangles.item(1)).getAttribute("width"));
        double second = Double.parseDouble(((Element) rectangles.item(2)).getAttribute("width"));
        assertThat(first / second).isBetween(1.99, 2.01);
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }
}
