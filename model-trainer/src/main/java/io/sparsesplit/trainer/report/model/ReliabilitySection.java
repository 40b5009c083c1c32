package io.sparsesplit.trainer.report.model;

import io.sparsesplit.trainer.evaluate.Evaluation;
import io.sparsesplit.trainer.evaluate.Performance;
import io.sparsesplit.trainer.evaluate.ReliabilityDiagram.Bin;
import io.sparsesplit.trainer.report.document.Block;
import io.sparsesplit.trainer.report.document.Block.Figure;
import io.sparsesplit.trainer.report.document.Block.Grid;
import io.sparsesplit.trainer.report.document.Block.Heading;
import io.sparsesplit.trainer.report.document.Block.Paragraph;
import io.sparsesplit.trainer.report.plot.Axis;
import io.sparsesplit.trainer.report.plot.Color;
import io.sparsesplit.trainer.report.plot.Marker;
import io.sparsesplit.trainer.report.plot.Plot;
import io.sparsesplit.trainer.report.plot.Series;
import io.sparsesplit.trainer.report.plot.Series.Point;
import io.sparsesplit.trainer.report.plot.Stroke;
import java.util.ArrayList;
import java.util.List;

/** Shows whether a confidence means what it says, for the exit and for what a client gets. */
record ReliabilitySection(Evaluation evaluation) {

    List<Block> blocks() {
        String caption =
                "Share of right answers against mean confidence, in bins of ten points. On the line, a confidence of 80 % is"
                        + " right in 80 % of the cases; below it, confidence is too high.";
        return List.of(
                new Heading(2, "Calibration"),
                new Paragraph("Expected calibration error: exit %s, cascade %s points."
                        .formatted(error(evaluation.exit()), error(evaluation.cascade()))),
                new Figure(
                        "reliability",
                        new Plot(
                                        Axis.linear("mean confidence, in %", 0, 100),
                                        Axis.linear("correct, in %", 0, 100),
                                        List.of(
                                                Series.line(
                                                        "calibrated",
                                                        Color.GREY,
                                                        Stroke.DASHED,
                                                        List.of(new Point(0, 0, 0), new Point(100, 100, 0))),
                                                series("exit", Color.BLUE, Marker.SQUARE, evaluation.exit()),
                                                series("cascade", Color.RED, Marker.CIRCLE, evaluation.cascade())),
                                        3)
                                .svg(caption),
                        caption,
                        caption),
                bins());
    }

    private static String error(Performance performance) {
        return Text.decimals(100 * performance.reliability().expectedCalibrationError(), 1);
    }

    private static Series series(String name, Color hue, Marker marker, Performance performance) {
        return new Series(
                name,
                hue,
                marker,
                true,
                Stroke.SOLID,
                performance.reliability().bins().stream()
                        .filter(bin -> bin.answers() > 0)
                        .map(bin -> new Point(100 * bin.confidence(), 100 * bin.accuracy(), 0))
                        .toList());
    }

    private Grid bins() {
        List<Bin> exit = evaluation.exit().reliability().bins();
        List<Bin> cascade = evaluation.cascade().reliability().bins();
        List<List<String>> rows = new ArrayList<>();
        for (int b = 0; b < exit.size(); b++) {
            List<String> row = new ArrayList<>();
            row.add("%s to %s"
                    .formatted(
                            Text.decimals(100 * exit.get(b).low(), 0),
                            Text.decimals(100 * exit.get(b).high(), 0)));
            for (Bin bin : List.of(exit.get(b), cascade.get(b))) {
                row.add(Text.whole(bin.answers()));
                row.add(Text.percent(100 * bin.confidence(), bin.answers()));
                row.add(Text.percent(100 * bin.accuracy(), bin.answers()));
                row.add(Text.interval(bin.interval(), bin.answers()));
            }
            rows.add(row);
        }
        return new Grid(
                "Answers by confidence, in percent",
                1,
                List.of(
                        "confidence",
                        "exit: answers",
                        "mean",
                        "correct",
                        "95 % interval",
                        "cascade: answers",
                        "mean",
                        "correct",
                        "95 % interval"),
                rows);
    }
}
