package io.sparsesplit.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.sparsesplit.model.image.ImageDecoder.Limits;
import io.sparsesplit.model.image.ImageException.Problem;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made to exhaust memory or time. What they make the decoder allocate is measured. */
class HostileImageTest {

    private static final ImageDecoder DECODER = new ImageDecoder(new Preprocessing(28, 28, 800), Limits.DEFAULT);
    private static final long LITTLE = 8 << 20;

    /** 400 megapixels in less than half a megabyte. */
    private static final byte[] BOMB = pngOfZeros(20_000, 20_000, 8, 0);

    @Test
    void aPixelBombIsRefusedByItsHeader() {
        assertRefused(
                BOMB,
                Problem.TOO_LARGE,
                "The image has 20000 x 20000 pixels, more than 4000000 in all: send a smaller one.");
    }

    @Test
    void aVeryLongLineIsRefusedByItsHeader() {
        assertRefused(
                pngOfZeros(4_000_000, 1, 16, 6),
                Problem.UNUSABLE,
                "The image is 4000000 x 1 pixels: scaled to 28 x 28 it would be thinner than a pixel.");
    }

    @ParameterizedTest
    @CsvSource({"zTXt, k__", "iTXt, k__1____", "iCCP, k__", "eXIf, ''", "abCd, ''"})
    void compressedTextAndProfilesOfAPngAreNotUnpacked(String type, String start) {
        byte[] rows = new byte[28 * 29];
        rows[400] = (byte) 255;
        byte[] bomb = SampleImages.deflated(new byte[1 << 20], 64);
        byte[] prefix = start.replace('_', '\0').replace('1', '\1').getBytes(StandardCharsets.US_ASCII);
        byte[] chunk = SampleImages.pngChunk(type, SampleImages.concatenated(prefix, bomb));

        assertReadWithLittle(SampleImages.png(28, 28, 8, 0, rows, chunk));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLTE", "tRNS", "iCCP", "IDAT", "abCd"})
    void aPngChunkThatLiesAboutItsLengthIsRefused(String type) {
        for (int length : new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 1 << 20}) {
            byte[] chunk = SampleImages.pngChunk(type, new byte[30]);
            ByteBuffer.wrap(chunk).putInt(0, length);

            assertUndecodable(SampleImages.png(28, 28, 8, 0, new byte[28 * 29], chunk));
        }
    }

    @Test
    void aHugePictureInAGifOfSmallScreenIsRefused() throws IOException {
        byte[] gif = gif();
        ByteBuffer.wrap(gif)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(picture(gif) + 5, (short) 65535)
                .putShort(picture(gif) + 7, (short) 65535);

        assertRefused(
                gif,
                Problem.TOO_LARGE,
                "The image has 65535 x 65535 pixels, more than 4000000 in all: send a smaller one.");
    }

    @ParameterizedTest
    @ValueSource(ints = {0xFE, 0xFF, 0x01})
    void commentsAndApplicationDataOfAGifAreLeftOut(int kind) throws IOException {
        byte[] gif = gif();
        ByteArrayOutputStream extension = new ByteArrayOutputStream();
        extension.write(0x21);
        extension.write(kind);
        for (int i = 0; i < 4_000; i++) {
            extension.write(255);
            extension.writeBytes(new byte[255]);
        }
        extension.write(0);
        byte[] file = SampleImages.concatenated(
                Arrays.copyOf(gif, picture(gif)),
                extension.toByteArray(),
                Arrays.copyOfRange(gif, picture(gif), gif.length));

        assertThat(DECODER.decode(file)).isEqualTo(DECODER.decode(gif));
        assertReadWithLittle(file);
    }

    @Test
    void anUnknownBlockInAGifIsRefused() throws IOException {
        byte[] gif = gif();
        gif[picture(gif)] = 0x55;

        assertUndecodable(gif);
    }

