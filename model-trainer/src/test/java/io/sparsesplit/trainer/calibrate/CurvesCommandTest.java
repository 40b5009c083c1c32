package io.sparsesplit.trainer.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.trainer.Main;
import io.sparsesplit.trainer.data.IdxFolder;
import io.sparsesplit.trainer.report.ExitPoint;
import io.sparsesplit.trainer.report.ModelSize;
import io.sparsesplit.trainer.train.ToyImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurvesCommandTest {

    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void quickCurvesAreAFewPointsOfOneCriterionInTheFolderThatIsNamed() throws IOException {
        Path data = folder.resolve("data");
        IdxFolder.write(data, ToyImages.bars(240, 8, 3, 1), ToyImages.bars(60, 8, 3, 2));
        execute("train", "--data", data.toString(), "--epochs", "1", "--threads", "1", "--out", folder.toString());
        Path out = folder.resolve("results");
        execute(
                "curves",
                folder.resolve("mnist/1.0.0").toString(),
                "--data",
                data.toString(),
                "--quick",
                "--out",
                out.toString());

        assertThat(ExitPoint.in(out).read())
                .hasSize(2 * 21)
                .extracting(ExitPoint::criterion)
                .containsOnly("max-softmax");
        assertThat(ModelSize.in(out).read()).hasSize(1);
    }

    private void execute(String... arguments) {
        assertThat(Main.commandLine()
                        .setOut(new PrintWriter(new StringWriter()))
                        .setErr(new PrintWriter(err))
                        .execute(arguments))
                .as(err.toString())
                .isZero();
    }
}
