package io.sparsesplit.trainer.load;

import java.nio.charset.StandardCharsets;

/**
 * How a request ended.
 *
 * @param kind the exit of a good answer; otherwise what went wrong, in a few words
 * @param isGood whether it was answered as asked
 * @param isSlow whether it failed because nothing came in time: then it took longer than it waited
 */
record Ending(String kind, boolean isGood, boolean isSlow) {

    static final Ending TIMED_OUT = failure("timed out", true);
    static final Ending NEVER_SENT = failure("never sent", true);
    static final Ending REFUSED = failure("connection refused", false);
    static final Ending LOST = failure("connection lost", false);
    static final Ending NO_HTTP = failure("no HTTP", false);

    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    /** In compact JSON nothing else looks like it: within a string, quotes are escaped. */
    private static final String EXIT = "\"exit\":\"";

    private static final String PROBLEM = "urn:sparsesplit:problem:";

    private static Ending failure(String kind, boolean isSlow) {
        return new Ending(kind, false, isSlow);
    }

    /** An answer. */
    static Ending of(int status, byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        if (status == OK || status == ACCEPTED) {
            String exit = quoted(text, EXIT);
            return new Ending(exit.isEmpty() ? Integer.toString(status) : exit, true, false);
        }
        return failure((status + " " + quoted(text, PROBLEM)).strip(), false);
    }

    private static String quoted(String text, String before) {
        int start = text.indexOf(before);
        int end = text.indexOf('"', start + before.length());
        return start < 0 || end < 0 ? "" : text.substring(start + before.length(), end);
    }
}
