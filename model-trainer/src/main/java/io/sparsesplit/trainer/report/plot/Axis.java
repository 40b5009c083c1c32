package io.sparsesplit.trainer.report.plot;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** A scale with a label: which share of its length a value stands at, and which values are marked. */
public final class Axis {

    private static final int TICKS = 8;
    private static final double MARGIN = 0.04;
    private static final double[] ACCURACIES = {
        0, 50, 70, 80, 85, 90, 92, 94, 95, 96, 97, 98, 98.5, 99, 99.2, 99.4, 99.6, 99.8, 99.9, 99.95, 99.98
    };
    private static final double[] CLOSE_ACCURACIES = {
        95, 95.5, 96, 96.5, 97, 97.2, 97.4, 97.6, 97.8, 98, 98.2, 98.4, 98.6, 98.8, 99, 99.1, 99.2, 99.3, 99.4, 99.5,
        99.6, 99.7, 99.8, 99.9
    };
    /** Accuracies are close when their errors are within this power of ten. */
    private static final double CLOSE = 0.5;

    private static final double SMALLEST_ERROR = 0.01;

    private static final double[] PERCENTILES = {0, 50, 75, 90, 95, 98, 99, 99.5, 99.9, 99.95, 99.99};

    /** Of ten, at which ticks begin: smaller ones would not be told apart as text. */
    private static final int SMALLEST_POWER = -2;

    private enum Scale {
        LINEAR {
            @Override
            double of(double value) {
                return value;
            }
        },
        LOGARITHMIC {
            @Override
            double of(double value) {
                return StrictMath.log10(value);
            }
        },
        ERROR {
            @Override
            double of(double value) {
                return -StrictMath.log10(Math.max(SMALLEST_ERROR, 100 - value));
            }
        };

        abstract double of(double value);
    }

    private final String label;
    private final Scale scale;
    private final double low;
    private final double high;
    private final List<Double> ticks;

    private Axis(String label, Scale scale, double low, double high, List<Double> ticks) {
        this.label = label;
        this.scale = scale;
        this.low = low;
        this.high = high;
        this.ticks = ticks.stream()
                .filter(tick -> scale.of(tick) >= low && scale.of(tick) <= high)
                .toList();
    }

    /** Equal steps for equal differences. */
    public static Axis linear(String label, double min, double max) {
        double margin = MARGIN * width(min, max);
        return new Axis(label, Scale.LINEAR, min - margin, max + margin, linearTicks(min - margin, max + margin));
    }

    /** From 0, which is where the axes meet, to a positive value. */
    public static Axis fromZero(String label, double max) {
        double high = max * (1 + MARGIN);
        return new Axis(label, Scale.LINEAR, 0, high, linearTicks(0, high));
    }

    /** Equal steps for equal factors. */
    public static Axis logarithmic(String label, double min, double max) {
        double low = Scale.LOGARITHMIC.of(min);
        double high = Scale.LOGARITHMIC.of(max);
        double margin = MARGIN * width(low, high);
        List<Double> ticks = new ArrayList<>();
        for (int power = SMALLEST_POWER; StrictMath.pow(10, power) <= max * 10; power++) {
            double decade = StrictMath.pow(10, power);
            ticks.addAll(List.of(decade, 1.5 * decade, 2 * decade, 3 * decade, 4 * decade, 5 * decade, 7 * decade));
        }
        return new Axis(label, Scale.LOGARITHMIC, low - margin, high + margin, ticks);
    }

    /**
     * Accuracies in percent, equal steps for equal factors of the error: from 99 to 99.5 is as far as from 80 to 90. Where
     * accuracies near 100 are compared, a linear scale would show hardly more than a line.
     */
    public static Axis accuracy(String label, double min, double max) {
        double low = Scale.ERROR.of(min);
        double high = Scale.ERROR.of(max);
        double margin = MARGIN * width(low, high);
        return new Axis(
                label,
                Scale.ERROR,
                low - margin,
                high + margin,
                DoubleStream.of(high - low < CLOSE ? CLOSE_ACCURACIES : ACCURACIES)
                        .boxed()
                        .toList());
    }

    /** Percentiles from 0 to 99.99, equal steps for equal factors of what is beyond: from 90 to 99 is as far as from 99 to 99.9. */
    public static Axis percentiles(String label) {
        double low = Scale.ERROR.of(PERCENTILES[0]);
        double high = Scale.ERROR.of(PERCENTILES[PERCENTILES.length - 1]);
        double margin = MARGIN * width(low, high);
        return new Axis(
                label,
                Scale.ERROR,
                low - margin,
                high + margin,
                DoubleStream.of(PERCENTILES).boxed().toList());
    }

    String label() {
        return label;
    }

    List<Double> ticks() {
        return ticks;
    }

    /** 0 at the lower end, 1 at the upper one; beyond them for values beyond. */
    double position(double value) {
        return (scale.of(value) - low) / (high - low);
    }

    static String text(double tick) {
        BigDecimal exact =
                new BigDecimal(Math.round(tick * 1000)).movePointLeft(3).stripTrailingZeros();
        return exact.abs().compareTo(BigDecimal.valueOf(1000)) >= 0
                ? String.format(Locale.ROOT, "%,d", exact.longValue())
                : exact.toPlainString().replace('-', '−');
    }

    private static double width(double low, double high) {
        return high > low ? high - low : 1;
    }

    private static List<Double> linearTicks(double low, double high) {
        double rough = (high - low) / TICKS;
        double decade = 0.001;
        while (decade * 10 <= rough) {
            decade *= 10;
        }
        double step = decade * (rough > 5 * decade ? 10 : rough > 2 * decade ? 5 : rough > decade ? 2 : 1);
        List<Double> ticks = new ArrayList<>();
        for (long n = (long) Math.ceil(low / step); n * step <= high; n++) {
            ticks.add(n * step);
        }
        return ticks;
    }
}
