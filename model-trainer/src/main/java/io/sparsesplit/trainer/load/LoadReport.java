package io.sparsesplit.trainer.load;

import io.sparsesplit.trainer.load.Measurement.Slot;
import io.sparsesplit.trainer.report.document.Block;
import io.sparsesplit.trainer.report.document.Block.Figure;
import io.sparsesplit.trainer.report.document.Block.Grid;
import io.sparsesplit.trainer.report.document.Block.Heading;
import io.sparsesplit.trainer.report.document.Block.Listing;
import io.sparsesplit.trainer.report.document.Block.Paragraph;
import io.sparsesplit.trainer.report.document.Document;
import io.sparsesplit.trainer.report.document.Html;
import io.sparsesplit.trainer.report.plot.Axis;
import io.sparsesplit.trainer.report.plot.Color;
import io.sparsesplit.trainer.report.plot.Plot;
import io.sparsesplit.trainer.report.plot.Series;
import io.sparsesplit.trainer.report.plot.Series.Point;
import io.sparsesplit.trainer.report.plot.Stroke;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** A load as a page with plots. */
final class LoadReport {

    private static final double SHORTEST_MS = 0.01;
    private static final int LEGEND_COLUMNS = 4;
    private static final int STEPS_A_DECADE = 20;

    private final Summary summary;
    private final Measurement measured;

    LoadReport(Summary summary) {
        this.summary = summary;
        this.measured = summary.measured();
    }

