package io.sparsesplit.trainer.report.plot;

import io.sparsesplit.trainer.report.plot.Series.Point;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** Series over two axes, with error bars, and a legend below. */
public final class Plot {

    private static final int WIDTH = 860;
    private static final int HEIGHT = 420;
    private static final int LEFT = 68;
    private static final int RIGHT = 18;
    private static final int TOP = 14;
    private static final int BELOW = 62;
    private static final int LEGEND_LINE = 22;
    private static final int SAMPLE = 34;
    private static final double CAP = 3;

    private final Axis x;
    private final Axis y;
    private final List<Series> series;
    private final int legendColumns;

    /** @param legendColumns series side by side in the legend, 1 to 4 */
    public Plot(Axis x, Axis y, List<Series> series, int legendColumns) {
        this.x = x;
        this.y = y;
        this.series = List.copyOf(series);
        this.legendColumns = legendColumns;
    }

    /** The plot as SVG; the description is for those who do not see it. */
    public String svg(String description) {
        int lines = (series.size() + legendColumns - 1) / legendColumns;
        Svg svg = new Svg(WIDTH, TOP + HEIGHT + BELOW + lines * LEGEND_LINE, description);
        drawAxes(svg);
        series.forEach(one -> drawLine(svg, one));
        series.forEach(one -> drawPoints(svg, one));
        drawNames(svg);
        for (int i = 0; i < series.size(); i++) {
            drawLegend(svg, i);
        }
        return svg.finish();
    }

    private void drawAxes(Svg svg) {
        double right = WIDTH - RIGHT;
        double bottom = TOP + HEIGHT;
        for (double tick : x.ticks()) {
            svg.grid(left(tick), TOP, left(tick), bottom);
            svg.axis(left(tick), bottom, left(tick), bottom + 5);
            svg.label("middle", left(tick), bottom + 20, Axis.text(tick));
        }
        for (double tick : y.ticks()) {
            svg.grid(LEFT, top(tick), right, top(tick));
            svg.label("end", LEFT - 8, top(tick) + 4.5, Axis.text(tick));
        }
        svg.axis(LEFT, bottom, right, bottom);
        svg.axis(LEFT, TOP, LEFT, bottom);
        svg.caption((LEFT + right) / 2, bottom + 42, x.label());
        svg.upright(18, TOP + HEIGHT / 2.0, y.label());
    }

    private void drawLine(Svg svg, Series one) {
        if (one.stroke() == Stroke.NONE || one.points().isEmpty()) {
            return;
        }
        svg.polyline(
                lineAttributes(one),
                one.points().stream().mapToDouble(point -> left(point.x())).toArray(),
                one.points().stream().mapToDouble(point -> top(point.y())).toArray());
    }

    private void drawPoints(Svg svg, Series one) {
        for (Point point : one.points()) {
            double across = left(point.x());
            if (point.deviation() > 0) {
                double upper = top(point.y() + point.deviation());
                double lower = top(point.y() - point.deviation());
                svg.line(one.hue().stroke(), across, upper, across, lower);
                svg.line(one.hue().stroke(), across - CAP, upper, across + CAP, upper);
                svg.line(one.hue().stroke(), across - CAP, lower, across + CAP, lower);
            }
            if (one.marker() != Marker.NONE) {
                svg.marker(one.marker(), one.hue(), one.filled(), across, top(point.y()));
            }
        }
    }

    private void drawNames(Svg svg) {
        LabelPlacer names = new LabelPlacer(new Rectangle2D.Double(LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT));
        List<Point> points =
                series.stream().flatMap(one -> one.points().stream()).toList();
        points.forEach(point -> names.take(left(point.x()), top(point.y())));
        series.stream().filter(one -> one.stroke() != Stroke.NONE).forEach(one -> takeLines(names, one.points()));
        for (Point point : points) {
            if (!point.name().isEmpty()) {
                Rectangle2D place = names.place(point.name(), left(point.x()), top(point.y()));
                svg.note(place.getCenterX(), place.getCenterY() + 4, point.name());
            }
        }
    }

    private void takeLines(LabelPlacer names, List<Point> points) {
        for (int i = 1; i < points.size(); i++) {
            Point from = points.get(i - 1);
            Point to = points.get(i);
            names.takeLine(left(from.x()), top(from.y()), left(to.x()), top(to.y()));
        }
    }

    private void drawLegend(Svg svg, int number) {
        Series one = series.get(number);
        double start = LEFT + number % legendColumns * (WIDTH - LEFT) / (double) legendColumns;
        double height = TOP + HEIGHT + BELOW + (number / legendColumns) * LEGEND_LINE;
        if (one.stroke() != Stroke.NONE) {
            svg.line(lineAttributes(one), start, height, start + SAMPLE, height);
        }
        if (one.marker() != Marker.NONE) {
            svg.marker(one.marker(), one.hue(), one.filled(), start + SAMPLE / 2.0, height);
        }
        svg.label("start", start + SAMPLE + 8, height + 4.5, one.name());
    }

    private static String lineAttributes(Series one) {
        return one.hue().stroke() + " stroke-width=\"1.8\"" + one.stroke().attribute();
    }

    private double left(double value) {
        return LEFT + x.position(value) * (WIDTH - LEFT - RIGHT);
    }

    private double top(double value) {
        return TOP + (1 - y.position(value)) * HEIGHT;
    }
}
