package io.sparsesplit.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sparsesplit.model.image.Fit;
import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.model.image.ImageException;
import io.sparsesplit.model.image.ImageFormat;
import io.sparsesplit.model.image.Picture;
import io.sparsesplit.model.image.Preprocessing;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherFormatTest {

    private static final Preprocessing COLOUR = Preprocessing.of(Fit.PICTURE, 8, 8, Picture.RGB);

    @TempDir
    private Path root;

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
    void aTiffIsSeenAsTheSamePictureIsAsPng(int type) throws IOException {
        BufferedImage image = gradient(300, 200, type);

        assertThat(seen(ColourFolder.file(image, "tiff"))).isEqualTo(seen(ColourFolder.file(image, "png")));
    }

    @Test
    void webpOfMoreThanAMegapixelIsMadeSmallerWhileItIsRead() throws IOException {
        BufferedImage image = gradient(1600, 1200, BufferedImage.TYPE_INT_RGB);
        byte[] webp = ColourFolder.file(image, "webp");
        byte[] seen = seen(webp);
        byte[] png = seen(ColourFolder.file(image, "png"));

        assertThat(OtherFormat.of(webp)).contains(OtherFormat.WEBP);
        assertThat(OtherFormat.WEBP.picture(webp, COLOUR, 10_000_000).width()).isEqualTo(1600 / 18);
        for (int i = 0; i < png.length; i++) {
            assertThat(seen[i] & 0xFF).isBetween((png[i] & 0xFF) - 8, (png[i] & 0xFF) + 8);
        }
    }

    @Test
    void picturesThatCannotBeReadSayWhatToDo() throws IOException {
        byte[] tiff = ColourFolder.file(gradient(300, 200, BufferedImage.TYPE_INT_RGB), "tiff");

        refused(
                "The TIFF image is damaged, or of a kind that is not read here: convert it to PNG.",
                Arrays.copyOf(tiff, 100),
                1000);
        refused("The image has 300 x 200 pixels, more than 59999 in all: make it smaller.", tiff, 59_999);
    }

    @Test
    void foldersOfTiffAreTrainedWithAndOtherFormatsAreNamed() throws IOException {
        for (String name : List.of("dark", "light")) {
            Files.createDirectories(root.resolve(name));
            for (int i = 0; i < 10; i++) {
                Files.write(
                        root.resolve(name).resolve(i + ".tif"),
                        ColourFolder.file(
                                ColourFolder.image(ColourFolder.CLASSES.get(i), new Random(i + name.length())),
                                "tiff"));
            }
        }
        Files.write(root.resolve("dark/a.heic"), brand("heic"));
        Files.write(root.resolve("dark/b.avif"), brand("avif"));
        DataCommand command = DataCommand.of(root);
        Dataset data = command.read();

        assertThat(data.summary().train().images()).containsExactly(8, 8);
        assertThat(command.reading())
                .contains(
                        "skipped dark/a.heic: The image is HEIC, which is not read here: convert it to PNG or JPEG.",
                        "skipped dark/b.avif: The image is AVIF, which is not read here: convert it to PNG or JPEG.");
    }

    @Test
    void whatIsSentInPlaceOfATiffIsAPngThatIsSeenAlike() throws IOException {
        byte[] tiff = ColourFolder.file(gradient(300, 200, BufferedImage.TYPE_INT_RGB), "tiff");
        Path path = root.resolve("image.tif");
        Files.write(path, tiff);
        byte[] sent = new ImageFiles(root, List.of(path), List.of("a"), null).file(0);

        assertThat(ImageFormat.of(sent)).contains(ImageFormat.PNG);
        assertThat(seen(sent)).isEqualTo(seen(tiff));
    }

    private static byte[] brand(String name) {
        return ("\0\0\0\u0018ftyp" + name + "\0\0\0\0mif1").getBytes(StandardCharsets.ISO_8859_1);
    }

    private void refused(String message, byte[] tiff, long maxPixels) {
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> OtherFormat.TIFF.picture(tiff, COLOUR, maxPixels))
                .withMessage(message);
    }

    private byte[] seen(byte[] file) throws IOException {
        Path path = root.resolve("image");
        Files.write(path, file);
        Picture picture = new ImageFiles(root, List.of(path), List.of("a"), null)
                .picture(0, new ImageDecoder(COLOUR, ImageFiles.LIMITS));
        return COLOUR.picture(picture);
    }

    private static BufferedImage gradient(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, Color.RED, width, height, Color.CYAN));
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        return image;
    }
}
