package io.sparsesplit.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sparsesplit.model.image.Picture;
import io.sparsesplit.trainer.train.ToyImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuplicateCheckTest {

    private static final String ADVICE =
            ": what is measured there would be worthless. Remove one of them, or leave such pictures out of training (and of"
                    + " validation) with --drop-duplicates.";

    @TempDir
    private Path root;

    @BeforeEach
    void write() throws IOException {
        ColourFolder.write(root.resolve("train"), 3, 1);
        ColourFolder.write(root.resolve("val"), 1, 2);
        ColourFolder.write(root.resolve("test"), 1, 3);
    }

    @Test
    void aPictureInTrainingAndTestIsRefused() throws IOException {
        Files.copy(root.resolve("test/warm-bar/0000.jpg"), root.resolve("train/warm-bar/again.jpg"));

        refused(
                "train/warm-bar/again.jpg and test/warm-bar/0000.jpg are the same picture in two of training, validation and"
                        + " test" + ADVICE);
    }

    @Test
    void aPictureIsRecognisedInAnotherFormatAndUnderAnotherLabel() throws IOException {
        Path bmp = root.resolve("val/cold-disc/other.bmp");
        Files.write(
                bmp,
                ColourFolder.file(
                        ImageIO.read(root.resolve("test/warm-bar/0000.jpg").toFile()), "bmp"));
        Files.copy(bmp, root.resolve("train/cold-bar/third.bmp"));

        refused(
                "val/cold-disc/other.bmp and test/warm-bar/0000.jpg are the same picture in two of training, validation and"
                        + " test, and 1 more like them" + ADVICE);
    }

    @Test
    void duplicatesAreLeftOutOfTrainingThenValidation() throws IOException {
        Files.copy(root.resolve("test/warm-bar/0000.jpg"), root.resolve("train/warm-bar/again.jpg"));
        Files.copy(root.resolve("val/warm-bar/0000.jpg"), root.resolve("train/cold-bar/again.jpg"));
        Files.copy(root.resolve("test/cold-ring/0000.jpg"), root.resolve("val/cold-ring/again.jpg"));
        DataCommand command = DataCommand.of(root, "--drop-duplicates");
        Dataset data = command.read();

        assertThat(command.reading())
                .containsExactly(
                        "50 images of 10 classes read, 0 skipped, 3 duplicates left out: 30 for training, 10 for"
                                + " validation, 10 for test.");
        assertThat(data.split().rule()).isEqualTo("as given, without duplicates");
        assertThat(command.arguments()).isEqualTo(" --drop-duplicates");
    }

    @Test
    void picturesThatOccurTwiceInOnePartAreNoLeak() throws IOException {
        Files.copy(root.resolve("train/warm-bar/0000.jpg"), root.resolve("train/warm-bar/again.jpg"));

        assertThat(DataCommand.of(root).read().train().size()).isEqualTo(31);
    }

    @Test
    void picturesThatOnlyLookAlikeWhenScaledDownAreNoLeak() {
        assertThat(DataCommand.of(root, "--picture", "1x1", "--colour", "grey")
                        .read()
                        .train()
                        .size())
                .isEqualTo(30);
    }

    @Test
    void imagesOfIdxFilesAreNamedByNumber(@TempDir Path idx) throws IOException {
        LabelledImages train = ToyImages.bars(100, 8, 5, 1);
        LabelledImages test = ToyImages.bars(20, 8, 5, 2);
        byte[][] pictures = new byte[][] {test.picture(0), train.picture(17), train.picture(95)};
        IdxFolder.write(idx, train, new LabelledImages(8, 8, Picture.GREY, pictures, new int[] {
            0, train.label(17), train.label(95)
        }));

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> DataCommand.of(idx).read())
                .withMessage(
                        "image 95 of train-images-idx3-ubyte and image 2 of t10k-images-idx3-ubyte are the same picture in"
                                + " two of training, validation and test, and 1 more like them" + ADVICE);
        assertThat(DataCommand.of(idx, "--drop-duplicates").read().train().size())
                .isEqualTo(91);
    }

    @Test
    void noiseDoesNotLeak(@TempDir Path idx) throws IOException {
        Random random = new Random(5);
        byte[][] pictures = new byte[3000][64];
        int[] labels = new int[3000];
        for (int i = 0; i < 3000; i++) {
            random.nextBytes(pictures[i]);
            pictures[i][0] = 0;
            labels[i] = i % 3;
        }
        LabelledImages all = new LabelledImages(8, 8, Picture.GREY, pictures, labels);
        IdxFolder.write(idx, all.range(0, 2000), all.range(2000, 3000));

        assertThat(DataCommand.of(idx).read().test().size()).isEqualTo(1000);
    }

    private void refused(String message) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> DataCommand.of(root).read())
                .withMessage(message);
    }
}
