package io.sparsesplit.trainer.data;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --data} of the commands that need labelled images; a picocli mixin. */
public final class DataOption {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder with the four IDX files of MNIST, plain or gzipped."
                    + " Default: where 'sparsesplit download mnist' puts them.")
    private @Nullable Path folder;

    /**
     * Reads the data set.
     *
     * @throws DataException when it is not there or is not what it should be; the message says what to do
     */
    public Mnist mnist() {
        return folder == null ? cached(DataFolder.mnist()) : named(folder);
    }

    static Mnist cached(Path cache) {
        if (!Files.isDirectory(cache)) {
            throw new DataException(
                    "There is no data in %s: fetch it with 'sparsesplit download mnist', or name a folder"
                                    .formatted(cache)
                            + " that has it with --data DIR.");
        }
        return Mnist.read(cache);
    }

    private static Mnist named(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new DataException(
                    "--data %s is not a folder: name the one that holds MNIST's four IDX files.".formatted(folder));
        }
        return Mnist.read(folder);
    }
}