    String html() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Paragraph(String.format(
                Locale.ROOT,
                "`POST %s`: %,d different images, %,.1f a second asked for, at most %,d at a time, %.1f s behind a warm-up"
                        + " of %.1f s.%s",
                summary.posts().url(),
                summary.posts().size(),
                measured.pace().perSecond(),
                summary.connections(),
                measured.seconds(),
                measured.pace().warmUp().toMillis() / 1e3,
                summary.stopped() ? " It was stopped before its end." : "")));
        blocks.add(new Heading(2, "Summary"));
        blocks.add(figures());
        blocks.add(latencies());
        blocks.add(new Heading(2, "Latency by percentile"));
        blocks.add(byPercentile());
        blocks.add(new Heading(2, "Latency over time"));
        blocks.add(overTime());
        blocks.add(new Heading(2, "Throughput over time"));
        blocks.add(throughput());
        blocks.add(new Heading(2, "As printed"));
        blocks.add(printed());
        return Html.of(new Document("Load on an edge", blocks));
    }

    private Block figures() {
        return new Grid(
                "What was asked for and what came",
                1,
                List.of("", "images", "per second", "share"),
                List.of(
                        row("sent", measured.sent(), measured.ratePerSecond()),
                        row("good answers", measured.good(), measured.goodputPerSecond()),
                        List.of("failed", whole(measured.failed()), "", percent(measured.failed())),
                        List.of("sent late, by more than 1 ms", whole(measured.late()), "", percent(measured.late()))));
    }

    private List<String> row(String what, long count, double perSecond) {
        return List.of(what, whole(count), decimal(perSecond), percent(count));
    }

    private Block latencies() {
        List<String> header = new ArrayList<>(List.of("ms", "images"));
        header.addAll(Latency.SHOWN.keySet());
        header.add("max");
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("response time, from when an image was due", measured.response()));
        rows.add(row("service time, from when it was sent", measured.service()));
        measured.answers().forEach((exit, latency) -> rows.add(row("response time, answered by " + exit, latency)));
        measured.failures().forEach((kind, latency) -> rows.add(row("until it failed: " + kind, latency)));
        return new Grid("Latency", 1, header, rows);
    }

    private static List<String> row(String what, Latency latency) {
        List<String> row = new ArrayList<>(List.of(what, whole(latency.count())));
        Latency.SHOWN.values().forEach(percentile -> row.add(decimal(latency.ms(percentile))));
        row.add(decimal(latency.maxMs()));
        return row;
    }

    private Block byPercentile() {
        List<Series> series = new ArrayList<>();
        series.add(Series.line("response time", Color.BLUE, Stroke.SOLID, curve(measured.response())));
        series.add(Series.line("service time", Color.BLUE, Stroke.DOTTED, curve(measured.service())));
        int number = 1;
        for (Map.Entry<String, Latency> exit : measured.answers().entrySet()) {
            series.add(Series.line(
                    "answered by " + exit.getKey(), Color.of(number++), Stroke.DASHED, curve(exit.getValue())));
        }
        return figure(
                "percentiles",
                new Plot(Axis.percentiles("percent of the images"), milliseconds(series), series, LEGEND_COLUMNS),
                "Milliseconds within which a share of the images was answered",
                "So many percent of the images took at most so long. Where response time and service time part, images"
                        + " waited to be sent.");
    }

    /** Percentiles in equal steps of the error's logarithm, as far as there are images enough. */
    private static List<Point> curve(Latency latency) {
        return DoubleStream.iterate(0, step -> step + 1)
                .limit(4 * STEPS_A_DECADE + 1)
                .map(step -> 100 - Math.pow(10, 2 - step / STEPS_A_DECADE))
                .filter(percentile -> (100 - percentile) / 100 * latency.count() >= 1)
                .mapToObj(percentile -> new Point(percentile, ms(latency.ms(percentile)), 0))
                .toList();
    }

    private Block overTime() {
        List<Series> series = List.of(
                Series.line(
                        "50 %",
                        Color.BLUE, Stroke.SOLID, slots(slot -> slot.response().ms(50))),
                Series.line(
                        "99 %",
                        Color.RED, Stroke.SOLID, slots(slot -> slot.response().ms(99))),
                Series.line(
                        "max",
                        Color.GREY,
                        Stroke.DOTTED,
                        slots(slot -> slot.response().maxMs())));
        return figure(
                "latency",
                new Plot(seconds(), milliseconds(series), series, LEGEND_COLUMNS),
                "Response times by the second at which images were due",
                "Response times by when an image was due, within each %s.".formatted(slotLength()));
    }

    private List<Point> slots(ToDoubleFunction<Slot> value) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < measured.slots().size(); i++) {
            if (measured.slots().get(i).response().count() > 0) {
                points.add(new Point(
                        middle(i), ms(value.applyAsDouble(measured.slots().get(i))), 0));
            }
        }
        return points;
    }

    private Block throughput() {
        List<Series> series = List.of(
                Series.line(
                        "asked for",
                        Color.GREY,
                        Stroke.DASHED,
                        List.of(
                                new Point(0, measured.pace().perSecond(), 0),
                                new Point(measured.seconds(), measured.pace().perSecond(), 0))),
                Series.line("sent", Color.BLUE, Stroke.DOTTED, rates(Slot::sent)),
                Series.line("good answers", Color.GREEN, Stroke.SOLID, rates(Slot::good)),
                Series.line("failed", Color.RED, Stroke.SOLID, rates(Slot::failed)));
        double most = series.stream()
                .flatMap(one -> one.points().stream())
                .mapToDouble(Point::y)
                .max()
                .orElse(1);
        return figure(
                "throughput",
                new Plot(seconds(), Axis.fromZero("images per second", most), series, LEGEND_COLUMNS),
                "Images sent, answered and failed per second",
                "By when it happened, within each %s.".formatted(slotLength()));
    }

    private List<Point> rates(ToDoubleFunction<Slot> count) {
        List<Point> points = new ArrayList<>();
        for (int i = 0;
                i < measured.slots().size() && (i + 1) * measured.slotSeconds() <= measured.seconds() + 1e-9;
                i++) {
            points.add(new Point(middle(i), count.applyAsDouble(measured.slots().get(i)) / measured.slotSeconds(), 0));
        }
        return points;
    }

    private double middle(int slot) {
        return (slot + 0.5) * measured.slotSeconds();
    }

    private String slotLength() {
        return String.format(Locale.ROOT, "%.0f ms", 1000 * measured.slotSeconds());
    }

    private Axis seconds() {
        return Axis.fromZero("seconds", Math.max(measured.slotSeconds(), measured.seconds()));
    }

    private static Axis milliseconds(List<Series> series) {
        List<Double> times = series.stream()
                .flatMap(one -> one.points().stream())
                .map(Point::y)
                .sorted()
                .toList();
        return times.isEmpty()
                ? Axis.logarithmic("ms", 1, 10)
                : Axis.logarithmic("ms", times.get(0), times.get(times.size() - 1));
    }

    private Block printed() {
        StringWriter text = new StringWriter();
        new LoadTable(summary).print(new PrintWriter(text));
        return new Listing(text.toString().strip());
    }

    private static Block figure(String name, Plot plot, String description, String caption) {
        return new Figure(name, plot.svg(description), description, caption);
    }

    /** On a logarithmic axis there is no 0. */
    private static double ms(double value) {
        return Math.max(SHORTEST_MS, value);
    }

    private String percent(long images) {
        return String.format(Locale.ROOT, "%.2f %%", summary.percent(images));
    }

    private static String whole(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%,.2f", value);
    }
}
