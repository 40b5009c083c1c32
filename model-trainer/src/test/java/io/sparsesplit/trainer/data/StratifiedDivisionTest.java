package io.sparsesplit.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ParameterException;

class StratifiedDivisionTest {

    @TempDir
    private Path root;

    private final Random random = new Random(7);

    @Test
    void everyClassOfThreeImagesIsInEveryPartAndASingleImageIsTrainedWith() throws IOException {
        images("disc", 60);
        images("ring", 3);
        images("cross", 1);
        DataCommand command = DataCommand.of(root);
        Dataset data = command.read();

        assertThat(data.labels()).containsExactly("cross", "disc", "ring");
        assertThat(data.summary().train().images()).containsExactly(1, 48, 1);
        assertThat(data.summary().validation().images()).containsExactly(0, 6, 1);
        assertThat(data.summary().test().images()).containsExactly(0, 6, 1);
        assertThat(command.log())
                .containsExactly(
                        "64 images of 3 classes read, 0 skipped: 50 for training, 7 for validation, 7 for test.",
                        "class    training  validation        test",
                        "cross           1           0           0",
                        "disc           48           6           6",
                        "ring            1           1           1",
                        "Note: Classes are not balanced: 48 training images of 'disc', 1 of 'cross'. Always answering 'disc'"
                                + " would be right for 85.7 % of the test images: look at recall and precision of each class.",
                        "Note: There are no validation images of class 'cross': thresholds are chosen without them.",
                        "Note: There are no test images of class 'cross': nothing is measured there.",
                        "Note: 7 test images: 100 % correct of them means at least 65.2 % with confidence 95 %.",
                        "Note: Fewer than 10 test images of class 'disc' (6), 'ring' (1): recall and precision there say"
                                + " little.");
    }

    @Test
    void equalImagesCountAsOneAndStayTogether() throws IOException {
        images("a", 40);
        images("b", 2);
        for (int i = 0; i < 20; i++) {
            Files.copy(root.resolve("b/0.png"), root.resolve("b/copy" + i + ".png"));
        }
        Dataset data = DataCommand.of(root).read();

        assertThat(data.summary().train().images().get(1)).isEqualTo(21);
        assertThat(data.summary().test().images().get(1)).isEqualTo(1);
    }

    @Test
    void whatIsHeldOutOfGivenTrainingImagesIsStratified() throws IOException {
        images("train/a", 90);
        images("train/b", 9);
        images("test/a", 3);
        images("test/b", 3);

        assertThat(DataCommand.of(root).read().summary().validation().images()).containsExactly(7, 1);
        Dataset data = DataCommand.of(root, "--validation", "22").read();
        assertThat(data.summary().validation().images()).containsExactly(20, 2);
        assertThat(data.split().rule())
                .isEqualTo("test as given, validation held out of each class of training by content, seed 1");
        assertThat(DataCommand.of(root, "--validation", "1").read().validation().size())
                .isEqualTo(1);
    }

    @Test
    void picturesOfOneGroupStayInOnePart() throws IOException {
        for (int piece = 0; piece < 30; piece++) {
            for (int view = 0; view < 4; view++) {
                write("%s/piece%d-%d.png".formatted(piece % 2 == 0 ? "ok" : "scratched", piece, view));
            }
        }
        DataCommand regular = DataCommand.of(root, "--group", "piece(\\d+)");
        Dataset data = regular.read();

        assertThat(regular.log()).contains("30 groups of 120 images by 'piece(\\d+)'; each stays in one part.");
        assertThat(data.split().rule())
                .isEqualTo("80,10,10 % of each class for training, validation and test, by content, seed 1, groups by"
                        + " 'piece(\\d+)' together");
        assertThat(regular.arguments()).isEqualTo(" --group 'piece(\\d+)'");
        for (LabelledImages part : List.of(data.train(), data.validation(), data.test())) {
            long groups = IntStream.range(0, part.size())
                    .mapToLong(part::groupKey)
                    .distinct()
                    .count();
            assertThat(part.size()).isPositive().isEqualTo((int) (4 * groups));
        }
        assertThat(data.summary().test().images()).allMatch(images -> images == 4 || images == 8);
        assertThat(DataCommand.of(root, "--group", "{}-*.png").read().split().testSha256())
                .isNotEmpty();
    }

    @Test
    void groupingsThatNameNothingAreRefused() throws IOException {
        images("a", 5);
        images("b", 5);

        refused(
                "--group 'minute(\\d+)' matches none of the 10 files, the first of which is a/0.png: change the pattern, or"
                        + " leave the option out.",
                "minute(\\d+)");
        refused("--group '(.)png' puts all 10 images into one group, '.': a pattern must tell groups apart.", "(.)png");
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> DataCommand.of(root, "--group", "piece"))
                .withMessageContaining(
                        "'piece' names no group: put parentheses around what does, as in 'piece(\\d+)', or write {} in its"
                                + " place, as in '*/{}-*.jpg'");
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> DataCommand.of(root, "--group", "(?:a)b"))
                .withMessageContaining("'(?:a)b' has no capturing group: put parentheses around what names the group");
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> DataCommand.of(root, "--group", "(a"))
                .withMessageContaining("'(a' is no regular expression: Unclosed group");
    }

    @Test
    void aGroupInTwoGivenPartsIsRefused() throws IOException {
        for (String part : List.of("train", "test")) {
            images(part + "/a", 3);
            images(part + "/b", 3);
        }

        refused(
                "group '0' of --group '/(\\d)\\.png' is in two of training, validation and test, and 2 more like it: put its"
                        + " images into one of them.",
                "/(\\d)\\.png");
    }

    @Test
    void groupsAreForImageFilesOnly() throws IOException {
        Files.writeString(root.resolve("data.csv"), "label,a,b,c,d\nx,1,2,3,4\ny,4,3,2,1\n");

        refused(
                "--group is for folders of image files, which have paths; %s is made of CSV files".formatted(root),
                "(x)");
    }

    @Test
    void foldersAreKnownByTheNamesOfOtherToolsInAnyCase() throws IOException {
        images("Training/a", 5);
        images("Training/b", 5);
        images("VALID/a", 2);
        images("VALID/b", 2);
        images("testing/a", 3);
        images("testing/b", 3);
        images("extra/a", 3);
        DataCommand command = DataCommand.of(root);
        Dataset data = command.read();

        assertThat(data.split().rule()).isEqualTo("as given");
        assertThat(data.summary().parts())
                .extracting(ClassCounts::images)
                .containsExactly(List.of(5, 5), List.of(2, 2), List.of(3, 3));
        assertThat(command.log()).contains("left out extra: The folder is none of training, validation and test.");
        images("train/a", 1);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> DataCommand.of(root).read())
                .withMessage("%s has two folders for training, Training and train: keep one of them.", root);
    }

    private void refused(String message, String grouping) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> DataCommand.of(root, "--group", grouping).read())
                .withMessage(message);
    }

    private void images(String folder, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            write("%s/%d.png".formatted(folder, i));
        }
    }

    private void write(String name) throws IOException {
        BufferedImage image = new BufferedImage(6, 6, BufferedImage.TYPE_BYTE_GRAY);
        for (int pixel = 0; pixel < 36; pixel++) {
            image.getRaster().setSample(pixel % 6, pixel / 6, 0, random.nextInt(256));
        }
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, ColourFolder.file(image, "png"));
    }
}
