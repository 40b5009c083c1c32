package io.sparsesplit.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** All of {@code k8s/}, where something is to be changed in it. */
final class KubernetesFolder {

    private KubernetesFolder() {}

    static Path copyTo(Path target) throws IOException {
        Path source = Repository.path("k8s");
        List<Path> files;
        try (Stream<Path> paths = Files.walk(source)) {
            files = paths.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path copy = target.resolve(source.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
        return target;
    }
}
