package io.sparsesplit.trainer.data;

import java.util.regex.Pattern;

/** How the brightness of a pixel is written in a CSV file. */
enum CsvNumbers {
    /** Whole numbers of 0 to 255, also written as 17.0 or 1.7e1. */
    WHOLE("a whole number of 0 to 255") {
        @Override
        int ofNumber(double value) {
            return value == Math.rint(value) && value <= MAX ? (int) value : NONE;
        }
    },
    /** Shares of full brightness, 0 to 1. */
    SHARES("a number of 0 to 1") {
        @Override
        int ofNumber(double value) {
            return value <= 1 ? (int) Math.round(MAX * value) : NONE;
        }
    };

    static final int MAX = 255;
    static final int NONE = -1;

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");
    private static final int MAX_LENGTH = 40;

    private final String wanted;

    CsvNumbers(String wanted) {
        this.wanted = wanted;
    }

    /** What a field should be, for messages. */
    String wanted() {
        return wanted;
    }

    /** Returns the brightness of a number of 0 or more; -1 when it is none. */
    abstract int ofNumber(double value);

    /** Returns the brightness in a field, 0 to 255; -1 when there is none. */
    int brightness(String field) {
        int digits = digits(field.strip());
        double number = digits == NONE ? number(field) : digits;
        return number >= 0 ? ofNumber(number) : NONE;
    }

    /** Returns the number in a field; NaN when there is none. */
    static double number(String field) {
        String text = field.strip();
        return text.length() <= MAX_LENGTH && NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    }

    /** Returns a whole number of one to three digits; -1 for all else. */
    private static int digits(String number) {
        if (number.isEmpty() || number.length() > 3) {
            return NONE;
        }
        int value = 0;
        for (int i = 0; i < number.length(); i++) {
            int digit = number.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            value = 10 * value + digit;
        }
        return value;
    }
}
