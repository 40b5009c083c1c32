package io.sparsesplit.trainer.report;

import io.sparsesplit.trainer.report.TransportVariant.Measured;
import io.sparsesplit.trainer.report.document.Block;
import io.sparsesplit.trainer.report.document.Block.Figure;
import io.sparsesplit.trainer.report.plot.Axis;
import io.sparsesplit.trainer.report.plot.Color;
import io.sparsesplit.trainer.report.plot.Marker;
import io.sparsesplit.trainer.report.plot.Plot;
import io.sparsesplit.trainer.report.plot.Series;
import io.sparsesplit.trainer.report.plot.Series.Point;
import io.sparsesplit.trainer.report.plot.Stroke;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Accuracy against bytes, and both against parameters on the edge. */
final class BytesFigures {

    private static final int LEGEND_COLUMNS = 3;

    /** How a codec of features is drawn. */
    private record SeriesStyle(String codec, Color hue, Marker marker, boolean filled, Stroke stroke) {

        static final List<SeriesStyle> ALL = List.of(
                new SeriesStyle(TransportVariants.TRAINED, Color.BLUE, Marker.CIRCLE, true, Stroke.SOLID),
                new SeriesStyle("static entropy", Color.BLUE, Marker.TRIANGLE, false, Stroke.NONE),
                new SeriesStyle("distilled entropy", Color.BLUE, Marker.DIAMOND, false, Stroke.NONE),
                new SeriesStyle("bottleneck entropy", Color.BLUE, Marker.SQUARE, false, Stroke.NONE),
                new SeriesStyle("entropy untrained", Color.GREEN, Marker.CIRCLE, true, Stroke.DASHED),
                new SeriesStyle("static entropy untrained", Color.GREEN, Marker.TRIANGLE, false, Stroke.DOTTED),
                new SeriesStyle("packed untrained", Color.AMBER, Marker.SQUARE, true, Stroke.DOTTED),
                new SeriesStyle("run-length untrained", Color.PURPLE, Marker.TRIANGLE, true, Stroke.DOTTED),
                new SeriesStyle("deflate untrained", Color.PURPLE, Marker.DIAMOND, true, Stroke.DOTTED),
                new SeriesStyle("uint8", Color.AMBER, Marker.SQUARE, false, Stroke.NONE),
                new SeriesStyle("float32", Color.GREY, Marker.CIRCLE, true, Stroke.NONE));

        static SeriesStyle unknown(String codec) {
            return new SeriesStyle(codec, Color.GREY, Marker.SQUARE, false, Stroke.NONE);
        }

        boolean isOf(TransportVariant way) {
            return way.codec().equals(codec);
        }

        /** What tells points of a codec apart: the rate weight, or else the bits. */
        String nameOf(TransportVariant way) {
            if (stroke == Stroke.NONE) {
                return "";
            }
            return codec.equals(TransportVariants.TRAINED) ? Notation.plain(way.beta()) : String.valueOf(way.bits());
        }

        Series series(List<Point> points) {
            return new Series(codec, hue, marker, filled, stroke, points);
        }
    }

    private final TransportVariants ways;

    private BytesFigures(TransportVariants ways) {
        this.ways = ways;
    }

