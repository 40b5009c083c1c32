package io.sparsesplit.trainer.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers in the report. Rounded from their exact binary value, which is the same on every JDK. */
final class Notation {

    /** In place of a figure that there is not. */
    static final String NONE = "–";

    private Notation() {}

    /** With two decimals, for example {@code 97.47}. */
    static String percent(double value) {
        return decimals(value, 2);
    }

    /** With a sign, for example {@code +3.54} or {@code −0.10}. */
    static String difference(double value) {
        String size = percent(Math.abs(value));
        if (size.equals("0.00")) {
            return size;
        }
        return (value < 0 ? "−" : "+") + size;
    }

    /** For example {@code 6.4 x}. */
    static String factor(double value) {
        return decimals(value, 1) + " x";
    }

    /** With thousands apart, for example {@code 33,199}. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** With as many decimals as it needs, up to six, for example {@code 0.0015} or {@code 0}. */
    static String plain(double value) {
        return new BigDecimal(value)
                .setScale(6, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    static String decimals(double value, int places) {
        return new BigDecimal(value).setScale(places, RoundingMode.HALF_UP).toPlainString();
    }
}
