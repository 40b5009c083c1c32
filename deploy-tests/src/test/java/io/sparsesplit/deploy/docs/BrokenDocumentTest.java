package io.sparsesplit.deploy.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A document that says what is not so fails, and says where. */
class BrokenDocumentTest {

    @TempDir
    private Path home;

    @Test
    void aCommandThatFailsIsFoundAlsoWhenOthersFollowIt() {
        assertThatThrownBy(() -> read("""
                        ```sh
                        echo before
                        ls /there-is-no-such-folder
                        echo after
                        ```
                        """))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a command ended with ")
                .hasMessageContaining("ls /there-is-no-such-folder")
                .hasMessageContaining("No such file");
    }

    @Test
    void aFailureWithinAPipeIsFound() {
        assertThatThrownBy(() -> read("```sh\ncat /there-is-no-such-file | head -1\n```\n"))
                .hasMessageContaining("a command ended with 1");
    }

    @Test
    void oneTerminalIsUsedToTheEnd() {
        assertThatCode(() -> read("""
                        ```sh
                        name=value
                        mkdir folder && cd folder
                        ```

                        Then:

                        ```sh
                        echo $name in ${PWD##*/}
                        ```

                        ```text
                        value in folder
                        ```
                        """)).doesNotThrowAnyException();
    }

    @Test
    void anotherValueThanTheDocumentShowsIsNamed() {
        assertThatThrownBy(() -> read("""
                        ```sh
                        echo '{"label": "7", "bytes": {"image": 242}, "traceId": "abc", "exit": "edge"}'
                        ```
                        <!-- varies: traceId -->
                        ```json
                        {"label":"7","bytes":{"image":241},"traceId":"def","reason":"confident"}
                        ```
                        """))
                .hasMessageContaining("/bytes/image is 242, but the document says 241")
                .hasMessageContaining("/reason is in the document, but not in what is printed")
                .hasMessageContaining("/exit is \"edge\", but not in the document");
    }

    @Test
    void whatVariesStillHasToBeOfItsKind() {
        Output shown = new Output("json", "{\"latencyMs\":{\"total\":1.5}}", Set.of("latencyMs"));

        assertThat(shown.difference("{\"latencyMs\":{\"total\":9}}")).isNull();
        assertThat(shown.difference("{\"latencyMs\":{\"total\":\"9\"}}"))
                .isEqualTo("/latencyMs/total is \"9\", but the document says 1.5");
        assertThat(shown.difference("{\"latencyMs\":{}}"))
                .isEqualTo("/latencyMs/total is in the document, but not in what is printed");
    }

    @Test
    void decimalsAreEqualToFiveDigitsAndWholeNumbersExactly() {
        Output shown = new Output("json", "{\"p\":0.98765432,\"n\":100000}", Set.of());

        assertThat(shown.difference("{\"p\":0.9876543,\"n\":100000}")).isNull();
        assertThat(shown.difference("{\"p\":0.98769,\"n\":100001}"))
                .contains("/p is ")
                .contains("/n is 100001");
    }

    @Test
    void anEllipsisStandsForWhatVariesInText() {
        Output shown = new Output("text", "HTTP/1.1 202 ...\n...\nLocation: /inferences/...\n", Set.of());

        assertThat(shown.difference("HTTP/1.1 202 \r\nDate: now\r\nVary: all\r\nLocation: /inferences/1\r\n"))
                .isNull();
        assertThat(shown.difference("HTTP/1.1 200 \r\nLocation: /inferences/1\r\n"))
                .contains("HTTP/1.1 200");
        assertThat(shown.difference("HTTP/1.1 202 \r\nLocation: /inferences/1\r\nand more\r\n"))
                .contains("and more");
    }

    @Test
    void aServiceThatDoesNotSayThatItIsReadyIsAwaitedNoLongerThanPatiently() throws Exception {
        try (Terminal terminal = new Terminal(Network.machine(), home, home, home)) {
            assertThat(terminal.stay("echo nothing", "ready", Duration.ofMillis(200))
                            .failure())
                    .isEqualTo("it did not print 'ready' within 0 s");
            assertThat(terminal.run("sleep 30", Duration.ofSeconds(1)).failure())
                    .isEqualTo("it did not end within 1 s");
        }
    }

    @Test
    void whatStaysEndsWithTheDocument() throws Exception {
        try (Terminal terminal = new Terminal(Network.machine(), home, home, home)) {
            terminal.stay("echo $BASHPID > process; echo ready; sleep 60", "ready", Duration.ofSeconds(50));
        }

        long process = Long.parseLong(Files.readString(home.resolve("process")).strip());
        assertThat(ProcessHandle.of(process).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void aMarkThatNobodyKnowsIsRefusedWithItsPlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Document.parse("guide.md", "# Guide\n\n<!-- runs: sometimes -->\n```sh\ntrue\n```\n"))
                .withMessage("guide.md:4: the block here '<!-- runs: sometimes -->' is no mark:"
                        + " CONTRIBUTING.md lists those there are.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Document.parse("guide.md", "<!-- run: data -->\n```bash\ntrue\n```\n"))
                .withMessageContaining("'<!-- run: data -->' is no mark");
    }

    @Test
    void commandsThatNobodyWouldRunAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Document.parse("guide.md", "Do this:\n\n    rm -rf /\n"))
                .withMessage("guide.md:3: the block here is indented: fence it with ``` and its language,"
                        + " so that commands are tested.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Document.parse("guide.md", "```\nrm -rf /\n```\n"))
                .withMessageContaining("guide.md:1: the block here has no language");
    }

    @Test
    void whatIsNotThereIsSaid() throws IOException, InterruptedException {
        Document document = Document.parse("guide.md", "<!-- runs: time -->\n```sh\nsleep 1000\n```\n");
        try (Reading reading = new Reading(home, home)) {
            assumeFalse(Need.TIME.met(), "DOCS_TIME is set");
            assertThat(reading.missing(document.blocks().get(0)))
                    .isEqualTo("it wants more than a minute: set DOCS_TIME=true");
        }
    }

    @Test
    void theQuickFormIsForEachCommandOfOurs() {
        Marks marks = Marks.of(List.of("<!-- quick: --epochs 1 -->"));

        assertThat(marks.applied("cd x\n./sparsesplit train --data d \\\n  --out o\n./sparsesplit train\necho"))
                .isEqualTo(
                        "cd x\n./sparsesplit train --data d \\\n  --out o --epochs 1\n./sparsesplit train --epochs 1\necho");
    }

    private void read(String markdown) throws IOException, InterruptedException {
        try (Reading reading = new Reading(home, home)) {
            for (Block block : Document.parse("guide.md", markdown).blocks()) {
                reading.follow(block);
            }
        }
    }
}