    static List<Block> of(TransportVariants ways) {
        BytesFigures figures = new BytesFigures(ways);
        return Stream.of(figures.rateAndDistortion(), figures.accuracyOverSizes(), figures.bytesOverSizes())
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Block> rateAndDistortion() {
        List<Series> series = new ArrayList<>();
        for (SeriesStyle look : looks()) {
            series.add(look.series(ways.defaults().stream()
                    .filter(look::isOf)
                    .flatMap(way -> sent(way, look.nameOf(way)).stream())
                    .sorted(Comparator.comparingDouble(Point::x))
                    .toList()));
        }
        series.add(new Series(
                "picture to a network in the cloud",
                Color.RED,
                Marker.DIAMOND,
                true,
                Stroke.NONE,
                ways.pictures().stream()
                        .flatMap(way -> sent(way, way.codec()).stream())
                        .toList()));
        return figure(
                "bytes-accuracy",
                series,
                points -> new Plot(
                        Axis.logarithmic(
                                "coded bytes per image that is sent",
                                least(points, Point::x),
                                greatest(points, Point::x)),
                        accuracy(points),
                        present(series),
                        LEGEND_COLUMNS),
                "Test accuracy against coded bytes when every image is sent; the figures are in the tables.",
                "Rate and distortion: test accuracy against coded bytes when every image is sent. Beside points of `%s` stands beta, beside those of"
                                .formatted(TransportVariants.TRAINED)
                        + " the untrained codecs the bits of a feature. Both axes are logarithmic, that of accuracy in the error. Bars are"
                        + " standard deviations over seeds.");
    }

    private Optional<Block> accuracyOverSizes() {
        List<Series> series = overSizes("", BytesPoint.CASCADE, Measured::accuracy, Stroke.SOLID);
        return figure(
                "bytes-edge-accuracy",
                series,
                points -> new Plot(sizes(points), accuracy(points), present(series), LEGEND_COLUMNS),
                "Test accuracy against parameters on the edge for some rate weights.",
                "What the edge computes, what travels, and what is answered rightly: test accuracy of exit and tail together against"
                        + " parameters on the edge, exit included, at some rate weights.");
    }

    private Optional<Block> bytesOverSizes() {
        List<Series> series = new ArrayList<>();
        series.addAll(overSizes(", per message", BytesPoint.ALL, Measured::codedBytes, Stroke.SOLID));
        series.addAll(overSizes(", per image", BytesPoint.CASCADE, Measured::bytesPerImage, Stroke.DOTTED));
        return figure(
                "bytes-edge-bytes",
                series,
                points -> new Plot(
                        sizes(points),
                        Axis.fromZero("coded bytes", greatest(points, point -> point.y() + point.deviation())),
                        present(series),
                        2),
                "Coded bytes per message and per image against parameters on the edge for some rate weights.",
                "The same networks: coded bytes per message, every image sent, and per image, where only what the exit does not answer is sent.");
    }

    /** One series for each rate weight with which networks of several sizes were trained. */
    private List<Series> overSizes(
            String suffix, String scope, Function<Measured, Optional<Sample>> figure, Stroke stroke) {
        List<Double> rateWeights =
                trained().map(TransportVariant::beta).distinct().sorted().toList();
        List<Series> all = new ArrayList<>();
        for (double rateWeight : rateWeights) {
            List<Point> points = trained()
                    .filter(way -> way.beta() == rateWeight)
                    .flatMap(way -> figure
                            .apply(way.tested(scope))
                            .map(sample -> new Point(way.edgeParameters(), sample.mean(), sample.deviation()))
                            .stream())
                    .sorted(Comparator.comparingDouble(Point::x))
                    .toList();
            if (points.stream().mapToDouble(Point::x).distinct().count() > 1) {
                Marker marker = all.size() % 2 == 0 ? Marker.CIRCLE : Marker.SQUARE;
                all.add(new Series(
                        "beta " + Notation.plain(rateWeight) + suffix,
                        Color.of(all.size()),
                        marker,
                        true,
                        stroke,
                        points));
            }
        }
        return all;
    }

    private Stream<TransportVariant> trained() {
        return ways.features().stream().filter(way -> way.codec().equals(TransportVariants.TRAINED));
    }

    /** Known ones, and then those that are not. */
    private List<SeriesStyle> looks() {
        List<SeriesStyle> looks = new ArrayList<>(SeriesStyle.ALL);
        ways.defaults().stream()
                .filter(way -> SeriesStyle.ALL.stream().noneMatch(look -> look.isOf(way)))
                .map(TransportVariant::codec)
                .distinct()
                .forEach(codec -> looks.add(SeriesStyle.unknown(codec)));
        return looks;
    }

    private static Optional<Point> sent(TransportVariant way, String name) {
        Measured tested = way.tested(BytesPoint.ALL);
        return tested.codedBytes()
                .flatMap(bytes -> tested.accuracy()
                        .map(accuracy -> new Point(bytes.mean(), accuracy.mean(), accuracy.deviation(), name)));
    }

    private static Axis sizes(List<Point> points) {
        return Axis.logarithmic(
                "parameters on the edge (weights and biases)", least(points, Point::x), greatest(points, Point::x));
    }

    private static Axis accuracy(List<Point> points) {
        return Axis.accuracy(
                "test accuracy in %",
                least(points, point -> point.y() - point.deviation()),
                greatest(points, point -> point.y() + point.deviation()));
    }

    /** None where there is no point. */
    private static Optional<Block> figure(
            String name, List<Series> series, Function<List<Point>, Plot> plot, String description, String caption) {
        List<Point> points =
                series.stream().flatMap(one -> one.points().stream()).toList();
        return points.isEmpty()
                ? Optional.empty()
                : Optional.of(new Figure(name, plot.apply(points).svg(description), description, caption));
    }

    private static List<Series> present(List<Series> series) {
        return series.stream().filter(one -> !one.points().isEmpty()).toList();
    }

    private static double least(List<Point> points, ToDoubleFunction<Point> value) {
        return points.stream().mapToDouble(value).min().orElseThrow();
    }

    private static double greatest(List<Point> points, ToDoubleFunction<Point> value) {
        return points.stream().mapToDouble(value).max().orElseThrow();
    }
}
