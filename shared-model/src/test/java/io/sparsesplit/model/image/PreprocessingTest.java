package io.sparsesplit.model.image;

import static io.sparsesplit.model.image.PictureTest.grey;
import static io.sparsesplit.model.image.PictureTest.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.model.image.ImageException.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreprocessingTest {

    @Test
    void anImageOfTheRightSizeIsTakenPixelForPixelAndFilledUpWithZeros() {
        float[] input = new Preprocessing(3, 2, 8).input(grey(3, 2, 0, 1, 2, 127, 128, 255));

        assertThat(input).containsExactly(0, 1 / 255f, 2 / 255f, 127 / 255f, 128 / 255f, 1, 0, 0);
    }

    @Test
    void anImageWithABrightBorderIsInverted() {
        float[] input = new Preprocessing(3, 3, 9).input(grey(3, 3, 255, 255, 255, 255, 0, 255, 255, 255, 235));

        assertThat(input).containsExactly(0, 0, 0, 0, 1, 0, 0, 0, 20 / 255f);
    }

    @Test
    void aLargerImageIsAveragedOverAreas() {
        float[] input = new Preprocessing(2, 1, 2).input(grey(4, 2, 0, 100, 10, 20, 50, 50, 30, 40));

        assertThat(input[0]).isEqualTo(50 / 255f, within(1e-6f));
        assertThat(input[1]).isEqualTo(25 / 255f, within(1e-6f));
    }

    @Test
    void areasMayCutPixels() {
        // 3 pixels to 2: each target pixel covers one and a half.
        float[] input = new Preprocessing(2, 2, 4).input(grey(3, 3, 90, 60, 0, 90, 60, 0, 90, 60, 0));

        assertThat(input[0]).isEqualTo(80 / 255f, within(1e-6f));
        assertThat(input[1]).isEqualTo(20 / 255f, within(1e-6f));
    }

    @Test
    void aSmallerImageIsEnlarged() {
        float[] input = new Preprocessing(4, 4, 16).input(grey(2, 2, 10, 20, 30, 40));

        assertThat(input).containsExactly(rows("10 10 20 20 10 10 20 20 30 30 40 40 30 30 40 40"), within(1e-6f));
    }

    @Test
    void proportionsAreKeptOnDarkGround() {
        Preprocessing preprocessing = new Preprocessing(4, 4, 16);

        assertThat(preprocessing.input(grey(4, 2, 9, 9, 9, 9, 9, 9, 9, 8)))
                .containsExactly(rows("0 0 0 0 9 9 9 9 9 9 9 8 0 0 0 0"), within(1e-6f));
        assertThat(preprocessing.input(grey(2, 4, 9, 9, 9, 9, 9, 9, 9, 8)))
                .containsExactly(rows("0 9 9 0 0 9 9 0 0 9 9 0 0 9 8 0"), within(1e-6f));
    }

    @Test
    void theGroundBesideAnInvertedImageIsDarkToo() {
        assertThat(new Preprocessing(4, 4, 16).input(grey(4, 2, 255, 255, 255, 255, 255, 0, 255, 255)))
                .containsExactly(rows("0 0 0 0 0 0 0 0 0 255 0 0 0 0 0 0"), within(1e-6f));
    }

    @ParameterizedTest
    @CsvSource({"1, 28", "29, 31", "27, 5", "100, 99", "400, 300", "28, 784", "3, 3", "640, 480"})
    void everyValueIsZeroToOneAndBrightnessIsKept(int width, int height) {
        Random random = new Random(1);
        int[] pixels = new int[width * height];
        Arrays.setAll(pixels, i -> random.nextInt(100));
        double mean = Arrays.stream(pixels).average().orElseThrow() / 255;
        float[] input = new Preprocessing(28, 28, 800).input(grey(width, height, pixels));

        double sum = 0;
        for (float value : input) {
            assertThat(value).isBetween(0f, 1f);
            sum += value;
        }
        double scale = Math.max(width, height) / 28.0;
        assertThat(sum).isCloseTo(mean * width * height / (scale * scale), within(1e-2 * sum));
    }

    @Test
    void aWhitePictureWithADarkBorderReachesOneAndNotMore() {
        int[] pixels = new int[61 * 61];
        Arrays.fill(pixels, 255);
        for (int i = 0; i < 61; i++) {
            pixels[i] = pixels[60 * 61 + i] = pixels[i * 61] = pixels[i * 61 + 60] = 0;
        }
        float[] input = new Preprocessing(28, 28, 784).input(grey(61, 61, pixels));

        float max = 0;
        for (float value : input) {
            max = Math.max(max, value);
        }
        assertThat(max).isEqualTo(1);
    }

    @Test
    void aFlatImageIsRefused() {
        assertThatThrownBy(() -> new Preprocessing(2, 2, 4).input(grey(2, 2, 7, 7, 7, 7)))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNUSABLE))
                .hasMessage("All pixels of the image are equally bright: there is nothing to classify.");
    }

    @Test
    void anImageOfWhichASideWouldVanishIsRefused() {
        int[] line = new int[29];
        line[3] = 9;

        assertThatThrownBy(() -> new Preprocessing(28, 28, 784).input(grey(29, 1, line)))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNUSABLE))
                .hasMessage("The image is 29 x 1 pixels: scaled to 28 x 28 it would be thinner than a pixel.");
        assertThat(new Preprocessing(28, 28, 784).input(grey(28, 1, Arrays.copyOf(line, 28))))
                .contains(5 / 255f);
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

    @Test
    void averagesAreRoundedSoThatStoredPicturesAndServedImagesAreTheSame() {
        Preprocessing preprocessing = new Preprocessing(2, 1, 2);
        Picture image = grey(4, 2, 0, 1, 2, 3, 0, 1, 3, 3);
        byte[] stored = preprocessing.picture(image);

        assertThat(stored).containsExactly(1, 3);
        assertThat(preprocessing.input(image)).containsExactly(preprocessing.input(stored));
        assertThat(preprocessing.input(stored)).containsExactly(1 / 255f, 3 / 255f);
    }

    @Test
    void mnistSizedImagesScaleDownByWholeBlocks() {
        int[] pixels = new int[784];
        Arrays.setAll(pixels, i -> i % 28 / 2 + 10 * (i / 56));
        byte[] picture = new Preprocessing(14, 14, 196).picture(grey(28, 28, pixels));

        for (int i = 0; i < 196; i++) {
            assertThat(picture[i]).isEqualTo((byte) (i % 14 + 10 * (i / 14)));
        }
    }

    @Test
    void aPictureIsNotInvertedAndGoesOnBesideItself() {
        Preprocessing preprocessing = Preprocessing.of(Fit.PICTURE, 4, 4, Picture.GREY);

        assertThat(preprocessing.picture(grey(4, 2, 201, 202, 203, 204, 211, 212, 213, 214)))
                .containsExactly(201, 202, 203, 204, 201, 202, 203, 204, 211, 212, 213, 214, 211, 212, 213, 214);
        assertThat(preprocessing.picture(grey(1, 2, 240, 250)))
                .containsExactly(240, 240, 240, 240, 240, 240, 240, 240, 250, 250, 250, 250, 250, 250, 250, 250);
    }

    @Test
    void channelsAreScaledEachOnItsOwn() {
        byte[] fitted = Preprocessing.of(Fit.PICTURE, 1, 1, Picture.RGB)
                .picture(picture(2, 2, Picture.RGB, 10, 20, 30, 40, 50, 50, 50, 50, 0, 0, 0, 255));

        assertThat(fitted).containsExactly(25, 50, 64);
    }

    @Test
    void channelsAreNormalisedEachOnItsOwn() {
        Preprocessing preprocessing = Preprocessing.of(Fit.PICTURE, 2, 1, Picture.RGB)
                .withNormalisation(new float[] {0, 0.5f, 1}, new float[] {1, 0.25f, 2});

        assertThat(preprocessing.input(picture(2, 1, Picture.RGB, 0, 255, 0, 255, 0, 255)))
                .containsExactly(0, 1, -2, 2, -0.5f, 0);
    }

    @Test
    void selectedSamplesBecomeInputsAndTheRestOfTheVectorIsZero() {
        Preprocessing preprocessing = Preprocessing.of(Fit.PICTURE, 3, 2, Picture.RGB)
                .withNormalisation(new float[] {0.5f, 0.5f, 0.5f}, null)
                .withSelection(new int[] {1, 5, 9, 17}, 6);
        byte[] picture = new byte[18];
        picture[9] = -1;

        assertThat(preprocessing.input(picture)).containsExactly(-0.5f, -0.5f, 0.5f, -0.5f, 0, 0);
        assertThat(preprocessing.selected()).isEqualTo(4);
        assertThat(preprocessing.sample(2)).isEqualTo(9);
        assertThat(places(preprocessing)).containsExactly("0: 1, 0", "0: 2, 1", "1: 0, 1", "2: 2, 1");
    }

    @Test
    void withoutASelectionInputsAreAllSamplesInOrder() {
        assertThat(places(Preprocessing.of(Fit.PICTURE, 2, 1, Picture.RGB).withInputs(7)))
                .containsExactly("0: 0, 0", "0: 1, 0", "1: 0, 0", "1: 1, 0", "2: 0, 0", "2: 1, 0");
        assertThatThrownBy(
                        () -> Preprocessing.of(Fit.PICTURE, 2, 1, Picture.RGB).sample(6))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void anImageOfOtherChannelsIsRefused() {
        assertThatThrownBy(
                        () -> Preprocessing.of(Fit.PICTURE, 2, 1, Picture.RGB).picture(grey(2, 1, 3, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the image has 1 channels, but 3 are prepared");
    }

    @Test
    void aSelectionThatIsOutOfOrderOrRangeIsRefused() {
        assertSelectionRefused("has 1 where 2 or more is due", 1, 1);
        assertSelectionRefused("has 0 where 3 or more is due", 2, 0);
        assertSelectionRefused("has 6 where 6 or more is due", 5, 6);
        assertSelectionRefused("has -1 where 0 or more is due", -1);
        assertSelectionRefused("the selection names no samples");
    }

    @Test
    void normalisationThatIsImpossibleIsRefused() {
        Preprocessing grey = Preprocessing.of(Fit.PICTURE, 3, 2, Picture.GREY);

        assertThatThrownBy(() -> grey.withNormalisation(new float[] {0, 0, 0}, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 means and 1 deviations are given for 1 channels");
        for (float bad : new float[] {0, -1, Float.NaN, Float.MIN_VALUE, Float.POSITIVE_INFINITY}) {
            if (bad != Float.POSITIVE_INFINITY) {
                assertThatThrownBy(() -> grey.withNormalisation(null, new float[] {bad}))
                        .hasMessage("a channel's mean must be 0 to 1 and its deviation above 0, not 0.0 and " + bad);
            }
            if (bad != 0 && bad != Float.MIN_VALUE) {
                assertThatThrownBy(() -> grey.withNormalisation(new float[] {bad}, null))
                        .hasMessage("a channel's mean must be 0 to 1 and its deviation above 0, not %s and 1.0"
                                .formatted(bad));
            }
        }
    }

    private static void assertSelectionRefused(String message, int... selection) {
        assertThatThrownBy(
                        () -> Preprocessing.of(Fit.PICTURE, 3, 2, Picture.GREY).withSelection(selection, 6))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(message);
    }

    private static List<String> places(Preprocessing preprocessing) {
        return IntStream.range(0, preprocessing.selected())
                .mapToObj(i ->
                        "%d: %d, %d".formatted(preprocessing.channel(i), preprocessing.column(i), preprocessing.row(i)))
                .toList();
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
