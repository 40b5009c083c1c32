package io.sparsesplit.trainer.report.model;

import io.sparsesplit.trainer.history.EpochRecord;
import io.sparsesplit.trainer.report.document.Block;
import io.sparsesplit.trainer.report.document.Block.Figure;
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
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Shows loss, accuracy and bits after each epoch, with the beginning of each phase marked. */
record TrainingSection(ReportInput input) {

    /** Factor between losses above which they are drawn on a logarithmic scale. */
    private static final double WIDE = 30;

    private static final double SMALLEST = 0.001;

    /** Number of epochs above which points have no markers. */
    private static final int MOST_MARKERS = 40;

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Heading(2, "Training"));
        if (input.epochs().isEmpty()) {
            blocks.add(new Paragraph("Epochs of the training: %s.".formatted(Text.NOT_RECORDED)));
            return blocks;
        }
        if (input.run() != null) {
            input.run().remarks().forEach(remark -> blocks.add(new Paragraph(remark)));
        }
        blocks.add(figure(
                "loss",
                "loss in nats",
                "Mean loss over the training images, and cross-entropy on the validation images, after each epoch.",
                List.of(
                        series("training", Color.GREY, Marker.CIRCLE, EpochRecord::loss),
                        series("exit, validation", Color.BLUE, Marker.SQUARE, EpochRecord::exitLoss),
                        series("tail, validation", Color.RED, Marker.TRIANGLE, EpochRecord::tailLoss))));
        blocks.add(figure(
                "accuracy",
                "validation images correct, in %",
                "Accuracy on the validation images after each epoch.",
                List.of(
                        series("exit", Color.BLUE, Marker.SQUARE, EpochRecord::exitAccuracy),
                        series("tail", Color.RED, Marker.TRIANGLE, EpochRecord::tailAccuracy))));
        Series bits = series("features", Color.GREEN, Marker.DIAMOND, EpochRecord::bits);
        if (!bits.points().isEmpty()) {
            blocks.add(figure(
                    "bits",
                    "bits per image",
                    "Mean length of a training image's features, in phases that count it.",
                    List.of(bits)));
        }
        return blocks;
    }

    private Series series(String name, Color hue, Marker marker, ToDoubleFunction<EpochRecord> figure) {
        List<Point> points = input.epochs().stream()
                .filter(epoch -> Double.isFinite(figure.applyAsDouble(epoch)))
                .map(epoch -> new Point(epoch.epoch(), figure.applyAsDouble(epoch), 0))
                .toList();
        Marker shown = input.epochs().size() > MOST_MARKERS ? Marker.NONE : marker;
        return new Series(name, hue, shown, true, Stroke.SOLID, points);
    }

    private Figure figure(String name, String label, String caption, List<Series> series) {
        DoubleSummaryStatistics range = series.stream()
                .flatMap(one -> one.points().stream())
                .mapToDouble(Point::y)
                .summaryStatistics();
        double low = range.getCount() == 0 ? 0 : range.getMin();
        double high = range.getCount() == 0 ? 1 : range.getMax();
        boolean wide = name.equals("loss") && high > WIDE * Math.max(SMALLEST, low);
        Axis y = wide ? Axis.logarithmic(label, Math.max(SMALLEST, low), high) : Axis.linear(label, low, high);
        List<Series> all = new ArrayList<>(wide ? aboveSmallest(series) : series);
        all.addAll(phases(wide ? Math.max(SMALLEST, low) : low, high));
        int last = input.epochs().get(input.epochs().size() - 1).epoch();
        String svg = new Plot(Axis.linear("epoch", 1, Math.max(2, last)), y, all, Math.min(4, all.size())).svg(caption);
        return new Figure(name, svg, caption, caption);
    }

    private static List<Series> aboveSmallest(List<Series> series) {
        return series.stream()
                .map(one -> new Series(
                        one.name(),
                        one.hue(),
                        one.marker(),
                        one.filled(),
                        one.stroke(),
                        one.points().stream()
                                .map(point -> new Point(point.x(), Math.max(SMALLEST, point.y()), 0))
                                .toList()))
                .toList();
    }

    /** Returns an upright line where each phase but the first begins. */
    private List<Series> phases(double low, double high) {
        List<Series> lines = new ArrayList<>();
        List<EpochRecord> epochs = input.epochs();
        for (int i = 1; i < epochs.size(); i++) {
            if (!epochs.get(i).phase().equals(epochs.get(i - 1).phase())) {
                double x = epochs.get(i).epoch() - 0.5;
                lines.add(Series.line(
                        "phase %s begins".formatted(epochs.get(i).phase()),
                        Color.of(2 + 2 * (lines.size() % 2)),
                        Stroke.DASHED,
                        List.of(new Point(x, low, 0), new Point(x, high, 0))));
            }
        }
        return lines;
    }
}
