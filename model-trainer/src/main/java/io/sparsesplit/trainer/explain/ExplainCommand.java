package io.sparsesplit.trainer.explain;

import io.sparsesplit.model.decision.DecisionCheck;
import io.sparsesplit.model.decision.Explained;
import io.sparsesplit.trainer.edge.AnswerReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code sparsesplit explain}. */
@Command(
        name = "explain",
        sortOptions = false,
        description = {
            "Says of an edge's answers who answered, why, and what would have changed it, and decides each again from what"
                    + " led to it.",
            "Ends with 0 when all answers agree with what led to them, else with 1 after the first that does not."
        })
public final class ExplainCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "Answers as JSON, one after the other, as curl writes them, or in arrays; - for the standard"
                    + " input.")
    private String file = STANDARD_INPUT;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "Most answers to write sentences on. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--quiet", description = "Write no sentences, only counts.")
    private boolean quiet;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (limit < 0) {
            throw new ParameterException(spec.commandLine(), "--limit must be 0 or more, not " + limit);
        }
        try (InputStream in = file.equals(STANDARD_INPUT)
                ? System.in
                : new BufferedInputStream(Files.newInputStream(Path.of(file)))) {
            return explain(AnswerReader.answers(in)) ? 0 : 1;
        }
    }

    /** Explains all answers, or those up to the first that contradicts itself. */
    private boolean explain(Iterator<JsonNode> answers) {
        PrintWriter out = spec.commandLine().getOut();
        Totals totals = new Totals();
        while (answers.hasNext()) {
            JsonNode answer = answers.next();
            long number = totals.answers() + 1;
            Explained explained = explained(answer, number);
            Optional<String> disagreement = disagreement(explained, number);
            if (disagreement.isPresent()) {
                out.printf("answer %d disagrees: %s%n", number, disagreement.get());
                out.flush();
                return false;
            }
            totals.add(explained);
            if (!quiet && number <= limit) {
                out.println(Sentence.of(explained, label(answer, explained)));
            }
        }
        print(totals, out);
        return true;
    }

    private void print(Totals totals, PrintWriter out) {
        long answers = totals.answers();
        if (answers == 0) {
            throw new IllegalArgumentException("there is no answer in " + file);
        }
        if (!quiet && answers > limit) {
            out.printf("%d more answers, without sentences: --limit %d writes all%n", answers - limit, answers);
        }
        if (quiet || answers > 1) {
            totals.print(out);
        }
        out.printf("decisions recomputed: %d of %d agree%n", answers, answers);
        out.flush();
    }

    /** Returns the label, or the class's number in an answer without one. */
    private static String label(JsonNode answer, Explained explained) {
        JsonNode label = answer.path("label");
        return label.isString() ? label.stringValue() : "class " + explained.classIndex();
    }

    private static Explained explained(JsonNode answer, long number) {
        try {
            return AnswerReader.explained(answer);
        } catch (IllegalArgumentException e) {
            throw unreadable(number, e);
        }
    }

    private static Optional<String> disagreement(Explained answer, long number) {
        try {
            return DecisionCheck.disagreement(answer);
        } catch (IllegalArgumentException e) {
            throw unreadable(number, e);
        }
    }

    private static IllegalArgumentException unreadable(long number, IllegalArgumentException e) {
        return new IllegalArgumentException("answer %d cannot be read: %s".formatted(number, e.getMessage()), e);
    }
}
