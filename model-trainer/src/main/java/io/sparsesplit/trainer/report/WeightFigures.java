package io.sparsesplit.trainer.report;

import io.sparsesplit.trainer.report.document.Block;
import io.sparsesplit.trainer.report.document.Block.Figure;
import io.sparsesplit.trainer.report.document.Block.Grid;
import io.sparsesplit.trainer.report.document.Block.Heading;
import io.sparsesplit.trainer.report.document.Block.Paragraph;
import io.sparsesplit.trainer.report.plot.Axis;
import io.sparsesplit.trainer.report.plot.Color;
import io.sparsesplit.trainer.report.plot.Plot;
import io.sparsesplit.trainer.report.plot.Series;
import io.sparsesplit.trainer.report.plot.Series.Point;
import io.sparsesplit.trainer.report.plot.Stroke;
import java.util.ArrayList;
import java.util.List;

/** How trained weights are spread, as in the paper's Figure 3: a plot for each layer. */
final class WeightFigures {

    private static final int LEGEND_COLUMNS = 2;

    /** Bins below this share of a layer's weights, in percent, do not widen the plot. */
    private static final double VISIBLE = 0.2;

    private WeightFigures() {}

    static List<Block> of(Results results) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Heading(2, "Weights"));
        if (results.weights().isEmpty()) {
            blocks.add(new Paragraph(
                    "Left out: there is no `%s`. `sparsesplit reproduce` makes it.".formatted(WeightHistogram.FILE)));
            return blocks;
        }
        blocks.add(new Paragraph(
                "The paper finds that where fewer edges are left, more of them matter: their weights spread away from 0."
                        + " Here only existing edges are counted, each layer as a share of its own."));
        results.weights().stream()
                .map(WeightHistogram::layer)
                .distinct()
                .sorted()
                .forEach(layer -> blocks.add(figure(results.weights(), layer)));
        blocks.add(new Grid(
                "Weights near 0",
                2,
                List.of("row", "recipe", "table", "seed", "layer", "out-degree", "weights", "with |w| < 0.05, in %"),
                results.weights().stream()
                        .map(histogram -> List.of(
                                histogram.row(),
                                histogram.recipe().toString(),
                                histogram.table().toString(),
                                String.valueOf(histogram.seed()),
                                String.valueOf(histogram.layer()),
                                String.valueOf(histogram.outDegree()),
                                Notation.count(histogram.weights()),
                                Notation.percent(histogram.nearZero())))
                        .toList()));
        return blocks;
    }

    private static Block figure(List<WeightHistogram> all, int layer) {
        List<WeightHistogram> histograms =
                all.stream().filter(histogram -> histogram.layer() == layer).toList();
        // One hue for a network in all plots, whichever layers it has.
        List<String> networks =
                all.stream().map(WeightFigures::network).distinct().toList();
        List<Series> series = new ArrayList<>();
        for (WeightHistogram histogram : histograms) {
            int number = networks.indexOf(network(histogram));
            series.add(Series.line(
                    "%s, out-degree %d".formatted(network(histogram), histogram.outDegree()),
                    Color.of(number),
                    number % 2 == 0 ? Stroke.SOLID : Stroke.DASHED,
                    outline(histogram)));
        }
        List<Point> visible = series.stream()
                .flatMap(one -> one.points().stream())
                .filter(point -> point.y() >= VISIBLE)
                .toList();
        double reach =
                visible.stream().mapToDouble(point -> Math.abs(point.x())).max().orElse(1);
        double height = visible.stream().mapToDouble(Point::y).max().orElse(1);
        String description =
                "Histograms of the weights of layer %d; the shares near 0 are in the table.".formatted(layer);
        return new Figure(
                "figure-3-layer-" + layer,
                new Plot(
                                Axis.linear("weight", -reach, reach),
                                Axis.fromZero("share of the layer's weights in %", height),
                                series.stream().map(one -> within(one, reach)).toList(),
                                LEGEND_COLUMNS)
                        .svg(description),
                description,
                "Figure 3 of the paper again: how the weights of layer %d are spread, in bins of %s."
                        .formatted(layer, width(histograms.get(0))));
    }

    private static String network(WeightHistogram histogram) {
        return "%s, %s".formatted(histogram.row(), histogram.recipe());
    }

    /** Along the tops of the bins, from 0 to 0. */
    private static List<Point> outline(WeightHistogram histogram) {
        List<Point> points = new ArrayList<>();
        List<Double> edges = histogram.edges();
        points.add(new Point(edges.get(0), 0, 0));
        for (int bin = 0; bin < histogram.counts().size(); bin++) {
            double share = 100.0 * histogram.counts().get(bin) / histogram.weights();
            points.add(new Point(edges.get(bin), share, 0));
            points.add(new Point(edges.get(bin + 1), share, 0));
        }
        points.add(new Point(edges.get(edges.size() - 1), 0, 0));
        return points;
    }

    private static Series within(Series one, double reach) {
        return Series.line(
                one.name(),
                one.hue(),
                one.stroke(),
                one.points().stream()
                        .filter(point -> Math.abs(point.x()) <= reach)
                        .toList());
    }

    private static String width(WeightHistogram histogram) {
        return Notation.decimals(histogram.edges().get(1) - histogram.edges().get(0), 2);
    }
}
