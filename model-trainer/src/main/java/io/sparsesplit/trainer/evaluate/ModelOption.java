package io.sparsesplit.trainer.evaluate;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The parameter {@code MODEL} of the commands that read a published model; a picocli mixin. */
public final class ModelOption {

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "Folder of a model's version, for example models/mnist/3.0.0.")
    private @Nullable Path folder;

    /** Both halves. */
    public SplitModel load() {
        return SplitModel.load(folder());
    }

    /** The folder of the model's version. */
    public Path folder() {
        return Objects.requireNonNull(folder);
    }

    /** The folder of the repository that the model is in. */
    public Path repository() {
        return folder().toAbsolutePath().resolve("../..").normalize();
    }
}
