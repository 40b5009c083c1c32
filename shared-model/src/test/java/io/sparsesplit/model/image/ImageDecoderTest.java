package io.sparsesplit.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.model.image.ImageDecoder.Limits;
import io.sparsesplit.model.image.ImageException.Problem;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {

    private static final ImageDecoder DECODER = new ImageDecoder(new Preprocessing(28, 28, 800), Limits.DEFAULT);

    private static final ImageDecoder COLOUR =
            new ImageDecoder(Preprocessing.of(Fit.PICTURE, 28, 28, Picture.RGB), Limits.DEFAULT);

    /** Any brightness, but a dark border. */
    private static final int[] GREYS = greys(256);

    @Test
    void aGreyPngOfTheRightSizeIsTakenPixelForPixel() {
        assertExact(png(8, 0, 1), GREYS);
    }

    @Test
    void aGreyPngWrittenByTheJdkIsTakenPixelForPixel() throws IOException {
        BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < GREYS.length; i++) {
            image.getRaster().setSample(i % 28, i / 28, 0, GREYS[i]);
        }

        assertExact(SampleImages.encoded(image, "png"), GREYS);
    }

    @ParameterizedTest
    @CsvSource({"8, 2, 3", "8, 6, 4", "8, 4, 2", "16, 0, 2", "16, 2, 6", "16, 4, 4", "16, 6, 8"})
    void greyPixelsAreTheSameInEveryKindOfPng(int depth, int colourType, int bytesPerPixel) {
        assertExact(png(depth, colourType, bytesPerPixel), GREYS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void greyPngsOfFewBitsAreSpreadOverTheWholeRange(int depth) {
        int levels = 1 << depth;
        int[] greys = greys(levels);
        int rowBytes = 1 + (28 * depth + 7) / 8;
        byte[] rows = new byte[28 * rowBytes];
        int[] expected = new int[greys.length];
        for (int i = 0; i < greys.length; i++) {
            int bit = i % 28 * depth;
            rows[i / 28 * rowBytes + 1 + bit / 8] |= (byte) (greys[i] << (8 - depth - bit % 8));
            expected[i] = greys[i] * 255 / (levels - 1);
        }

        assertExact(SampleImages.png(28, 28, depth, 0, rows), expected);
    }

    @Test
    void aPaletteIsLookedUp() {
        byte[] palette = new byte[768];
        for (int i = 0; i < 768; i++) {
            palette[i] = (byte) (255 - i / 3);
        }
        int[] inverted = new int[GREYS.length];
        byte[] rows = new byte[28 * 29];
        for (int i = 0; i < GREYS.length; i++) {
            inverted[i] = 255 - GREYS[i];
            rows[i / 28 * 29 + 1 + i % 28] = (byte) inverted[i];
        }

        assertExact(SampleImages.png(28, 28, 8, 3, rows, SampleImages.pngChunk("PLTE", palette)), GREYS);
    }

    @Test
    void gifAndBmpAreTakenPixelForPixelToo() throws IOException {
        byte[] ramp = new byte[256];
        for (int i = 0; i < 256; i++) {
            ramp[i] = (byte) i;
        }
        IndexColorModel greys = new IndexColorModel(8, 256, ramp, ramp, ramp);
        BufferedImage indexed = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_INDEXED, greys);
        BufferedImage rgb = new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < GREYS.length; i++) {
            indexed.getRaster().setSample(i % 28, i / 28, 0, GREYS[i]);
            rgb.setRGB(i % 28, i / 28, GREYS[i] * 0x010101);
        }

        assertExact(SampleImages.encoded(indexed, "gif"), GREYS);
        assertExact(SampleImages.encoded(indexed, "bmp"), GREYS);
        assertExact(SampleImages.encoded(rgb, "bmp"), GREYS);
    }

    @Test
    void colourBecomesLuma() {
        byte[] rows = new byte[28 * (1 + 28 * 3)];
        setRgb(rows, 14, 3, 255, 0, 0);
        setRgb(rows, 14, 4, 0, 255, 0);
        setRgb(rows, 14, 5, 0, 0, 255);
        float[] input = DECODER.decode(SampleImages.png(28, 28, 8, 2, rows));

        assertThat(input[14 * 28 + 3] * 255).isEqualTo(76, within(1e-4f));
        assertThat(input[14 * 28 + 4] * 255).isEqualTo(150, within(1e-4f));
        assertThat(input[14 * 28 + 5] * 255).isEqualTo(29, within(1e-4f));
    }

    @Test
    void coloursAreReadAsTheyAre() {
        byte[] rows = new byte[28 * (1 + 28 * 3)];
        setRgb(rows, 14, 3, 255, 0, 0);
        setRgb(rows, 14, 4, 10, 20, 30);
        Picture picture = COLOUR.picture(SampleImages.png(28, 28, 8, 2, rows));

        assertThat(picture.channels()).isEqualTo(3);
        assertThat(colour(picture, 3, 14)).containsExactly(255, 0, 0);
        assertThat(colour(picture, 4, 14)).containsExactly(10, 20, 30);
        assertThat(colour(picture, 5, 14)).containsExactly(0, 0, 0);
    }

    @Test
    void transparentColoursLieOnWhite() throws IOException {
        BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(3, 14, 0xFF000010);
        image.setRGB(4, 14, 0x33FF0000);
        Picture picture = COLOUR.picture(SampleImages.encoded(image, "png"));

        assertThat(colour(picture, 3, 14)).containsExactly(0, 0, 16);
        assertThat(colour(picture, 4, 14)).containsExactly(255, 204, 204);
        assertThat(colour(picture, 5, 14)).containsExactly(255, 255, 255);
    }

    @Test
    void aGreyFileHasThreeEqualChannelsWhereColourIsWanted() {
        Picture picture = COLOUR.picture(png(8, 0, 1));

        for (int i = 0; i < GREYS.length; i++) {
            assertThat(colour(picture, i % 28, i / 28)).containsExactly(GREYS[i], GREYS[i], GREYS[i]);
        }
    }

    @Test
    void aColourJpegIsTurnedUprightToo() throws IOException {
        BufferedImage image = new BufferedImage(28, 14, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 28 * 14; i++) {
            image.setRGB(i % 28, i / 28, i % 28 < 14 ? 0xFF0000 : 0x0000FF);
        }
        byte[] tagged = SampleImages.withSegment(
                SampleImages.encoded(image, "jpeg"), 0xE1, SampleImages.exif(6, ByteOrder.BIG_ENDIAN));
        Picture picture = COLOUR.picture(tagged);

        assertThat(picture.width()).isEqualTo(14);
        assertThat(colour(picture, 7, 3)[0]).isGreaterThan(200);
        assertThat(colour(picture, 7, 24)[2]).isGreaterThan(200);
    }

    @Test
    void whatIsTransparentLiesOnWhite() {
        // Black strokes on nothing: a white page, which is inverted.
        byte[] rows = new byte[28 * (1 + 28 * 2)];
        rows[14 * 57 + 1 + 3 * 2 + 1] = (byte) 255;
        rows[14 * 57 + 1 + 4 * 2 + 1] = (byte) 51;
        float[] input = DECODER.decode(SampleImages.png(28, 28, 8, 4, rows));

        assertThat(input[14 * 28 + 3]).isEqualTo(1);
        assertThat(input[14 * 28 + 4]).isEqualTo(0.2f);
        assertThat(input[0]).isZero();
    }

    @Test
    void transparentColourLiesOnWhite() throws IOException {
        BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(3, 14, 0xFF000000);
        float[] input = DECODER.decode(SampleImages.encoded(image, "png"));

        assertThat(input[14 * 28 + 3]).isEqualTo(1);
        assertThat(input[0]).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "bmp"})
    void aLargePictureIsThinnedOutToWhatASmallOneShows(String format) throws IOException {
        float[] small =
                DECODER.decode(SampleImages.encoded(SampleImages.blot(28, 28, BufferedImage.TYPE_BYTE_GRAY), "png"));
        byte[] file = SampleImages.encoded(SampleImages.blot(1000, 1000, BufferedImage.TYPE_INT_RGB), format);

        assertThat(new ImageDecoder(new Preprocessing(28, 28, 800), new Limits(4 << 20, 4_000_000)).decode(file))
                .containsExactly(small, within(0.05f));
    }

    @Test
    void jpegIsReadGreyColouredAndProgressive() throws IOException {
        float[] expected =
                DECODER.decode(SampleImages.encoded(SampleImages.blot(56, 56, BufferedImage.TYPE_BYTE_GRAY), "png"));

        assertThat(DECODER.decode(
                        SampleImages.encoded(SampleImages.blot(56, 56, BufferedImage.TYPE_BYTE_GRAY), "jpeg")))
                .containsExactly(expected, within(0.05f));
        assertThat(DECODER.decode(SampleImages.encoded(SampleImages.blot(56, 56, BufferedImage.TYPE_INT_RGB), "jpeg")))
                .containsExactly(expected, within(0.05f));
        assertThat(DECODER.decode(SampleImages.progressiveJpeg(SampleImages.blot(56, 56, BufferedImage.TYPE_INT_RGB))))
                .containsExactly(expected, within(0.05f));
    }

    @Test
    void aJpegIsTurnedUprightAsItsExifSays() throws IOException {
        BufferedImage image = SampleImages.blot(56, 28, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage turned = new BufferedImage(28, 56, BufferedImage.TYPE_BYTE_GRAY);
        // As a camera held on its side stores it: orientation 6 has the first row on the right.
        for (int row = 0; row < 56; row++) {
            for (int column = 0; column < 28; column++) {
                turned.getRaster().setSample(column, row, 0, image.getRaster().getSample(55 - row, column, 0));
            }
        }
        byte[] jpeg = SampleImages.encoded(turned, "jpeg");
        byte[] tagged = SampleImages.withSegment(jpeg, 0xE1, SampleImages.exif(6, ByteOrder.BIG_ENDIAN));

        assertThat(DECODER.decode(tagged))
                .containsExactly(DECODER.decode(SampleImages.encoded(image, "png")), within(0.05f));
        assertThat(DECODER.decode(jpeg)).isNotEqualTo(DECODER.decode(tagged));
    }

    @Test
    void webpIsReadLosslessAndLossy() {
        float[] lossless = new ImageDecoder(new Preprocessing(4, 4, 16), Limits.DEFAULT)
                .decode(SampleImages.losslessWebp(new String[] {"....", ".##.", ".#..", "...."}));
        float[] lossy = new ImageDecoder(new Preprocessing(4, 4, 16), Limits.DEFAULT).decode(SampleImages.lossyWebp());

        assertThat(lossless).containsExactly(0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0);
        for (int i = 0; i < 16; i++) {
            boolean middle = i == 5 || i == 6 || i == 9 || i == 10;
            assertThat(lossy[i]).isEqualTo(middle ? 1 : 0, within(0.1f));
        }
    }

    @ParameterizedTest
    @EnumSource
    void formatsAreToldApartByTheirFirstBytes(ImageFormat format) throws IOException {
        byte[] file = format == ImageFormat.WEBP
                ? SampleImages.lossyWebp()
                : SampleImages.encoded(SampleImages.blot(9, 9, BufferedImage.TYPE_INT_RGB), format.name());

        assertThat(ImageFormat.of(file)).contains(format);
        assertThat(format.mediaType()).isEqualTo("image/" + format.name().toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "FF",
                "FFD9FF",
                "89504E470D0A1A0B",
                "474946383962",
                "5249464600000000574156",
                "49492A00",
                "3C737667"
            })
    void otherFirstBytesAreNoFormat(String hex) {
        assertThat(ImageFormat.of(HexFormat.of().parseHex(hex))).isEmpty();
    }

    @Test
    void anEmptyFileIsRefused() {
        assertRefused(new byte[0], Problem.UNDECODABLE, "The image is empty: send the bytes of an image file.");
    }

    @Test
    void aTextIsRefused() {
        assertRefused(
                "<html>404</html>".getBytes(StandardCharsets.US_ASCII),
                Problem.UNKNOWN_FORMAT,
                "The bytes are not an image that is read here: send PNG, JPEG, GIF, BMP or WebP.");
    }

    @ParameterizedTest
    @CsvSource({
        "HEIC, ....ftypheic",
        "HEIC, ....ftypmif1",
        "AVIF, ....ftypavif",
        "TIFF, II*0........",
        "TIFF, MM0*........"
    })
    void formatsOfCamerasAndScannersAreNamedWithWhatToDo(String format, String begin) {
        assertRefused(
                begin.replace('.', '\0').replace('0', '\0').getBytes(StandardCharsets.ISO_8859_1),
                Problem.UNKNOWN_FORMAT,
                "The image is %s, which is not read here: convert it to PNG or JPEG.".formatted(format));
    }

    @Test
    void aFileOfMoreBytesThanAllowedIsRefusedWhateverItIs() {
        assertRefused(
                new byte[(1 << 20) + 1],
                Problem.TOO_LARGE,
                "The image has more than 1048576 bytes: send a smaller one.");
        assertThat(ImageDecoder.tooManyBytes(5)).hasMessage("The image has more than 5 bytes: send a smaller one.");
    }

    @Test
    void aPictureOfMorePixelsThanAllowedIsRefused() throws IOException {
        ImageDecoder strict = new ImageDecoder(new Preprocessing(28, 28, 800), new Limits(1 << 20, 783));
        byte[] file = SampleImages.encoded(SampleImages.blot(28, 28, BufferedImage.TYPE_BYTE_GRAY), "png");

        assertThatThrownBy(() -> strict.decode(file))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.problem()).isEqualTo(Problem.TOO_LARGE))
                .hasMessage("The image has 28 x 28 pixels, more than 783 in all: send a smaller one.");
    }

    @Test
    void aFlatPictureIsRefused() {
        assertRefused(
                SampleImages.png(28, 28, 8, 0, new byte[28 * 29]),
                Problem.UNUSABLE,
                "All pixels of the image are equally bright: there is nothing to classify.");
    }

    private static int[] colour(Picture picture, int x, int y) {
        return new int[] {picture.at(0, x, y), picture.at(1, x, y), picture.at(2, x, y)};
    }

    private static void assertExact(byte[] file, int[] greys) {
        float[] input = DECODER.decode(file);
        assertThat(input).hasSize(800);
        for (int i = 0; i < 784; i++) {
            assertThat(input[i]).as("pixel %d", i).isEqualTo(greys[i] / 255f);
        }
        for (int i = 784; i < 800; i++) {
            assertThat(input[i]).isZero();
        }
    }

    private static void assertRefused(byte[] file, Problem problem, String message) {
        assertThatThrownBy(() -> DECODER.decode(file))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.problem()).isEqualTo(problem))
                .hasMessage(message);
    }

    /** The greys as a PNG in which the bytes of a sample, and the colours of a pixel, are alike; opaque. */
    private static byte[] png(int depth, int colourType, int bytesPerPixel) {
        boolean alpha = colourType >= 4;
        byte[] rows = new byte[28 * (1 + 28 * bytesPerPixel)];
        for (int i = 0; i < GREYS.length; i++) {
            int pixel = i / 28 * (1 + 28 * bytesPerPixel) + 1 + i % 28 * bytesPerPixel;
            for (int b = 0; b < bytesPerPixel; b++) {
                boolean opacity = alpha && b >= bytesPerPixel - depth / 8;
                rows[pixel + b] = (byte) (opacity ? 255 : GREYS[i]);
            }
        }
        return SampleImages.png(28, 28, depth, colourType, rows);
    }

    private static void setRgb(byte[] rows, int y, int x, int red, int green, int blue) {
        int pixel = y * (1 + 28 * 3) + 1 + x * 3;
        rows[pixel] = (byte) red;
        rows[pixel + 1] = (byte) green;
        rows[pixel + 2] = (byte) blue;
    }

    private static int[] greys(int levels) {
        Random random = new Random(7);
        int[] greys = new int[784];
        for (int i = 0; i < 784; i++) {
            boolean border = i < 28 || i >= 756 || i % 28 == 0 || i % 28 == 27;
            greys[i] = border ? 0 : random.nextInt(levels);
        }
        return greys;
    }
}
