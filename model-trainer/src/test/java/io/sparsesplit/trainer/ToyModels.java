package io.sparsesplit.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.trainer.data.IdxFolder;
import io.sparsesplit.trainer.train.ToyImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small models, trained by the command line on pictures that draw themselves. */
public final class ToyModels {

    private final Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Pictures in a folder, and no model yet. */
    public ToyModels(Path folder) throws IOException {
        this.folder = folder;
        IdxFolder.write(data(), ToyImages.bars(500, 10, 6, 1), ToyImages.bars(150, 10, 6, 2));
    }

    public Path data() {
        return folder.resolve("data");
    }

    /** Trains a model and returns the folder of its version. */
    public Path train(String version, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("train"));
        if (!List.of(more).contains("--data")) {
            arguments.addAll(List.of("--data", data().toString()));
        }
        arguments.addAll(List.of("--out", folder.resolve("models").toString(), "--version", version));
        arguments.addAll(List.of("--config", "100,20,32,6", "--out-degree", "1,32,6", "--pattern", "cyclic"));
        arguments.addAll(List.of("--batch", "50", "--lr", "0.03", "--validation", "150", "--threads", "1"));
        arguments.addAll(List.of("--empirical", "--target-exit-rate", "50"));
        arguments.addAll(List.of(more));
        assertThat(run(arguments.toArray(String[]::new))).as(err()).isZero();
        Path model = folder.resolve("models/mnist").resolve(version);
        assertThat(Files.isDirectory(model)).isTrue();
        return model;
    }

    /** Executes a command; what it printed before is forgotten. */
    public int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }
}
