package io.sparsesplit.trainer.load;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Times that requests took. Not safe to share between threads. */
public final class Latency {

    /** The percentiles that are shown, with their names. */
    static final Map<String, Double> SHOWN = shown();

    private static final long SHORTEST_NANOS = 1_000;
    private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final double NANOS_PER_MILLI = 1e6;

    private final Histogram nanos;

    /** @param digits of a time that are kept, 1 to 3 */
    Latency(int digits) {
        this.nanos = new Histogram(SHORTEST_NANOS, LONGEST_NANOS, digits);
    }

    private static Map<String, Double> shown() {
        Map<String, Double> shown = new LinkedHashMap<>();
        for (double percentile : new double[] {50, 75, 90, 95, 99, 99.9, 99.99}) {
            shown.put("p" + Double.toString(percentile).replaceFirst("\\.0$", ""), percentile);
        }
        return shown;
    }

    void record(long time) {
        nanos.recordValue(Math.max(0, Math.min(time, LONGEST_NANOS)));
    }

    void add(Latency other) {
        nanos.add(other.nanos);
    }

    public long count() {
        return nanos.getTotalCount();
    }

    /** Milliseconds that so many percent of the requests took at most; 0 without any. */
    public double ms(double percentile) {
        return nanos.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }

    double maxMs() {
        return nanos.getMaxValue() / NANOS_PER_MILLI;
    }

    /** In milliseconds, by name. */
    Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        SHOWN.forEach((name, percentile) -> figures.put(name, ms(percentile)));
        figures.put("max", maxMs());
        figures.put("mean", nanos.getMean() / NANOS_PER_MILLI);
        return figures;
    }
}
