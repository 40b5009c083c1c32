package io.sparsesplit.trainer.report;

import io.sparsesplit.trainer.report.Paper.Kind;
import io.sparsesplit.trainer.report.document.Block;
import io.sparsesplit.trainer.report.document.Block.Figure;
import io.sparsesplit.trainer.report.document.Block.Heading;
import io.sparsesplit.trainer.report.plot.Axis;
import io.sparsesplit.trainer.report.plot.Color;
import io.sparsesplit.trainer.report.plot.Marker;
import io.sparsesplit.trainer.report.plot.Plot;
import io.sparsesplit.trainer.report.plot.Series;
import io.sparsesplit.trainer.report.plot.Series.Point;
import io.sparsesplit.trainer.report.plot.Stroke;
import io.sparsesplit.trainer.train.Recipe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Accuracy against parameters, as in the paper's Figures 4 and 5. */
final class AccuracyFigures {

    private static final int LEGEND_COLUMNS = 3;

    private AccuracyFigures() {}

    static List<Block> of(Results results) {
        return List.of(
                new Heading(2, "Accuracy against parameters"),
                figure(results, Table.I, 4),
                figure(results, Table.II, 5));
    }

    private static Block figure(Results results, Table table, int number) {
        List<Series> series = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            series.add(new Series(kind + ", paper", hue(kind), marker(kind), false, Stroke.DOTTED, paper(table, kind)));
        }
        for (Kind kind : Kind.values()) {
            series.add(new Series(
                    kind + ", reference recipe again",
                    hue(kind),
                    marker(kind),
                    true,
                    Stroke.NONE,
                    ours(results, table, kind, Recipe.PAPER)));
        }
        for (Kind kind : Kind.values()) {
            series.add(new Series(
                    kind + ", best recipe",
                    hue(kind),
                    marker(kind),
                    true,
                    Stroke.SOLID,
                    ours(results, table, kind, Recipe.BEST)));
        }
        series.add(new Series(
                "sparse, best recipe, free shape",
                Color.GREEN,
                Marker.DIAMOND,
                true,
                Stroke.SOLID,
                free(results, table)));
        series.removeIf(one -> one.points().isEmpty());
        String description =
                "Test accuracy against parameters for the networks of Table %s; the figures are in the tables."
                        .formatted(table);
        return new Figure(
                "figure-%d-table-%s".formatted(number, table == Table.I ? "1" : "2"),
                plot(series).svg(description),
                description,
                ("Figure %d of the paper again, for Table %s: test accuracy against parameters. Both axes are logarithmic, that of"
                                + " accuracy in the error: equal steps are equal factors. Bars are standard deviations over seeds.")
                        .formatted(number, table));
    }

    private static Plot plot(List<Series> series) {
        List<Point> points =
                series.stream().flatMap(one -> one.points().stream()).toList();
        return new Plot(
                Axis.logarithmic(
                        "parameters (weights and biases)",
                        least(points, Point::x),
                        -least(points, point -> -point.x())),
                Axis.accuracy(
                        "test accuracy in %",
                        least(points, point -> point.y() - point.deviation()),
                        -least(points, point -> -point.y() - point.deviation())),
                series,
                LEGEND_COLUMNS);
    }

    private static double least(List<Point> points, ToDoubleFunction<Point> value) {
        return points.stream().mapToDouble(value).min().orElseThrow();
    }

    private static List<Point> paper(Table table, Kind kind) {
        return Paper.rows(table).stream()
                .filter(row -> row.kind() == kind)
                .map(row -> new Point(row.parameters(), row.accuracy(), 0))
                .toList();
    }

    private static List<Point> ours(Results results, Table table, Kind kind, Recipe recipe) {
        return Paper.rows(table).stream()
                .filter(row -> row.kind() == kind)
                .flatMap(row -> point(results.group(table, row.name(), recipe)).stream())
                .toList();
    }

    private static List<Point> free(Results results, Table table) {
        return Paper.rows(table).stream()
                .filter(row -> row.kind() == Kind.SPARSE)
                .flatMap(row -> point(results.group(Table.FREE, row.name(), Recipe.BEST)).stream())
                .sorted(Comparator.comparingDouble(Point::x))
                .toList();
    }

    private static Optional<Point> point(Optional<RunGroup> group) {
        return group.flatMap(
                present -> present.test().map(test -> new Point(present.parameters(), test.mean(), test.deviation())));
    }

    private static Color hue(Kind kind) {
        return switch (kind) {
            case DEEP -> Color.RED;
            case SHALLOW -> Color.PURPLE;
            case SPARSE -> Color.BLUE;
        };
    }

    private static Marker marker(Kind kind) {
        return switch (kind) {
            case DEEP -> Marker.SQUARE;
            case SHALLOW -> Marker.TRIANGLE;
            case SPARSE -> Marker.CIRCLE;
        };
    }
}
