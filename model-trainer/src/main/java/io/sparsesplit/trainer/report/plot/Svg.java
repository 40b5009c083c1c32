package io.sparsesplit.trainer.report.plot;

/**
 * An SVG picture under construction. Its colours are those of light ground; where the reader prefers dark ground, rules of its
 * own change them, except on paper. Coordinates are written in tenths of pixels.
 */
final class Svg {

    private static final String STYLE = """
            <style>
            @media screen and (prefers-color-scheme: dark) {
              .plot .ground { fill: #14181f } .plot .grid { stroke: #2b3440 } .plot .axis { stroke: #7f8b9b }
              .plot .ink { stroke: #e4e9f0 } .plot .text { fill: #e4e9f0 } .plot .faint { fill: #9aa7b8 }
            """ + Color.darkRules() + "}\n</style>\n";

    /** Wider pictures are scrolled instead of made smaller. */
    private static final int PAGE = 1000;

    private final StringBuilder text = new StringBuilder();

    Svg(int width, int height, String description) {
        text.append("""
                <svg class="%4$s" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" \
                role="img" aria-label="%3$s" font-family="system-ui, -apple-system, 'Segoe UI', sans-serif" font-size="13">
                """.formatted(width, height, escaped(description), width > PAGE ? "plot oversize" : "plot"));
        text.append(STYLE);
        text.append("<rect class=\"ground\" fill=\"#ffffff\" width=\"%d\" height=\"%d\"/>\n".formatted(width, height));
    }

    void grid(double x1, double y1, double x2, double y2) {
        line("class=\"grid\" stroke=\"#e3e8ee\"", x1, y1, x2, y2);
    }

    void axis(double x1, double y1, double x2, double y2) {
        line("class=\"axis\" stroke=\"#5a6675\"", x1, y1, x2, y2);
    }

    /** A line that is seen on areas of any hue. */
    void ink(double x1, double y1, double x2, double y2) {
        line("class=\"ink\" stroke=\"#1d2733\"", x1, y1, x2, y2);
    }

    void line(String attributes, double x1, double y1, double x2, double y2) {
        element("<path %s fill=\"none\" d=\"M%s %sL%s %s\"/>"
                .formatted(attributes, number(x1), number(y1), number(x2), number(y2)));
    }

    void rectangle(String attributes, double x, double y, double width, double height) {
        element("<rect %s x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>"
                .formatted(attributes, number(x), number(y), number(width), number(height)));
    }

    void polyline(String attributes, double[] x, double[] y) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < x.length; i++) {
            points.append(i == 0 ? "" : " ").append(number(x[i])).append(',').append(number(y[i]));
        }
        element("<polyline %s fill=\"none\" stroke-linejoin=\"round\" points=\"%s\"/>".formatted(attributes, points));
    }

    /** A marker; one that is not filled is larger, and shows what it surrounds. */
    void marker(Marker marker, Color hue, boolean filled, double x, double y) {
        element("<path %s transform=\"translate(%s %s)%s\" d=\"%s\"/>"
                .formatted(
                        filled ? hue.fill() : hue.stroke() + " fill=\"none\"",
                        number(x),
                        number(y),
                        filled ? "" : " scale(1.6)",
                        marker.path()));
    }

    /** @param anchor {@code start}, {@code middle} or {@code end} */
    void label(String anchor, double x, double y, String label) {
        element("<text class=\"text\" fill=\"#1d2733\" text-anchor=\"%s\" x=\"%s\" y=\"%s\">%s</text>"
                .formatted(anchor, number(x), number(y), escaped(label)));
    }

    /** A small label, its middle at x. */
    void note(double x, double y, String label) {
        element(
                "<text class=\"faint\" fill=\"#5a6675\" font-size=\"11\" text-anchor=\"middle\" x=\"%s\" y=\"%s\">%s</text>"
                        .formatted(number(x), number(y), escaped(label)));
    }

    /** A label that reads upwards, its beginning at (x, y). */
    void climbing(double x, double y, String label) {
        element("<text class=\"text\" fill=\"#1d2733\" transform=\"translate(%s %s) rotate(-90)\">%s</text>"
                .formatted(number(x), number(y), escaped(label)));
    }

    /**
     * A square of a hue through which the ground is seen.
     *
     * @param opacity 0 to 1
     * @param title what a pointer over it shows
     */
    void cell(Color hue, double opacity, double x, double y, double size, String title) {
        element(
                "<rect %1$s fill-opacity=\"%2$s\" x=\"%3$s\" y=\"%4$s\" width=\"%5$s\" height=\"%5$s\"><title>%6$s</title></rect>"
                        .formatted(
                                hue.fill(),
                                Math.round(100 * opacity) / 100.0,
                                number(x),
                                number(y),
                                number(size),
                                escaped(title)));
    }

    /** A label that reads upwards, its middle at (x, y). */
    void upright(double x, double y, String label) {
        element(
                "<text class=\"faint\" fill=\"#5a6675\" text-anchor=\"middle\" transform=\"translate(%s %s) rotate(-90)\">%s</text>"
                        .formatted(number(x), number(y), escaped(label)));
    }

    void caption(double x, double y, String label) {
        element("<text class=\"faint\" fill=\"#5a6675\" text-anchor=\"middle\" x=\"%s\" y=\"%s\">%s</text>"
                .formatted(number(x), number(y), escaped(label)));
    }

    /** The picture. */
    String finish() {
        return text + "</svg>\n";
    }

    private void element(String element) {
        text.append(element).append('\n');
    }

    private static String number(double value) {
        long tenths = Math.round(10 * value);
        String sign = tenths < 0 ? "-" : "";
        long size = Math.abs(tenths);
        return sign + size / 10 + (size % 10 == 0 ? "" : "." + size % 10);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
