package io.sparsesplit.edge.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sparsesplit.model.image.Fit;
import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.model.image.ImageDecoder.Limits;
import io.sparsesplit.model.image.ImageException;
import io.sparsesplit.model.image.Picture;
import io.sparsesplit.model.image.Preprocessing;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class SeenPictureTest {

    private static final int RED = 0xffff0000;
    private static final int BLUE = 0xff0000ff;
    private static final int[][] PIXELS = {{RED, BLUE}, {BLUE, BLUE}};

    @Test
    void coloursAreThoseOfTheImage() throws IOException {
        BufferedImage seen = seen(Preprocessing.of(Fit.PICTURE, 2, 2, Picture.RGB));

        assertThat(seen.getRGB(0, 0)).isEqualTo(RED);
        assertThat(seen.getRGB(1, 0)).isEqualTo(BLUE);
        assertThat(seen.getRGB(0, 1)).isEqualTo(BLUE);
    }

    @Test
    void whatTheNetworkDoesNotLookAtIsTransparent() throws IOException {
        Preprocessing all = Preprocessing.of(Fit.PICTURE, 2, 2, Picture.RGB);

        BufferedImage seen = seen(all.withSelection(new int[] {0, 7}, 2));

        assertThat(seen.getRGB(0, 0)).isEqualTo(RED);
        assertThat(seen.getRGB(1, 1)).as("by its green sample").isEqualTo(BLUE);
        assertThat(seen.getRGB(1, 0) >>> 24).isZero();
        assertThat(seen.getRGB(0, 1) >>> 24).isZero();
    }

    @Test
    void greyPicturesAreGrey() throws IOException {
        BufferedImage seen = seen(Preprocessing.of(Fit.PICTURE, 2, 2, Picture.GREY));

        int grey = seen.getRGB(0, 0);
        assertThat(grey >> 16 & 0xff).isEqualTo(grey >> 8 & 0xff).isEqualTo(grey & 0xff);
        assertThat(grey).isNotEqualTo(seen.getRGB(1, 0));
    }

    @Test
    void aFileThatIsNoImageIsRefused() {
        ImageDecoder decoder = new ImageDecoder(Preprocessing.of(Fit.PICTURE, 2, 2, Picture.RGB), Limits.DEFAULT);

        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> SeenPicture.of("a text".getBytes(StandardCharsets.US_ASCII), decoder))
                .withMessageContaining("not an image that is read here");
    }

    private static BufferedImage seen(Preprocessing preprocessing) throws IOException {
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 2; y++) {
            for (int x = 0; x < 2; x++) {
                image.setRGB(x, y, PIXELS[y][x]);
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(image, "png", file);
        byte[] seen = SeenPicture.of(file.toByteArray(), new ImageDecoder(preprocessing, Limits.DEFAULT));
        return ImageIO.read(new ByteArrayInputStream(seen));
    }
}
