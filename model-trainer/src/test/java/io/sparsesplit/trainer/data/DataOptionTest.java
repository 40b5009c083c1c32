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
                .isThrownBy(() -> option.dataset(new PictureOption()))
                .withMessage("--data %s is neither a folder nor a CSV file.", folder.resolve("nowhere"));
    }

    @Test
    void emptyFolderSaysWhatIsWanted() {
        DataOption option = parse("--data", folder.toString());
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> option.dataset(new PictureOption()))
                .withMessage(
                        "%s holds no data set: wanted are MNIST's four IDX files, or a folder of images for each"
                                + " class, either below train, validation and test or to be divided here, or train.csv"
                                + " and test.csv, or one CSV file to be divided here.",
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
