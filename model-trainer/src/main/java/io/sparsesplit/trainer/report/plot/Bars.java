package io.sparsesplit.trainer.report.plot;

import java.util.List;

/** Lying bars from 0, to either side, each with its name and its figure. */
public final class Bars {

    /**
     * A bar.
     *
     * @param name on the left
     * @param value its signed length
     * @param deviation half the length of the error bar; 0 for none
     * @param text of the figure
     */
    public record Bar(String name, double value, double deviation, String text) {}

    private static final int WIDTH = 860;
    private static final int LEFT = 300;
    private static final int RIGHT = 90;
    private static final int TOP = 10;
    private static final int LINE = 30;
    private static final int THICKNESS = 16;
    private static final int BELOW = 56;
    private static final double CAP = 3;

    private final Axis axis;
    private final Color hue;
    private final List<Bar> bars;

    /** @param label of the axis below the bars */
    public Bars(String label, Color hue, List<Bar> bars) {
        double min = bars.stream()
                .mapToDouble(bar -> bar.value() - bar.deviation())
                .min()
                .orElse(0);
        double max = bars.stream()
                .mapToDouble(bar -> bar.value() + bar.deviation())
                .max()
                .orElse(0);
        this.axis = Axis.linear(label, Math.min(0, min), Math.max(0, max));
        this.hue = hue;
        this.bars = List.copyOf(bars);
    }

    /** The bars as SVG; the description is for those who do not see them. */
    public String svg(String description) {
        double bottom = TOP + bars.size() * (double) LINE;
        Svg svg = new Svg(WIDTH, (int) bottom + BELOW, description);
        for (double tick : axis.ticks()) {
            svg.grid(across(tick), TOP, across(tick), bottom);
            svg.label("middle", across(tick), bottom + 18, Axis.text(tick));
        }
        svg.caption((LEFT + WIDTH - RIGHT) / 2.0, bottom + 42, axis.label());
        for (int i = 0; i < bars.size(); i++) {
            draw(svg, bars.get(i), TOP + (i + 0.5) * LINE);
        }
        svg.axis(across(0), TOP, across(0), bottom);
        return svg.finish();
    }

    private void draw(Svg svg, Bar bar, double middle) {
        double end = across(bar.value());
        svg.label("end", LEFT - 12, middle + 4.5, bar.name());
        svg.rectangle(
                hue.fill(), Math.min(across(0), end), middle - THICKNESS / 2.0, Math.abs(end - across(0)), THICKNESS);
        if (bar.deviation() > 0) {
            double low = across(bar.value() - bar.deviation());
            double high = across(bar.value() + bar.deviation());
            svg.ink(low, middle, high, middle);
            svg.ink(low, middle - CAP, low, middle + CAP);
            svg.ink(high, middle - CAP, high, middle + CAP);
        }
        svg.label("start", WIDTH - RIGHT + 12, middle + 4.5, bar.text());
    }

    private double across(double value) {
        return LEFT + axis.position(value) * (WIDTH - LEFT - RIGHT);
    }
}
