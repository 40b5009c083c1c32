package io.sparsesplit.trainer.data;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Percentages of a data set that is not divided yet.
 *
 * @param train above 0
 * @param validation above 0
 * @param test above 0; 100 together
 */
record Shares(int train, int validation, int test) {

    static final Shares USUAL = new Shares(80, 10, 10);

    private static final Pattern FORM = Pattern.compile("([1-9]\\d?),([1-9]\\d?),([1-9]\\d?)");

    /** From the command line. */
    static final class Converter implements ITypeConverter<Shares> {

        @Override
        public Shares convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (matcher.matches()) {
                Shares shares = new Shares(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3)));
                if (shares.train + shares.validation + shares.test == 100) {
                    return shares;
                }
            }
            throw new TypeConversionException(
                    "'%s' are no shares: write three whole percentages, 100 together, like %s".formatted(text, USUAL));
        }
    }

    @Override
    public String toString() {
        return train + "," + validation + "," + test;
    }
}
