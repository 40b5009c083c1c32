package io.sparsesplit.trainer.explain;

import io.sparsesplit.model.decision.DecisionCheck;
import io.sparsesplit.trainer.edge.AnswerReader;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code sparsesplit explain}. */
@Command(
        name = "explain",
        sortOptions = false,
        description = {
            "Decides again, from an edge's answers alone, by whom and why their images had to be answered.",
            "Ends with 0 when all answers agree with what led to them, else with 1 after the first that does not."
        })
public final class ExplainCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "Answers as JSON, one after the other, as curl writes them; - for the standard input.")
    private String file = STANDARD_INPUT;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (InputStream in = file.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(file))) {
            Iterator<JsonNode> answers = AnswerReader.answers(in);
            long agreed = 0;
            while (answers.hasNext()) {
                Optional<String> disagreement = disagreement(answers.next(), agreed + 1);
                if (disagreement.isPresent()) {
                    out.printf("answer %d disagrees: %s%n", agreed + 1, disagreement.get());
                    out.flush();
                    return 1;
                }
                agreed++;
            }
            if (agreed == 0) {
                throw new IllegalArgumentException("there is no answer in " + file);
            }
            out.printf("decisions recomputed: %d of %d agree%n", agreed, agreed);
            out.flush();
            return 0;
        }
    }

    private static Optional<String> disagreement(JsonNode answer, long number) {
        try {
            return DecisionCheck.disagreement(AnswerReader.explained(answer));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("answer %d cannot be read: %s".formatted(number, e.getMessage()), e);
        }
    }
}
