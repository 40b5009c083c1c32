package io.sparsesplit.benchmarks.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What became of the requests of a run. */
final class Outcome {

    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);

    private final int seconds;
    private final Histogram good = new Histogram(LONGEST, 3);
    private final Histogram refused = new Histogram(LONGEST, 3);
    private long goodInTime;
    private long lost;
    private long waiting;

    Outcome(int seconds) {
        this.seconds = seconds;
    }

    void answered(int status, long nanos, boolean beforeTheEnd) {
        if (status == OK) {
            good.recordValue(Math.min(nanos, LONGEST));
            goodInTime += beforeTheEnd ? 1 : 0;
        } else if (status == UNAVAILABLE) {
            refused.recordValue(Math.min(nanos, LONGEST));
        } else {
            lost++;
        }
    }

    void neverAnswered(long requests) {
        lost += requests;
    }

    void neverSent(long requests) {
        waiting += requests;
    }

    /** Answers with 200, per second, while requests were sent. */
    double goodput() {
        return (double) goodInTime / seconds;
    }

    /**
     * A row of the table.
     *
     * @param peak goodput to compare with
     */
    String row(String load, double offered, double peak, String rss) {
        return "| %s | %,.0f | %,.0f | %.0f %% | %.1f, %.1f | %,.0f | %.1f, %.1f | %,d | %,d | %s |"
                .formatted(
                        load,
                        offered,
                        goodput(),
                        100 * goodput() / peak,
                        millis(good, 50),
                        millis(good, 99),
                        (double) refused.getTotalCount() / seconds,
                        millis(refused, 50),
                        millis(refused, 99),
                        lost,
                        waiting,
                        rss);
    }

    private static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1e6;
    }
}