    @ParameterizedTest
    @CsvSource({
        "-28, 28",
        "0, 28",
        "28, 0",
        "2147483647, 1",
        "1, 2147483647",
        "65536, 65536",
        "28, -2147483648",
        "-2147483648, 28"
    })
    void aBmpOfImpossibleSizeIsRefused(int width, int height) throws IOException {
        assertUndecodable(bmp(width, height, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void aBmpThatWrapsAnotherFileIsRefused(int compression) throws IOException {
        byte[] header = Arrays.copyOf(bmp(28, 28, compression), 54);

        assertUndecodable(SampleImages.concatenated(header, BOMB));
    }

    @Test
    void aBmpOfHugePaletteIsRefused() throws IOException {
        for (int colours : new int[] {257, Integer.MAX_VALUE, -1}) {
            byte[] file = bmp(28, 28, 0);
            ByteBuffer.wrap(file)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putShort(28, (short) 8)
                    .putInt(46, colours);

            assertUndecodable(file);
        }
    }

    @Test
    void aJpegOfManyScansIsRefused() throws IOException {
        byte[] jpeg = SampleImages.progressiveJpeg(new BufferedImage(1900, 1900, BufferedImage.TYPE_BYTE_GRAY));
        int scan = jpeg.length - 2;
        while (jpeg[scan] != (byte) 0xFF || jpeg[scan + 1] != (byte) 0xDA) {
            scan--;
        }
        byte[] last = Arrays.copyOfRange(jpeg, scan, jpeg.length - 2);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(jpeg, 0, jpeg.length - 2);
        while (file.size() < 1_000_000) {
            file.writeBytes(last);
        }
        file.write(jpeg, jpeg.length - 2, 2);

        assertThat(last.length).isLessThan(50);
        assertUndecodable(file.toByteArray());
    }

    @Test
    void aHugeJpegIsRefusedByItsHeader() throws IOException {
        byte[] jpeg = SampleImages.encoded(SampleImages.blot(28, 28, BufferedImage.TYPE_BYTE_GRAY), "jpeg");
        int frame = 0;
        while (jpeg[frame] != (byte) 0xFF || jpeg[frame + 1] != (byte) 0xC0) {
            frame++;
        }
        ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 65500).putShort(frame + 7, (short) 65500);

        assertRefused(
                jpeg,
                Problem.TOO_LARGE,
                "The image has 65500 x 65500 pixels, more than 4000000 in all: send a smaller one.");
    }

    @Test
    void aWebpOfMorePixelsThanItsReaderHoldsIsRefused() {
        byte[] webp =
                SampleImages.webp(SampleImages.webpChunk("VP8L", SampleImages.vp8l(1001, 1000, new String[] {"#."})));

        assertRefused(
                webp,
                Problem.TOO_LARGE,
                "The image has 1001 x 1000 pixels, more than 1000000 in all: send a smaller one.");
    }

    @Test
    void aWebpWhosePictureIsLargerThanItsCanvasIsRefused() {
        byte[] lossy = Arrays.copyOfRange(SampleImages.lossyWebp(), 20, 70);
        assertReadWithLittle(
                SampleImages.webp(SampleImages.webpCanvas(0, 32, 32), SampleImages.webpChunk("VP8 ", lossy)));

        ByteBuffer.wrap(lossy)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(6, (short) 0x3FFF)
                .putShort(8, (short) 0x3FFF);
        assertUndecodable(SampleImages.webp(SampleImages.webpCanvas(0, 32, 32), SampleImages.webpChunk("VP8 ", lossy)));
        byte[] lossless = SampleImages.vp8l(16384, 16384, new String[] {"#."});
        assertUndecodable(
                SampleImages.webp(SampleImages.webpCanvas(0, 32, 32), SampleImages.webpChunk("VP8L", lossless)));
        assertUndecodable(SampleImages.webp(
                SampleImages.webpCanvas(0, 32, 32),
                SampleImages.webpCanvas(0, 16384, 16384),
                SampleImages.webpChunk("VP8L", lossless)));
    }

    @Test
    void aSecondPictureInAWebpIsNotRead() {
        byte[] small = SampleImages.vp8l(2, 1, new String[] {"#."});
        byte[] large = SampleImages.vp8l(16384, 16384, new String[] {"#."});
        byte[] file = SampleImages.webp(
                SampleImages.webpCanvas(0, 2, 1),
                SampleImages.webpChunk("VP8L", small),
                SampleImages.webpChunk("VP8L", large));

        assertReadWithLittle(file);
    }

    @Test
    void aWebpWithoutTheDataOfItsPixelsIsRefused() {
        assertUndecodable(SampleImages.webp(
                SampleImages.webpChunk("VP8L", SampleImages.vp8l(900, 900, new String[] {"#.#..#"}))));
    }

    @Test
    void anAnimatedWebpIsRefusedWithAReason() {
        byte[] animation = SampleImages.webpChunk("ANIM", new byte[6]);

        assertRefused(
                SampleImages.webp(SampleImages.webpCanvas(2, 32, 32), animation),
                Problem.UNDECODABLE,
                "The WebP image is animated, which is not read here: send a still one.");
    }

    @Test
    void aWebpChunkThatLiesAboutItsLengthIsRefused() {
        for (int length : new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 1 << 20}) {
            byte[] profile = SampleImages.webpChunk("ICCP", new byte[30]);
            ByteBuffer.wrap(profile).order(ByteOrder.LITTLE_ENDIAN).putInt(4, length);

            assertUndecodable(SampleImages.webp(SampleImages.webpCanvas(0x20, 32, 32), profile));
        }
    }

    private static byte[] pngOfZeros(int width, int height, int depth, int colourType) {
        int channels = colourType == 6 ? 4 : 1;
        byte[] header = SampleImages.png(width, height, depth, colourType, new byte[0]);
        byte[] rows = SampleImages.deflated(new byte[1 + width * channels * depth / 8], height);
        // In place of the empty IDAT, the file's last chunk but one.
        int signatureAndHeader = 8 + 25;
        return SampleImages.concatenated(
                Arrays.copyOf(header, signatureAndHeader),
                SampleImages.pngChunk("IDAT", rows),
                SampleImages.pngChunk("IEND", new byte[0]));
    }

    private static byte[] gif() throws IOException {
        return SampleImages.encoded(SampleImages.blot(28, 28, BufferedImage.TYPE_BYTE_INDEXED), "gif");
    }

    /** Where the image descriptor of a GIF written by the JDK begins: behind header, colours and one extension. */
    private static int picture(byte[] gif) {
        int position = 13 + (3 << ((gif[10] & 7) + 1));
        while (gif[position] != 0x2C) {
            position += 8;
        }
        return position;
    }

    private static byte[] bmp(int width, int height, int compression) throws IOException {
        byte[] bmp = SampleImages.encoded(SampleImages.blot(28, 28, BufferedImage.TYPE_INT_RGB), "bmp");
        ByteBuffer.wrap(bmp)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(18, width)
                .putInt(22, height)
                .putInt(30, compression);
        return bmp;
    }

    private static void assertUndecodable(byte[] file) {
        String format = ImageFormat.of(file).orElseThrow().toString();
        assertRefused(
                file,
                Problem.UNDECODABLE,
                "The %s image is damaged or cut short and cannot be decoded.".formatted(format));
    }

    private static void assertRefused(byte[] file, Problem problem, String message) {
        long before = allocated();
        assertThatThrownBy(() -> DECODER.decode(file))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.problem()).isEqualTo(problem))
                .hasMessage(message);
        assertThat(allocated() - before).as("bytes allocated").isLessThan(LITTLE);
    }

    private static void assertReadWithLittle(byte[] file) {
        long before = allocated();
        assertThat(DECODER.decode(file)).hasSize(800);
        assertThat(allocated() - before).as("bytes allocated").isLessThan(LITTLE);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
