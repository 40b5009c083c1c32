package io.sparsesplit.trainer.novelty;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * States which share of the images of known classes may be said to look like none of them.
 *
 * @param percent share in percent, above 0 and below 100; 0 when no image is to be said so
 */
public record FalseAlarmRate(double percent) {

    /** Probability with which a promised rate is kept. */
    public static final double CONFIDENCE = 0.95;

    private static final FalseAlarmRate OFF = new FalseAlarmRate(0);
    private static final Pattern FORM = Pattern.compile("(\\d{1,2}(?:\\.\\d{1,9})?)%?");

    /** Reads {@code 5%}, {@code 0.5} or {@code off} from the command line. */
    static final class Converter implements ITypeConverter<FalseAlarmRate> {

        @Override
        public FalseAlarmRate convert(String text) {
            if (text.equals("off")) {
                return OFF;
            }
            Matcher matcher = FORM.matcher(text);
            if (matcher.matches() && Double.parseDouble(matcher.group(1)) > 0) {
                return new FalseAlarmRate(Double.parseDouble(matcher.group(1)));
            }
            throw new TypeConversionException(
                    "'%s' is no rate of false alarms: write a percentage above 0 and below 100, like 5%%, or off"
                            .formatted(text));
        }
    }

    boolean isOff() {
        return percent == 0;
    }

    /**
     * Checks that a rate can be promised, before work is spent on it.
     *
     * @param heldOut number of images that no weight was fitted to
     * @throws IllegalArgumentException when they are too few; the message says how many it takes, and which rate they allow
     */
    void requireProvable(int heldOut) {
        if (!isOff() && FalseAlarmBound.mostFalseAlarms(heldOut, percent / 100, CONFIDENCE) < 0) {
            // Rounded up, so that what is named can be had.
            double smallest = Math.ceil(1e4 * FalseAlarmBound.smallestRate(heldOut, CONFIDENCE)) / 100;
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%d held-out images are too few to promise at most %s false alarms with confidence %s;"
                            + " hold out at least %d, or %s.",
                    heldOut,
                    this,
                    CONFIDENCE,
                    FalseAlarmBound.fewestImages(percent / 100, CONFIDENCE),
                    smallest < 100
                            ? "allow more with --none-of-these %s%%".formatted(smallest)
                            : "leave --none-of-these out"));
        }
    }

    @Override
    public String toString() {
        return isOff() ? "off" : percent + " %";
    }

    /** Returns the rate as the option takes it. */
    String argument() {
        return isOff() ? "off" : percent + "%";
    }
}
