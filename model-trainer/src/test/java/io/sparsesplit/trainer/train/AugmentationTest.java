package io.sparsesplit.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.model.image.Fit;
import io.sparsesplit.model.image.Preprocessing;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AugmentationTest {

    private static final int SIDE = 28;
    private static final int PIXELS = SIDE * SIDE;
    private static final Preprocessing DIGITS = new Preprocessing(SIDE, SIDE, PIXELS);

    private final byte[] noise = noise(PIXELS);

    @Test
    void withoutAShareNoPictureIsDistorted() {
        assertThat(distorted(new Augmentation(0, DIGITS, 1), 500)).isZero();
    }

    @Test
    void withTheWholeShareEveryPictureIsDistorted() {
        assertThat(distorted(new Augmentation(1, DIGITS, 1), 500)).isEqualTo(500);
    }

    @Test
    void theShareIsThatOfThePicturesOfAnEpoch() {
        assertThat(distorted(new Augmentation(0.3, DIGITS, 1), 10_000) / 10_000.0)
                .isCloseTo(0.3, within(0.02));
    }

    @Test
    void aPictureThatIsLeftAloneIsNotWritten() {
        byte[] out = new byte[PIXELS];
        Augmentation none = new Augmentation(0, DIGITS, 1);
        assertThat(none.distort(0, 0, noise, out, 0)).isFalse();
        assertThat(out).containsOnly(0);
    }

    @Test
    void seedEpochAndImageTellTheDistortion() {
        Augmentation augmentation = new Augmentation(1, DIGITS, 1);
        assertThat(distorted(augmentation, 3, 5, noise))
                .isEqualTo(distorted(new Augmentation(1, DIGITS, 1), 3, 5, noise))
                .isNotEqualTo(distorted(augmentation, 4, 5, noise))
                .isNotEqualTo(distorted(augmentation, 3, 6, noise))
                .isNotEqualTo(distorted(new Augmentation(1, DIGITS, 2), 3, 5, noise))
                .isNotEqualTo(noise);
    }

    @Test
    void anEvenlyBrightPictureStaysAsItIs() {
        Augmentation augmentation = new Augmentation(1, DIGITS, 1);
        for (int brightness : new int[] {0, 1, 127, 128, 254, 255}) {
            byte[] even = new byte[PIXELS];
            Arrays.fill(even, (byte) brightness);
            for (int image = 0; image < 20; image++) {
                assertThat(distorted(augmentation, 0, image, even)).isEqualTo(even);
            }
        }
    }

    @Test
    void aDotInTheMiddleMovesALittle() {
        Augmentation augmentation = new Augmentation(1, DIGITS, 1);
        byte[] dot = new byte[PIXELS];
        for (int i = 0; i < 4; i++) {
            dot[(13 + i / 2) * SIDE + 13 + i % 2] = (byte) 255;
        }
        double furthest = 0;
        for (int image = 0; image < 300; image++) {
            byte[] moved = distorted(augmentation, 0, image, dot);
            double sum = 0;
            double x = 0;
            double y = 0;
            for (int i = 0; i < PIXELS; i++) {
                int brightness = Byte.toUnsignedInt(moved[i]);
                sum += brightness;
                x += brightness * (i % SIDE);
                y += brightness * Math.floorDiv(i, SIDE);
            }
            assertThat(sum).isPositive();
            furthest = Math.max(furthest, Math.hypot(x / sum - 13.5, y / sum - 13.5));
        }
        assertThat(furthest).isBetween(1.0, 5.0);
    }

    @Test
    void selectedInputsAreThoseOfTheWholePicture() {
        int[] selection = {3, 30, 400, 401, 700, 783};
        Preprocessing some = DIGITS.withSelection(selection, selection.length);
        byte[] all = distorted(new Augmentation(1, DIGITS, 1), 2, 9, noise);
        byte[] selected = new byte[selection.length + 1];
        assertThat(new Augmentation(1, some, 1).distort(2, 9, noise, selected, 1))
                .isTrue();
        for (int i = 0; i < selection.length; i++) {
            assertThat(selected[i + 1]).isEqualTo(all[selection[i]]);
        }
    }

    @Test
    void channelsAreDistortedAlike() {
        Preprocessing colour = Preprocessing.of(Fit.PICTURE, 12, 9, 3);
        byte[] plane = noise(12 * 9);
        byte[] picture = new byte[3 * plane.length];
        for (int c = 0; c < 3; c++) {
            System.arraycopy(plane, 0, picture, c * plane.length, plane.length);
        }
        byte[] out = new byte[picture.length];
        assertThat(new Augmentation(1, colour, 1).distort(0, 0, picture, out, 0))
                .isTrue();
        byte[] red = Arrays.copyOf(out, plane.length);
        assertThat(red).isNotEqualTo(plane);
        for (int c = 1; c < 3; c++) {
            assertThat(Arrays.copyOfRange(out, c * plane.length, (c + 1) * plane.length))
                    .isEqualTo(red);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 28, 1", "28, 1, 1", "256, 257, 1", "148, 148, 3"})
    void picturesThatCannotBeDistortedAreRefused(int width, int height, int channels) {
        Preprocessing preprocessing = Preprocessing.of(Fit.PICTURE, width, height, channels);
        assertThatThrownBy(() -> new Augmentation(0.1, preprocessing, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "pictures of %d x %d pixels cannot be distorted: use --augment 0, or 2 x 2 pixels to 65536 samples",
                        width, height);
        assertThat(new Augmentation(0, preprocessing, 1).distort(0, 0, new byte[0], new byte[0], 0))
                .isFalse();
    }

    @Test
    void theSmallestPictureIsDistorted() {
        byte[] out = new byte[4];
        assertThat(new Augmentation(1, new Preprocessing(2, 2, 4), 1).distort(0, 0, new byte[] {9, 9, 9, 9}, out, 0))
                .isTrue();
        assertThat(out).containsOnly(9);
    }

    private int distorted(Augmentation augmentation, int images) {
        byte[] out = new byte[PIXELS];
        int count = 0;
        for (int image = 0; image < images; image++) {
            count += augmentation.distort(2, image, noise, out, 0) ? 1 : 0;
        }
        return count;
    }

    private static byte[] distorted(Augmentation augmentation, int epoch, int image, byte[] picture) {
        byte[] out = new byte[PIXELS];
        assertThat(augmentation.distort(epoch, image, picture, out, 0)).isTrue();
        return out;
    }

    private static byte[] noise(int samples) {
        byte[] noise = new byte[samples];
        new Random(1).nextBytes(noise);
        return noise;
    }
}
