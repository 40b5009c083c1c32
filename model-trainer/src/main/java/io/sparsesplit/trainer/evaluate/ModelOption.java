package io.sparsesplit.trainer.evaluate;

import io.sparsesplit.model.artifact.ModelRepository;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The parameter {@code MODEL} of the commands that read a published model; a picocli mixin. */
public final class ModelOption {

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "Folder of a model's version, for example models/mnist/1.0.0.")
    private @Nullable Path folder;

    /** Both halves. */
    public SplitModel load() {
        Path version = version();
        ModelRepository repository = new ModelRepository(repository());
        String modelName = String.valueOf(version.getName(version.getNameCount() - 2));
        String modelVersion = String.valueOf(version.getFileName());
        return new SplitModel(
                repository.loadEdge(modelName, modelVersion), repository.loadCloud(modelName, modelVersion));
    }

    /** The folder of the repository that the model is in. */
    public Path repository() {
        return version().resolve("../..").normalize();
    }

    private Path version() {
        Path version = Objects.requireNonNull(folder).toAbsolutePath().normalize();
        if (version.getNameCount() < 2) {
            throw new IllegalArgumentException(
                    "%s is not the folder of a model's version: name it as REPOSITORY/NAME/VERSION".formatted(folder));
        }
        return version;
    }
}
