package io.sparsesplit.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sparsesplit.trainer.train.ToyImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.ParameterException;

class DataOptionTest {

    @TempDir
    private Path folder;

    @Test
    void folderThatDoesNotExistIsNamed() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> DataCommand.of(folder.resolve("nowhere")).read())
                .withMessage("--data %s is neither a folder nor a CSV file.", folder.resolve("nowhere"));
    }

    @Test
    void folderWithoutDataSaysWhatIsWanted() throws IOException {
        Files.createFile(folder.resolve("README.txt"));
        Files.createDirectory(folder.resolve(".git"));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> DataCommand.of(folder).read())
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

    @Test
    void modelsAreCalledAfterTheirData() throws IOException {
        IdxFolder.write(folder.resolve("Digits"), ToyImages.bars(9, 8, 3, 1), ToyImages.bars(9, 8, 3, 2));
        Files.createDirectories(folder.resolve("_Screws & Nuts/bolt"));
        Files.createFile(folder.resolve("Pets.csv"));

        assertThat(DataCommand.parsed(List.of()).data.modelName()).isEqualTo("mnist");
        assertThat(DataCommand.of(folder.resolve("Digits")).data.modelName()).isEqualTo("mnist");
        assertThat(DataCommand.of(folder.resolve("_Screws & Nuts")).data.modelName())
                .isEqualTo("screws---nuts");
        assertThat(DataCommand.of(folder.resolve("Pets.csv")).data.modelName()).isEqualTo("pets");
    }

    @Test
    void whatWasChosenIsWrittenAsOptionsAgain() {
        String[] options = {
            "--colour",
            "rgb",
            "--fit",
            "strokes",
            "--validation",
            "7",
            "--shares",
            "60,20,20",
            "--split-seed",
            "5",
            "--label-column",
            "last",
            "--csv-picture",
            "3x4"
        };

        assertThat(DataCommand.of(folder, options).arguments()).isEqualTo(" " + String.join(" ", options));
        assertThat(DataCommand.of(folder, "--strict", "--picture", "12x8").arguments())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--picture | 32 | '32' is no size: write WIDTHxHEIGHT in pixels, up to 1024x1024, like 32x32",
                "--picture | 0x9 | '0x9' is no size: write WIDTHxHEIGHT in pixels, up to 1024x1024, like 32x32",
                "--csv-picture | 9x1025 | '9x1025' is no size: write WIDTHxHEIGHT in pixels, up to 1024x1024, like 32x32",
                "--shares | 90,10 | '90,10' are no shares: write three whole percentages, 100 together, like 80,10,10",
                "--shares | 90,10,10 | '90,10,10' are no shares: write three whole percentages, 100 together, like 80,10,10",
                "--shares | 80,20,0 | '80,20,0' are no shares: write three whole percentages, 100 together, like 80,10,10"
            })
    void valuesThatMakeNoSenseAreRefused(String option, String value, String reason) {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> DataCommand.of(folder, option, value))
                .withMessageContaining(reason);
    }
}
