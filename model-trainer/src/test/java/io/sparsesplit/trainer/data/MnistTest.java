package io.sparsesplit.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sparsesplit.model.image.Picture;
import io.sparsesplit.trainer.train.ToyImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistTest {

    @TempDir
    private Path folder;

    private final LabelledImages train = ToyImages.bars(240, 10, 5, 1);
    private final LabelledImages test = ToyImages.bars(40, 10, 5, 2);

    @BeforeEach
    void write() throws IOException {
        IdxFolder.write(folder, train, test);
    }

    @Test
    void theLastTrainingImagesAreHeldOut() {
        Dataset data = DataCommand.of(folder, "--validation", "40").read();

        assertThat(data.train().size()).isEqualTo(200);
        assertThat(data.validation().picture(0)).isEqualTo(train.picture(200));
        assertThat(data.validation().label(39)).isEqualTo(train.label(239));
        assertThat(data.split().rule()).isEqualTo("test as given, validation the last of the training images");
        assertThat(DataCommand.of(folder).read().validation().size()).isEqualTo(20);
        assertThat(data.sha256())
                .containsOnlyKeys(
                        "train-images-idx3-ubyte",
                        "train-labels-idx1-ubyte",
                        "t10k-images-idx3-ubyte",
                        "t10k-labels-idx1-ubyte");
    }

    @Test
    void holdingOutAllOrNoneIsRefused() {
        for (String count : new String[] {"0", "240"}) {
            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(
                            () -> DataCommand.of(folder, "--validation", count).read())
                    .withMessage("--validation must be 1 to 239, fewer than there are training images, not %s", count);
        }
    }

    @Test
    void imagesMayBeScaledDownAndColoured() {
        Dataset data =
                DataCommand.of(folder, "--picture", "5x5", "--colour", "rgb").read();

        assertThat(data.preprocessing()).hasToString("5 x 5 colour, 75 of 75 samples, 75 inputs, fitted as strokes");
        byte[] original = test.picture(7);
        int mean = Math.round(
                ((original[0] & 0xFF) + (original[1] & 0xFF) + (original[10] & 0xFF) + (original[11] & 0xFF)) / 4f);
        assertThat(data.test().picture(7)[0] & 0xFF).isEqualTo(mean);
        assertThat(data.test().picture(7)[25]).isEqualTo(data.test().picture(7)[0]);
    }

    @Test
    void classesAreTheNumbersThatThereAre() throws IOException {
        IdxFolder.write(folder, relabelled(train), relabelled(test));
        Dataset data = DataCommand.of(folder).read();

        assertThat(data.labels()).containsExactly("3", "10", "17", "24", "31");
        assertThat(data.train().label(0)).isEqualTo(train.label(0));
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> DataCommand.of(folder).read())
                .withMessage(
                        "%s has no t10k-labels-idx1-ubyte or t10k-labels-idx1-ubyte.gz; 'sparsesplit download mnist' fetches"
                                + " them",
                        folder);
    }

    @Test
    void aDigestTellsLabelsPicturesAndTheirOrder() throws IOException {
        String before = DataCommand.of(folder).read().split().testSha256();
        IdxFolder.write(folder, train, test);
        assertThat(DataCommand.of(folder).read().split().testSha256()).isEqualTo(before);
        IdxFolder.write(folder, train, relabelled(test, 1));
        assertThat(DataCommand.of(folder).read().split().testSha256()).isNotEqualTo(before);
        byte[][] swapped = {test.picture(1), test.picture(0)};
        IdxFolder.write(
                folder, train, new LabelledImages(10, 10, Picture.GREY, swapped, new int[] {test.label(1), test.label(0)
                }));
        String other = DataCommand.of(folder).read().split().testSha256();
        IdxFolder.write(folder, train, test.range(0, 2));
        assertThat(DataCommand.of(folder).read().split().testSha256()).isNotEqualTo(other);
    }

    private static LabelledImages relabelled(LabelledImages images) {
        byte[][] pictures = new byte[images.size()][];
        int[] labels = new int[images.size()];
        for (int i = 0; i < labels.length; i++) {
            pictures[i] = images.picture(i);
            labels[i] = 3 + 7 * images.label(i);
        }
        return new LabelledImages(images.width(), images.height(), images.channels(), pictures, labels);
    }

    /** The first of them has the next class. */
    private static LabelledImages relabelled(LabelledImages images, int by) {
        byte[][] pictures = new byte[images.size()][];
        int[] labels = new int[images.size()];
        for (int i = 0; i < labels.length; i++) {
            pictures[i] = images.picture(i);
            labels[i] = i == 0 ? (images.label(i) + by) % 5 : images.label(i);
        }
        return new LabelledImages(images.width(), images.height(), images.channels(), pictures, labels);
    }
}
