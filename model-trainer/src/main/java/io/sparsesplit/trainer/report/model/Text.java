package io.sparsesplit.trainer.report.model;

import io.sparsesplit.trainer.statistics.Interval;
import java.util.Locale;

/** Writes figures as the report shows them. */
final class Text {

    static final String NOT_RECORDED = "not recorded";

    private Text() {}

    /** Returns a percentage with two decimals, or a dash for a share of nothing. */
    static String percent(double value, int of) {
        return of == 0 ? "–" : decimals(value, 2);
    }

    static String interval(Interval interval, int of) {
        return of == 0
                ? "–"
                : "%s to %s".formatted(decimals(100 * interval.low(), 1), decimals(100 * interval.high(), 1));
    }

    static String decimals(double value, int places) {
        return String.format(Locale.ROOT, "%." + places + "f", value);
    }

    static String whole(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
