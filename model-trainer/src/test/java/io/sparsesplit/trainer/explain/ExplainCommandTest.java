package io.sparsesplit.trainer.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.trainer.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {

    private static final String ANSWER = """
            {"label":"7","classIndex":1,"confidence":0.75,"probabilities":[0.25,0.75],
             "exit":"edge","degraded":false,"reason":"confident",
             "criterion":"max-softmax","criterionValue":0.75,"threshold":0.5,
             "model":{"name":"mnist","version":"3.0.0","fingerprint":"%s"},
             "bytes":{"image":283,"codec":null,"payload":0,"frame":0,"sent":0,"received":0},
             "latencyMs":{"decode":0.11,"head":0.01,"cloud":0.0,"total":0.14},
             "decision":{"policy":"auto","thresholdBy":"model","minConfidence":null,"exits":1,
              "asked":[{"afterLayer":1,"temperature":1.2,"modelThreshold":0.5,"threshold":0.5,"value":0.75,"classIndex":1}],
              "firedAfterLayer":1,"cloud":null,"deadlineMs":null,"controller":null},
             "traceId":"4bf92f3577b34da6a3ce929d0e0e4736"}""".formatted("9f2c".repeat(16)).replace("\n", "");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void answersThatAgreeAreCounted() throws IOException {
        assertThat(explain(ANSWER + "\n" + ANSWER + "\n")).isZero();
        assertThat(out).hasToString("decisions recomputed: 2 of 2 agree%n".formatted());
    }

    @Test
    void theFirstThatDisagreesIsShownAndFailsTheCommand() throws IOException {
        String wrong = ANSWER.replace("\"reason\":\"confident\"", "\"reason\":\"timeout\"");

        assertThat(explain(ANSWER + wrong + wrong)).isEqualTo(1);
        assertThat(out)
                .hasToString("answer 2 disagrees: reason is confident by what led to it, but timeout by the answer%n"
                        .formatted());
    }

    @Test
    void whatIsNoAnswerIsSaidToBeNone() throws IOException {
        assertThat(explain(ANSWER + "{}")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("sparsesplit explain: answer 2 cannot be read: it is not an answer of an edge that explains"
                        + " itself:");
    }

    @Test
    void anAnswerOfAnOlderEdgeIsSaidToBeOne() throws IOException {
        String older = ANSWER.replaceFirst("\"decision\":.*\"traceId\"", "\"traceId\"");

        assertThat(explain(older)).isEqualTo(1);
        assertThat(err.toString())
                .contains("answer 1 cannot be read: it is not an answer of an edge that explains itself");
    }

    @Test
    void whatIsNoJsonAtAllIsSaidToBeNone() throws IOException {
        assertThat(explain("curl: (7) Failed to connect")).isEqualTo(1);
        assertThat(err.toString()).contains("it is not an answer of an edge that explains itself");
    }

    @Test
    void anEmptyFileIsNoAgreement() throws IOException {
        assertThat(explain("")).isEqualTo(1);
        assertThat(err.toString()).contains("there is no answer in");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThat(execute(folder.resolve("none").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("none: no such file or folder");
    }

    private int explain(String answers) throws IOException {
        return execute(
                Files.writeString(folder.resolve("answers.json"), answers).toString());
    }

    private int execute(String file) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("explain", file);
    }
}
