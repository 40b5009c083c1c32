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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Accuracy against the share of images that the exit answers, one curve for each criterion. */
final class ExitCurves {

    private static final int LEGEND_COLUMNS = 3;

    /** Points of accuracy, below the tail alone, that an exit may cost. */
    private static final double LOSS = 0.1;

    private static final List<Stroke> STROKES = List.of(Stroke.SOLID, Stroke.DASHED, Stroke.DOTTED);

    /** Points of a model on one split. */
    private record Curves(String model, String version, String split) {

        static Curves of(ExitPoint point) {
            return new Curves(point.model(), point.version(), point.split());
        }
    }

    private ExitCurves() {}

    static List<Block> of(Results results) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Heading(2, "Accuracy against exit rate"));
        if (results.exits().isEmpty()) {
            blocks.add(new Paragraph(
                    "Left out: there is no `%s`. `sparsesplit curves MODEL` makes it.".formatted(ExitPoint.FILE)));
            return blocks;
        }
        List<Curves> all = results.exits().stream().map(Curves::of).distinct().toList();
        all.forEach(curves -> blocks.add(figure(curves, points(results, curves))));
        blocks.add(new Paragraph(
                ("The threshold of a criterion is that of the largest exit rate on validation images that costs at"
                                + " most %s points of the tail's accuracy there; on the test images nothing is chosen.")
                        .formatted(LOSS)));
        blocks.add(new Grid(
                "Exits at thresholds chosen on validation images",
                2,
                List.of(
                        "model",
                        "criterion",
                        "threshold",
                        "validation exit rate",
                        "validation accuracy",
                        "test exit rate",
                        "test accuracy",
                        "test, exit alone",
                        "test, tail alone"),
                all.stream()
                        .filter(curves -> curves.split().equals(ExitPoint.VALIDATION))
                        .flatMap(curves -> criteria(points(results, curves)).stream()
                                .map(criterion -> row(results, curves, criterion)))
                        .toList()));
        return blocks;
    }

    private static Block figure(Curves curves, List<ExitPoint> points) {
        ExitPoint any = points.get(0);
        double leftmost =
                points.stream().mapToDouble(ExitPoint::localExitRate).min().orElseThrow();
        double rightmost =
                points.stream().mapToDouble(ExitPoint::localExitRate).max().orElseThrow();
        List<Series> series = new ArrayList<>();
        for (String criterion : criteria(points)) {
            int number = series.size();
            series.add(Series.line(
                    criterion,
                    Color.of(number),
                    STROKES.get(number % STROKES.size()),
                    points.stream()
                            .filter(point -> point.criterion().equals(criterion))
                            .sorted(Comparator.comparingDouble(ExitPoint::localExitRate)
                                    .thenComparingDouble(ExitPoint::threshold))
                            .map(point -> new Point(point.localExitRate(), point.cascadeAccuracy(), 0))
                            .toList()));
        }
        series.add(Series.line("tail alone", Color.GREY, Stroke.SOLID, level(leftmost, rightmost, any.tailAccuracy())));
        series.add(
                Series.line("exit alone", Color.GREY, Stroke.DASHED, level(leftmost, rightmost, any.exitAccuracy())));
        List<Double> heights = series.stream()
                .flatMap(one -> one.points().stream())
                .map(Point::y)
                .sorted()
                .toList();
        String title = "%s %s on %s images".formatted(curves.model(), curves.version(), curves.split());
        String description = "Accuracy against exit rate, %s.".formatted(title);
        return new Figure(
                "exits-%s-%s-%s".formatted(curves.model(), curves.version(), curves.split()),
                new Plot(
                                Axis.linear("answered by the exit in %", leftmost, rightmost),
                                Axis.linear("accuracy in %", heights.get(0), heights.get(heights.size() - 1)),
                                series,
                                LEGEND_COLUMNS)
                        .svg(description),
                description,
                "Accuracy of exit and tail together against the share of images that the exit answers: %s."
                        .formatted(title));
    }

    private static List<String> row(Results results, Curves validation, String criterion) {
        List<ExitPoint> points = points(results, validation).stream()
                .filter(point -> point.criterion().equals(criterion))
                .toList();
        Optional<ExitPoint> chosen = points.stream()
                .filter(point -> point.cascadeAccuracy() >= point.tailAccuracy() - LOSS - 1e-9)
                .max(Comparator.comparingDouble(ExitPoint::localExitRate).thenComparingDouble(ExitPoint::threshold));
        Optional<ExitPoint> tested = chosen.flatMap(choice ->
                points(results, new Curves(validation.model(), validation.version(), ExitPoint.TEST)).stream()
                        .filter(point -> point.criterion().equals(criterion) && point.threshold() == choice.threshold())
                        .findFirst());
        List<String> cells = new ArrayList<>(List.of(validation.model() + " " + validation.version(), criterion));
        cells.add(chosen.map(point -> Notation.decimals(point.threshold(), 3)).orElse(Notation.NONE));
        cells.add(percent(chosen.map(ExitPoint::localExitRate)));
        cells.add(percent(chosen.map(ExitPoint::cascadeAccuracy)));
        cells.add(percent(tested.map(ExitPoint::localExitRate)));
        cells.add(percent(tested.map(ExitPoint::cascadeAccuracy)));
        cells.add(percent(tested.map(ExitPoint::exitAccuracy)));
        cells.add(percent(tested.map(ExitPoint::tailAccuracy)));
        return cells;
    }

    private static String percent(Optional<Double> value) {
        return value.map(Notation::percent).orElse(Notation.NONE);
    }

    private static List<Point> level(double from, double to, double accuracy) {
        return List.of(new Point(from, accuracy, 0), new Point(to, accuracy, 0));
    }

    private static List<ExitPoint> points(Results results, Curves curves) {
        return results.exits().stream()
                .filter(point -> Curves.of(point).equals(curves))
                .toList();
    }

    private static List<String> criteria(List<ExitPoint> points) {
        return points.stream().map(ExitPoint::criterion).distinct().toList();
    }
}
