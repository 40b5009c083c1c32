package io.sparsesplit.trainer.evaluate;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Holds the parameter {@code MODEL} of the commands that read a published model; a picocli mixin. */
public final class ModelOption {

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "Folder of a model's version, for example models/mnist/3.1.0; of a model's folder the newest"
                    + " version.")
    private @Nullable Path given;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    private @Nullable ModelPath path;

    /**
     * Loads both halves of the model.
     *
     * @throws IllegalArgumentException when the parameter means no version of a model, or several
     * @throws io.sparsesplit.model.artifact.ArtifactException when the model cannot be read
     */
    public SplitModel load() {
        return SplitModel.load(folder());
    }

    /** Returns the folder of the model's version. */
    public Path folder() {
        return path().folder();
    }

    /** Returns the folder of the repository that the model is in. */
    public Path repository() {
        return path().repository();
    }

    /** Finds what is meant, once, and says so where it is not what was written. */
    private ModelPath path() {
        if (path == null) {
            path = ModelPath.of(Objects.requireNonNull(given));
            if (path.note() != null && command != null) {
                PrintWriter err = command.commandLine().getErr();
                err.printf("%s.%n", path.note());
                err.flush();
            }
        }
        return path;
    }
}
