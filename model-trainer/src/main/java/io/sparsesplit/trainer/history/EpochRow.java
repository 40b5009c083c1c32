package io.sparsesplit.trainer.history;

import java.util.Locale;

/** Writes an epoch as a line of at most 79 characters. */
final class EpochRow {

    static final String HEADER = "  epoch phase       rate   loss exit %  loss tail %  loss  bits  img/s";

    private static final int PHASE = 8;
    private static final int NOTE = 6;

    private EpochRow() {}

    static String of(EpochRecord epoch) {
        String row = "%7s %-8s %7s %6s %6s %5s %6s %5s %5s %6s %s"
                .formatted(
                        epoch.epoch() + "/" + epoch.epochs(),
                        cut(epoch.phase(), PHASE),
                        number(epoch.learningRate(), 7, 5),
                        number(epoch.loss(), 6, 4),
                        number(epoch.exitAccuracy(), 6, 2),
                        number(epoch.exitLoss(), 5, 3),
                        number(epoch.tailAccuracy(), 6, 2),
                        number(epoch.tailLoss(), 5, 3),
                        number(epoch.bits(), 5, 1),
                        number(epoch.imagesPerSecond(), 6, 0),
                        cut(epoch.note(), NOTE));
        return row.stripTrailing();
    }

    /** Returns a number with as many decimals as fit, but at most so many. */
    private static String number(double value, int width, int decimals) {
        if (Double.isNaN(value)) {
            return "-";
        }
        for (int places = decimals; places >= 0; places--) {
            String text = String.format(Locale.ROOT, "%." + places + "f", value);
            if (text.length() <= width) {
                return text;
            }
        }
        return String.format(Locale.ROOT, "%.0e", value);
    }

    private static String cut(String text, int length) {
        return text.length() > length ? text.substring(0, length) : text;
    }
}
