package io.sparsesplit.trainer.evaluate;

import io.sparsesplit.model.artifact.ModelRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The model that comes with the project, for tests that need a real one. */
public final class Bundled {

    /** Maven runs tests in the module's folder. */
    private static final Path MODELS = Path.of("..", "models").toAbsolutePath().normalize();

    private Bundled() {}

    /** Returns the newest version. */
    public static String version() {
        List<String> versions = new ModelRepository(MODELS).versions("mnist");
        return versions.get(versions.size() - 1);
    }

    /** Copies it as {@code REPOSITORY/mnist/VERSION}, and returns that folder. */
    public static Path copyTo(Path repository) throws IOException {
        Path from = MODELS.resolve("mnist").resolve(version());
        Path to = Files.createDirectories(repository.resolve("mnist").resolve(version()));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }
}
