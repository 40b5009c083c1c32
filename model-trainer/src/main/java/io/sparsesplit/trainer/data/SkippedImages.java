package io.sparsesplit.trainer.data;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * What of a data set is not used. Damaged images are named and skipped, or refused at once; other files and folders are named
 * and left out; litter of operating systems is counted. The log names the first {@value #NAMED} of each kind, and {@link #end}
 * says how many more there were.
 */
final class SkippedImages {

    /** Longest list of each kind on the log. */
    static final int NAMED = 20;

    private final PrintWriter log;
    private final boolean strict;
    private int skipped;
    private int leftOut;
    private int litter;

    /**
     * No faults yet.
     *
     * @param log told of everything that is not used
     * @param strict whether the first fault ends it all
     */
    SkippedImages(PrintWriter log, boolean strict) {
        this.log = log;
        this.strict = strict;
    }

    /**
     * Skips an image that cannot be used.
     *
     * @param place where it lies
     * @param reason a sentence
     * @throws DataException when nothing may be skipped
     */
    void skip(String place, String reason) {
        if (strict) {
            throw new DataException("%s: %s (without --strict it would be skipped)".formatted(place, reason));
        }
        if (skipped++ < NAMED) {
            say("skipped %s: %s", printable(place), reason);
        }
    }

    /**
     * Leaves out what is no image of the data set, with {@code --strict} as well.
     *
     * @param place where it lies
     * @param reason a sentence
     */
    void leaveOut(String place, String reason) {
        if (leftOut++ < NAMED) {
            say("left out %s: %s", printable(place), reason);
        }
    }

    /** Counts a file or folder of litter. */
    void passOver() {
        litter++;
    }

    /** Says how the data is understood. */
    void note(String sentence) {
        say("%s", printable(sentence));
    }

    /** Says how much is not named above, and how much litter there was. */
    void end() {
        if (skipped > NAMED) {
            say("skipped %,d more.", skipped - NAMED);
        }
        if (leftOut > NAMED) {
            say("left out %,d more.", leftOut - NAMED);
        }
        if (litter > 0) {
            say(
                    "passed over %,d %s hidden or left by operating systems.",
                    litter, litter == 1 ? "file or folder that is" : "files and folders that are");
        }
    }

    /** Number of images skipped. */
    int count() {
        return skipped;
    }

    /** Control characters in the name of a file would break lines of the log, or steer the terminal. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private void say(String format, Object... values) {
        log.printf(Locale.ROOT, format + "%n", values);
        log.flush();
    }
}
