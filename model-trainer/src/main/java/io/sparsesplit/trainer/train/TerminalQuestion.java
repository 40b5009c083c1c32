package io.sparsesplit.trainer.train;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Asks on a terminal whether a training goes on from its checkpoint. */
final class TerminalQuestion implements ResumeDecision.Question {

    /** The system property with which the launcher says that somebody can answer: Java cannot tell. */
    private static final String INTERACTIVE = "sparsesplit.interactive";

    private final InputStream in;
    private final PrintWriter err;
    private final int epochs;

    /**
     * A question.
     *
     * @param in where the answer is read
     * @param err where the question is written
     * @param epochs number of epochs of all phases
     */
    TerminalQuestion(InputStream in, PrintWriter err, int epochs) {
        this.in = in;
        this.err = err;
        this.epochs = epochs;
    }

    /** Returns this question where both ends are a terminal, and otherwise one that is answered with yes and said. */
    ResumeDecision.Question whereSomebodyCanAnswer() {
        return Boolean.getBoolean(INTERACTIVE)
                ? this
                : recorded -> {
                    err.printf(
                            "Going on after epoch %d of %d; --restart begins anew.%n", recorded.epochsDone(), epochs);
                    err.flush();
                    return true;
                };
    }

    /** {@inheritDoc} The end of the input means yes: nothing is lost by going on. */
    @Override
    public boolean goOn(Checkpoint.Recorded recorded) {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, Charset.defaultCharset()));
        while (true) {
            err.printf("Go on after epoch %d of %d? [Y/n; n begins anew] ", recorded.epochsDone(), epochs);
            err.flush();
            String line = readLine(lines);
            String answer = line == null ? "y" : line.strip().toLowerCase(Locale.ROOT);
            if (answer.isEmpty() || answer.equals("y") || answer.equals("yes")) {
                return true;
            }
            if (answer.equals("n") || answer.equals("no")) {
                return false;
            }
        }
    }

    private static @Nullable String readLine(BufferedReader lines) {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException("the answer cannot be read: " + e.getMessage(), e);
        }
    }
}
