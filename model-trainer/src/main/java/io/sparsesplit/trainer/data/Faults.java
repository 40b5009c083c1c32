package io.sparsesplit.trainer.data;

import java.io.PrintWriter;

/** What of a data set cannot be used: named and skipped, or refused at once. */
final class Faults {

    private final PrintWriter log;
    private final boolean strict;
    private int count;

    /**
     * No faults yet.
     *
     * @param log told of everything skipped
     * @param strict whether the first fault ends it all
     */
    Faults(PrintWriter log, boolean strict) {
        this.log = log;
        this.strict = strict;
    }

    /**
     * Leaves something out.
     *
     * @param place where it lies
     * @param reason a sentence
     * @throws DataException when nothing may be left out
     */
    void skip(String place, String reason) {
        if (strict) {
            throw new DataException("%s: %s (without --strict it would be skipped)".formatted(place, reason));
        }
        count++;
        log.printf("skipped %s: %s%n", place, reason);
        log.flush();
    }

    /** How much was skipped. */
    int count() {
        return count;
    }
}
