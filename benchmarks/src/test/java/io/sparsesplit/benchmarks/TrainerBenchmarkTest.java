package io.sparsesplit.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.pattern.PatternFamily;
import io.sparsesplit.trainer.train.Recipe;
import io.sparsesplit.trainer.train.Topology;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrainerBenchmarkTest {

    @Test
    void bothLearnTheSameAndAreTimed() {
        TrainerComparison comparison = TrainerComparison.run(
                Topology.whole(List.of(64, 16, 4), List.of(2, 4), List.of(PatternFamily.RANDOM)),
                Recipe.PAPER.hyperparameters(200, 1, 2).withEpochs(2),
                new Preprocessing(8, 8, 64),
                SyntheticImages.of(600, 8, 4, 3));

        assertThat(comparison.images()).isEqualTo(1200);
        assertThat(comparison.sparse().seconds()).isPositive();
        assertThat(comparison.ratio())
                .isEqualTo(comparison.dense().seconds() / comparison.sparse().seconds());
        assertThat(comparison.dense().loss()).isCloseTo(comparison.sparse().loss(), within(0.02));
    }

    @Test
    void dataThatIsNotThereIsAWrongCommandLine(@TempDir Path folder) {
        Path missing = folder.resolve("missing");
        StringWriter err = new StringWriter();

        int exit = new CommandLine(new TrainerBenchmark())
                .setErr(new PrintWriter(err, true))
                .execute("--data", missing.toString());

        assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains(missing.toString());
    }

    @Test
    void noEpochsIsAWrongCommandLine() {
        StringWriter err = new StringWriter();

        int exit = new CommandLine(new TrainerBenchmark())
                .setErr(new PrintWriter(err, true))
                .execute("--epochs", "0");

        assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--epochs must be 1 or more, not 0");
    }
}
