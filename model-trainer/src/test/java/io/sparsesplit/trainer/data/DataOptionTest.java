package io.sparsesplit.trainer.data;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DataOptionTest {

    @TempDir
    private Path folder;

    @Test
    void folderThatDoesNotExistIsNamed() {
        DataOption option = parse("--data", folder.resolve("nowhere").toString());
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(option::mnist)
                .withMessage("--data %s is not a folder: name the one that holds MNIST's four IDX files."
                        .formatted(folder.resolve("nowhere")));
    }

    @Test
    void emptyFolderSaysHowToFillIt() {
        DataOption option = parse("--data", folder.toString());
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(option::mnist)
                .withMessage(
                        "%s has no train-images-idx3-ubyte or train-images-idx3-ubyte.gz;"
                                + " 'sparsesplit download mnist' fetches them",
                        folder);
    }

    @Test
    void missingCacheSaysBothWaysOut() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> DataOption.cached(folder.resolve("cache")))
                .withMessage(
                        "There is no data in %s: fetch it with 'sparsesplit download mnist',"
                                + " or name a folder that has it with --data DIR.",
                        folder.resolve("cache"));
    }

    private static DataOption parse(String... arguments) {
        DataOption option = new DataOption();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("data", CommandLine.Model.CommandSpec.forAnnotatedObject(option)))
                .parseArgs(arguments);
        return option;
    }
}
