package io.sparsesplit.trainer.train;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checkpoints of one training: that of the published network, and one for each fold. */
final class Checkpoints {

    private static final String SUFFIX = ".checkpoint";

    private final Path folder;
    private final String stem;
    private final String description;

    /** @param description text of everything that the result depends on */
    Checkpoints(Path folder, String name, String version, String description) {
        this.folder = folder;
        this.stem = name + "-" + version;
        this.description = description;
    }

    /** Returns the checkpoint of the network to be published. */
    Checkpoint network() {
        return new Checkpoint(folder.resolve(stem + SUFFIX), description);
    }

    /** Returns the checkpoint of a fold's network. */
    Checkpoint fold(int fold) {
        return new Checkpoint(folder.resolve(stem + "-fold-" + fold + SUFFIX), description + ", fold " + fold);
    }

    /** Deletes all of them. */
    void delete() throws IOException {
        network().delete();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, stem + "-fold-*" + SUFFIX)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }
}
