package io.sparsesplit.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftOutTest {

    @TempDir
    private Path root;

    @BeforeEach
    void write() throws IOException {
        ColourFolder.write(root, 5, 1);
    }

    @Test
    void litterIsPassedOverAndCountedWithStrictAsWell() throws IOException {
        Files.createDirectories(root.resolve("__MACOSX/cold-bar"));
        for (String name : List.of(
                "__MACOSX/cold-bar/._0000.jpg",
                "cold-bar/._0000.jpg",
                "cold-bar/.DS_Store",
                "cold-bar/Thumbs.db",
                "warm-bar/desktop.ini",
                ".gitignore")) {
            Files.writeString(root.resolve(name), "litter");
        }
        DataCommand command = DataCommand.of(root, "--strict");
        Dataset data = command.read();

        assertThat(data.labels()).isEqualTo(ColourFolder.CLASSES);
        assertThat(data.split().skipped()).isZero();
        assertThat(command.reading())
                .containsExactly(
                        "passed over 6 files and folders that are hidden or left by operating systems.",
                        "50 images of 10 classes read, 0 skipped: 30 for training, 10 for validation, 10 for test.");
    }

    @Test
    void filesBesideTheClassesAreNamedAndRefusedByStrictOnlyWhenTheyAreImages() throws IOException {
        Files.writeString(root.resolve("labels.txt"), "cold, warm");
        DataCommand command = DataCommand.of(root, "--strict");
        command.read();

        assertThat(command.reading()).contains("left out labels.txt: It lies in no class's folder.");
        Files.copy(root.resolve("cold-bar/0000.jpg"), root.resolve("stray.jpg"));
        DataCommand lenient = DataCommand.of(root);
        lenient.read();
        assertThat(lenient.reading()).contains("skipped stray.jpg: It lies in no class's folder.");
    }

    @Test
    void longListsEndWithACount() throws IOException {
        for (int i = 0; i < 25; i++) {
            Files.writeString(root.resolve("cold-bar/note%02d.txt".formatted(i)), "text");
            Files.writeString(root.resolve("note%02d.txt".formatted(i)), "text");
        }
        DataCommand command = DataCommand.of(root);
        command.read();

        assertThat(command.reading())
                .filteredOn(line -> line.startsWith("skipped cold-bar/"))
                .hasSize(20);
        assertThat(command.reading())
                .filteredOn(line -> line.startsWith("left out note"))
                .hasSize(20);
        assertThat(command.reading()).contains("skipped 5 more.", "left out 5 more.");
    }

    @Test
    void namesWithControlCharactersDoNotBreakTheLog() throws IOException {
        Files.writeString(root.resolve("cold-bar/a\nb\u001b[2J.jpg"), "text");
        Files.copy(root.resolve("warm-bar/0000.jpg"), root.resolve("warm-bar/a %s {} 'x' \"y\".jpg"));
        DataCommand command = DataCommand.of(root);
        command.read();

        assertThat(command.reading())
                .containsExactly(
                        "skipped cold-bar/a?b?[2J.jpg: The bytes are not an image that is read here: send PNG, JPEG, GIF, BMP"
                                + " or WebP.",
                        "51 images of 10 classes read, 1 skipped: 31 for training, 10 for validation, 10 for test.");
    }

    @Test
    void namesOfClassesThatTheLocaleCannotReadAreRefused() {
        assertThat(ClassFolders.requireReadable("gr\u00f6\u00dfe")).isEqualTo("gr\u00f6\u00dfe");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> ClassFolders.requireReadable("gr\uFFFD\uFFFDe"))
                .withMessage("The name of the folder 'gr??e' cannot be read in the character set of this locale: set"
                        + " LC_ALL=C.UTF-8.");
    }
}
