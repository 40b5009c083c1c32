package io.sparsesplit.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void wrongOptionGetsASentenceAndAHint() {
        assertThat(execute("samples", "--out", "x", "--sed", "1")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "Unknown options: '--sed', '1'",
                        "Possible solutions: --seed",
                        "'sparsesplit samples --help' explains the options.");
    }

    @Test
    void missingOptionGetsASentenceAndAHint() {
        assertThat(execute("samples")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "Missing required option: '--out=DIR'", "'sparsesplit samples --help' explains the options.");
    }

    @Test
    void failureGetsOneSentence() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(execute("samples", "--out", file.toString())).isEqualTo(1);
        assertThat(err).hasToString("sparsesplit samples: %s: is already there%n".formatted(file));
    }

    @Test
    void stackTraceIsPrintedOnRequest() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(execute("--debug", "samples", "--out", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("at io.sparsesplit.trainer.samples.SamplesCommand.call");
    }

    private int execute(String... arguments) {
        return Main.commandLine().setErr(new PrintWriter(err)).execute(arguments);
    }
}
