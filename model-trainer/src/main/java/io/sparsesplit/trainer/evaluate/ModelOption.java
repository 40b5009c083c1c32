package io.sparsesplit.trainer.evaluate;

import io.sparsesplit.model.artifact.ModelRepository;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The parameter {@code MODEL} of the commands that read a published model; a picocli mixin. */
final class ModelOption {

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "Folder of a model's version, for example models/mnist/1.0.0.")
    private @Nullable Path folder;

    /** Both halves. */
    SplitModel load() {
        Path version = Objects.requireNonNull(folder).toAbsolutePath().normalize();
        Path name = version.getParent();
        Path root = name == null ? null : name.getParent();
        if (name == null || root == null || name.getFileName() == null) {
            throw new IllegalArgumentException(
                    "%s is not the folder of a model's version: name it as REPOSITORY/NAME/VERSION".formatted(folder));
        }
        ModelRepository repository = new ModelRepository(root);
        String modelName = name.getFileName().toString();
        String modelVersion = version.getFileName().toString();
        return new SplitModel(
                repository.loadEdge(modelName, modelVersion), repository.loadCloud(modelName, modelVersion));
    }
}
