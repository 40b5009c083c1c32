package io.sparsesplit.trainer.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.trainer.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainCommandTest {

    private static final String ANSWER = """
            {"label":"7","classIndex":1,"confidence":0.75,"probabilities":[0.25,0.75],
             "exit":"edge","degraded":false,"reason":"confident",
             "criterion":"max-softmax","criterionValue":0.75,"threshold":0.5,
             "model":{"name":"mnist","version":"3.1.0","fingerprint":"%s"},
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
        assertThat(out.toString().lines().skip(2))
                .containsExactly("       2  100.0 %  edge, confident", "decisions recomputed: 2 of 2 agree");
    }

    @Test
    void theFirstThatDisagreesIsShownAndFailsTheCommand() throws IOException {
        String wrong = ANSWER.replace("\"reason\":\"confident\"", "\"reason\":\"timeout\"");

        assertThat(explain(ANSWER + wrong + wrong)).isEqualTo(1);
        assertThat(out.toString())
                .endsWith("answer 2 disagrees: reason is confident by what led to it, but timeout by the answer%n"
                        .formatted());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            auto         | 0.5 | null            | The edge answered '7': its confidence 0.75 reached the threshold 0.5. It would have asked the cloud at a threshold above 0.75.
            local-only   | 0.8 | null            | The edge answered '7': the exit's confidence 0.75 was below the threshold 0.8, but the policy local-only lets nobody else answer. The policy auto would have asked the cloud.
            auto         | 0.8 | cloud-answered  | The cloud answered '7' from 12 bytes of features: the exit's confidence 0.75 was below the threshold 0.8. The edge would have answered at a threshold of 0.75 or less.
            auto         | 1.0 | cloud-answered  | The cloud answered '7' from 12 bytes of features: the threshold 1 never lets an exit answer. The edge would have answered at a threshold of 0.75 or less.
            split        | 0.5 | cloud-answered  | The cloud answered '7' from 12 bytes of features: the policy split lets no exit answer. The edge would have answered with the policy auto: the exit's confidence 0.75 reaches the model's threshold 0.5.
            split        | 0.8 | cloud-answered  | The cloud answered '7' from 12 bytes of features: the policy split lets no exit answer. The policy auto would have asked the cloud as well: the exit's confidence 0.75 is below the model's threshold 0.8.
            auto         | 0.8 | queued          | The edge answered '7' for now: the exit's confidence 0.75 was below the threshold 0.8, and the image waits for the cloud's refinement. Without 'Prefer: respond-async' the cloud would have been asked at once.
            auto         | 0.8 | timeout         | The edge answered '7' in place of the cloud: the exit's confidence 0.75 was below the threshold 0.8, and it was too slow for the deadline of 2000 ms. A longer deadline, or a faster link, might have let it answer; the edge would have answered by itself at a threshold of 0.75 or less.
            split        | 0.5 | breaker-open    | The edge answered '7' in place of the cloud: the policy split lets no exit answer, and the cloud is not asked for a while, since it failed too often. The breaker closes when the cloud answers again.
            """)
    void eachAnswerGetsWhoAnsweredWhyAndWhatWouldHaveChangedIt(
            String policy, double threshold, String cloud, String sentence) throws IOException {
        assertThat(explain(answer(policy, threshold, cloud))).as(err.toString()).isZero();
        assertThat(out.toString().lines().findFirst()).contains(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "overload",
                "refused",
                "connection-lost",
                "cloud-error",
                "bad-answer",
                "image-refused",
                "fingerprint-mismatch",
                "unknown-model",
                "outbox-full",
                "outbox-failed",
                "of-a-later-version"
            })
    void everyReasonOfAFallbackHasItsWordsAndItsRemedy(String reason) throws IOException {
        assertThat(explain(answer("auto", 0.8, reason))).as(err.toString()).isZero();
        assertThat(out.toString().lines().findFirst().orElseThrow())
                .matches(
                        "The edge answered '7' in place of the cloud: the exit's confidence 0.75 was below the threshold"
                                + " 0.8, and [a-z].+\\. [A-Z].+; the edge would have answered by itself at a threshold of 0.75 or"
                                + " less\\.");
    }

    @Test
    void thresholdOfTheRequestIsCalledItsOwn() throws IOException {
        String asked = ANSWER.replace(
                        "\"thresholdBy\":\"model\",\"minConfidence\":null",
                        "\"thresholdBy\":\"request\",\"minConfidence\":0.5")
                .replace("\"modelThreshold\":0.5", "\"modelThreshold\":0.9");
        assertThat(explain(asked)).as(out + "" + err).isZero();
        assertThat(out.toString()).contains("reached the request's threshold 0.5. It would have asked the cloud");
    }

    @Test
    void answersInAnArrayAreExplainedOneByOne() throws IOException {
        assertThat(explain("[%s,%s]".formatted(ANSWER, ANSWER))).isZero();
        assertThat(explain("%s [%s,%s] []".formatted(ANSWER, ANSWER, ANSWER))).isZero();
        assertThat(out.toString()).contains("decisions recomputed: 2 of 2 agree", "decisions recomputed: 3 of 3 agree");
    }

    @Test
    void sentencesHaveALimitAndCanBeLeftOut() throws IOException {
        String file = Files.writeString(folder.resolve("many.json"), ANSWER.repeat(25))
                .toString();
        assertThat(execute(file)).isZero();
        assertThat(out.toString().lines().filter(line -> line.startsWith("The edge answered")))
                .hasSize(20);
        assertThat(out.toString()).contains("5 more answers, without sentences: --limit 25 writes all");
        out.getBuffer().setLength(0);
        assertThat(execute(file, "--quiet")).isZero();
        assertThat(out.toString().lines())
                .containsExactly("      25  100.0 %  edge, confident", "decisions recomputed: 25 of 25 agree");
        assertThat(execute(file, "--limit", "-1")).isEqualTo(2);
        assertThat(err.toString()).contains("--limit must be 0 or more, not -1");
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

    /** The answer that an edge gives in such a case, with a certainty of 0.75. */
    private static String answer(String policy, double threshold, String cloud) {
        boolean auto = policy.equals("auto") || policy.equals("local-only");
        boolean fired = auto && threshold <= 0.75;
        boolean local = fired || policy.equals("local-only");
        String exit = local
                ? "edge"
                : switch (cloud) {
                    case "cloud-answered" -> "cloud";
                    case "queued" -> "edge-provisional";
                    default -> "edge-fallback";
                };
        boolean sent = !local
                && !Set.of("queued", "breaker-open", "overload", "outbox-full", "outbox-failed")
                        .contains(cloud);
        String held = auto ? Double.toString(threshold) : "null";
        return ANSWER.replace("\"exit\":\"edge\"", "\"exit\":\"%s\"".formatted(exit))
                .replace("\"degraded\":false", "\"degraded\":" + exit.equals("edge-fallback"))
                .replace(
                        "\"reason\":\"confident\"",
                        "\"reason\":\"%s\"".formatted(fired ? "confident" : local ? "policy-local-only" : cloud))
                .replace("\"threshold\":0.5", "\"threshold\":" + held)
                .replace("\"modelThreshold\":0.5", "\"modelThreshold\":" + threshold)
                .replace("\"policy\":\"auto\"", "\"policy\":\"%s\"".formatted(policy))
                .replace("\"thresholdBy\":\"model\"", "\"thresholdBy\":\"%s\"".formatted(auto ? "model" : "policy"))
                .replace("\"firedAfterLayer\":1", "\"firedAfterLayer\":" + (fired ? "1" : "null"))
                .replace("\"cloud\":null", "\"cloud\":" + (local ? "null" : "\"%s\"".formatted(cloud)))
                .replace("\"deadlineMs\":null", "\"deadlineMs\":" + (local ? "null" : "2000"))
                .replace(
                        "\"codec\":null,\"payload\":0,\"frame\":0,\"sent\":0",
                        sent
                                ? "\"codec\":\"packed\",\"payload\":12,\"frame\":19,\"sent\":40"
                                : "\"codec\":null,\"payload\":0,\"frame\":0,\"sent\":0");
    }

    private int explain(String answers) throws IOException {
        return execute(
                Files.writeString(folder.resolve("answers.json"), answers).toString());
    }

    private int execute(String file, String... options) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(Stream.concat(Stream.of("explain", file), Stream.of(options))
                        .toArray(String[]::new));
    }
}
