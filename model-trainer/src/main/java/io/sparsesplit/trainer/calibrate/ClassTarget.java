package io.sparsesplit.trainer.calibrate;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * States what a user wants for the images of one class, or of each class.
 *
 * @param kind kind of the target
 * @param label name of the class; null for each class
 * @param percent share of the images of that class, 0 to 100 percent
 */
public record ClassTarget(Kind kind, @Nullable String label, double percent) {

    /** Tells the kinds of targets for a class apart. */
    public enum Kind {
        /** At most so many percent of the class are answered by an exit with another class. */
        MISS,
        /** Exits and tail together recognise at least so many percent of the class. */
        MIN_RECALL;

        /** Returns the name used in manifests and, after two hyphens, on the command line, for example {@code min-recall}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Checks the range of the share, and that a target to miss names a class.
     *
     * @throws IllegalArgumentException when one of them is wrong; the message names the option
     */
    public ClassTarget {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("--%s must be 0 to 100 percent, not %s".formatted(kind, percent));
        }
        if (kind == Kind.MISS && label == null) {
            throw new IllegalArgumentException("--miss needs a class: --miss CLASS=PERCENT, for example --miss ok=1");
        }
    }

    /**
     * Reads a target as it is given on the command line: {@code CLASS=PERCENT}, or {@code PERCENT}; a percent sign may follow.
     *
     * @throws IllegalArgumentException when the text is neither
     */
    static ClassTarget parse(Kind kind, String text) {
        int equals = text.lastIndexOf('=');
        String number = text.substring(equals + 1).strip();
        try {
            double percent =
                    Double.parseDouble(number.endsWith("%") ? number.substring(0, number.length() - 1) : number);
            return new ClassTarget(kind, equals < 0 ? null : text.substring(0, equals), percent);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "--%s must be CLASS=PERCENT, for example --%s ok=1, not %s".formatted(kind, kind, text), e);
        }
    }

    /** Returns the option that states this target, for example {@code --miss defective=1.0}. */
    String option() {
        String argument = (label == null ? "" : label + "=") + percent;
        return "--%s %s".formatted(kind, argument.contains(" ") ? "'" + argument + "'" : argument);
    }

    /** Returns the same target with another percentage. */
    ClassTarget with(double otherPercent) {
        return new ClassTarget(kind, label, otherPercent);
    }

    /** Returns the indices of the classes that the target is about. */
    int[] classes(List<String> labels) {
        return IntStream.range(0, labels.size())
                .filter(c -> label == null || label.equals(labels.get(c)))
                .toArray();
    }

    /** Returns whether the target holds on the very images that were counted. */
    boolean holdsOn(Outcome outcome, List<String> labels) {
        return IntStream.of(classes(labels)).allMatch(c -> {
            ClassOutcome counts = outcome.classes().get(c);
            double wanted = percent * counts.images() / 100;
            return kind == Kind.MISS ? counts.missed() <= wanted : counts.recognised() >= wanted;
        });
    }
}
