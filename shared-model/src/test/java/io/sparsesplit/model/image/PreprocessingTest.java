package io.sparsesplit.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.model.image.ImageException.Problem;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreprocessingTest {

    @Test
    void anImageOfTheRightSizeIsTakenPixelForPixelAndFilledUpWithZeros() {
        float[] input = new Preprocessing(3, 2, 8).input(image(3, 2, 0, 1, 2, 127, 128, 255));

        assertThat(input).containsExactly(0, 1 / 255f, 2 / 255f, 127 / 255f, 128 / 255f, 1, 0, 0);
    }

    @Test
    void anImageWithABrightBorderIsInverted() {
        float[] input = new Preprocessing(3, 3, 9).input(image(3, 3, 255, 255, 255, 255, 0, 255, 255, 255, 235));

        assertThat(input).containsExactly(0, 0, 0, 0, 1, 0, 0, 0, 20 / 255f);
    }

    @Test
    void aLargerImageIsAveragedOverAreas() {
        float[] input = new Preprocessing(2, 1, 2).input(image(4, 2, 0, 100, 10, 20, 50, 50, 30, 40));

        assertThat(input[0]).isEqualTo(50 / 255f, within(1e-6f));
        assertThat(input[1]).isEqualTo(25 / 255f, within(1e-6f));
    }

    @Test
    void areasMayCutPixels() {
        // 3 pixels to 2: each target pixel covers one and a half.
        float[] input = new Preprocessing(2, 2, 4).input(image(3, 3, 90, 60, 0, 90, 60, 0, 90, 60, 0));

        assertThat(input[0]).isEqualTo(80 / 255f, within(1e-6f));
        assertThat(input[1]).isEqualTo(20 / 255f, within(1e-6f));
    }

    @Test
    void aSmallerImageIsEnlarged() {
        float[] input = new Preprocessing(4, 4, 16).input(image(2, 2, 10, 20, 30, 40));

        assertThat(input).containsExactly(rows("10 10 20 20 10 10 20 20 30 30 40 40 30 30 40 40"), within(1e-6f));
    }

    @Test
    void proportionsAreKeptOnDarkGround() {
        Preprocessing preprocessing = new Preprocessing(4, 4, 16);

        assertThat(preprocessing.input(image(4, 2, 9, 9, 9, 9, 9, 9, 9, 8)))
                .containsExactly(rows("0 0 0 0 9 9 9 9 9 9 9 8 0 0 0 0"), within(1e-6f));
        assertThat(preprocessing.input(image(2, 4, 9, 9, 9, 9, 9, 9, 9, 8)))
                .containsExactly(rows("0 9 9 0 0 9 9 0 0 9 9 0 0 9 8 0"), within(1e-6f));
    }

    @Test
    void theGroundBesideAnInvertedImageIsDarkToo() {
        assertThat(new Preprocessing(4, 4, 16).input(image(4, 2, 255, 255, 255, 255, 255, 0, 255, 255)))
                .containsExactly(rows("0 0 0 0 0 0 0 0 0 255 0 0 0 0 0 0"), within(1e-6f));
    }

    @ParameterizedTest
    @CsvSource({"1, 28", "29, 31", "27, 5", "100, 99", "400, 300", "28, 784", "3, 3", "640, 480"})
    void everyValueIsZeroToOneAndBrightnessIsKept(int width, int height) {
        Random random = new Random(1);
        int[] pixels = new int[width * height];
        Arrays.setAll(pixels, i -> random.nextInt(100));
        double mean = Arrays.stream(pixels).average().orElseThrow() / 255;
        float[] input = new Preprocessing(28, 28, 800).input(new GreyImage(width, height, pixels));

        double sum = 0;
        for (float value : input) {
            assertThat(value).isBetween(0f, 1f);
            sum += value;
        }
        double scale = Math.max(width, height) / 28.0;
        assertThat(sum).isCloseTo(mean * width * height / (scale * scale), within(1e-3 * sum));
    }

    @Test
    void aWhitePictureWithADarkBorderReachesOneAndNotMore() {
        int[] pixels = new int[61 * 61];
        Arrays.fill(pixels, 255);
        for (int i = 0; i < 61; i++) {
            pixels[i] = pixels[60 * 61 + i] = pixels[i * 61] = pixels[i * 61 + 60] = 0;
        }
        float[] input = new Preprocessing(28, 28, 784).input(new GreyImage(61, 61, pixels));

        float max = 0;
        for (float value : input) {
            max = Math.max(max, value);
        }
        assertThat(max).isEqualTo(1);
    }

    @Test
    void aFlatImageIsRefused() {
        assertThatThrownBy(() -> new Preprocessing(2, 2, 4).input(image(2, 2, 7, 7, 7, 7)))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNUSABLE))
                .hasMessage("All pixels of the image are equally bright: there is nothing to classify.");
    }

    @Test
    void anImageOfWhichASideWouldVanishIsRefused() {
        int[] line = new int[29];
        line[3] = 9;

        assertThatThrownBy(() -> new Preprocessing(28, 28, 784).input(new GreyImage(29, 1, line)))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNUSABLE))
                .hasMessage("The image is 29 x 1 pixels: scaled to 28 x 28 it would be thinner than a pixel.");
        assertThat(new Preprocessing(28, 28, 784).input(new GreyImage(28, 1, Arrays.copyOf(line, 28))))
                .contains(4.5f / 255);
    }

    @ParameterizedTest
    @CsvSource({"0, 28", "28, 0", "-1, 5", "1025, 1", "1, 1025"})
    void anImpossiblePictureIsRefused(int width, int height) {
        assertThatThrownBy(() -> new Preprocessing(width, height, 2_000_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the network's picture must be 1 x 1 to 1024 x 1024 pixels, not %d x %d"
                        .formatted(width, height));
    }

    @Test
    void tooFewInputsAreRefused() {
        assertThatThrownBy(() -> new Preprocessing(28, 28, 783))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("783 inputs are too few for 28 x 28 pixels: at least 784 are needed");
    }

    private static GreyImage image(int width, int height, int... pixels) {
        return new GreyImage(width, height, pixels);
    }

    private static float[] rows(String values) {
        String[] parts = values.split(" ", -1);
        float[] row = new float[parts.length];
        for (int i = 0; i < parts.length; i++) {
            row[i] = Integer.parseInt(parts[i]) / 255f;
        }
        return row;
    }
}
