package io.sparsesplit.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.model.image.ImageDecoder.Limits;
import io.sparsesplit.model.image.ImageException.Problem;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DamagedImageTest {

    private static final ImageDecoder DECODER = new ImageDecoder(new Preprocessing(28, 28, 800), Limits.DEFAULT);

    @Test
    void whatIsDamagedBelowIsReadWhenWhole() throws IOException {
        assertThat(SampleImages.ofEveryKind())
                .allSatisfy((kind, file) -> assertThat(DECODER.decode(file)).hasSize(800));
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        for (Map.Entry<String, byte[]> image : SampleImages.ofEveryKind().entrySet()) {
            byte[] file = image.getValue();
            // A GIF ends with a byte that says so, and nothing else is missing without it.
            int whole = image.getKey().equals("GIF") ? file.length - 1 : file.length;
            for (int length = 0; length < whole; length++) {
                byte[] cut = Arrays.copyOf(file, length);
                assertThatThrownBy(() -> DECODER.decode(cut))
                        .as("%s of %d bytes, cut to %d", image.getKey(), file.length, length)
                        .isInstanceOfSatisfying(
                                ImageException.class,
                                e -> assertThat(e.problem()).isIn(Problem.UNDECODABLE, Problem.UNKNOWN_FORMAT));
            }
        }
    }

    @Test
    void aTruncatedImageIsRefusedWithASentence() throws IOException {
        byte[] png = SampleImages.encoded(SampleImages.blot(28, 28, BufferedImage.TYPE_BYTE_GRAY), "png");
        assertThatThrownBy(() -> DECODER.decode(Arrays.copyOf(png, png.length / 2)))
                .hasMessage("The PNG image is damaged or cut short and cannot be decoded.");

        byte[] jpeg = SampleImages.encoded(SampleImages.blot(28, 28, BufferedImage.TYPE_BYTE_GRAY), "jpeg");
        assertThatThrownBy(() -> DECODER.decode(Arrays.copyOf(jpeg, jpeg.length - 20)))
                .hasMessage("The JPEG image is damaged or cut short and cannot be decoded.");
    }

    @Test
    void everyDamagedByteOfAPngIsFoundByItsChecksums() throws IOException {
        byte[] file = SampleImages.encoded(SampleImages.blot(28, 28, BufferedImage.TYPE_BYTE_GRAY), "png");
        for (int i = 8; i < file.length; i++) {
            byte[] damaged = file.clone();
            damaged[i] ^= 0x40;
            assertThatThrownBy(() -> DECODER.decode(damaged))
                    .as("byte %d", i)
                    .isInstanceOfSatisfying(
                            ImageException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNDECODABLE));
        }
    }

    @Test
    void aDamagedCommentInAPngDoesNotMatter() {
        byte[] rows = new byte[28 * 29];
        rows[400] = (byte) 200;
        byte[] comment = SampleImages.pngChunk("tEXt", new byte[] {'k', 0, 'v'});
        comment[9] ^= 1;

        assertThat(DECODER.decode(SampleImages.png(28, 28, 8, 0, rows, comment)))
                .contains(200 / 255f);
    }

    @Test
    void randomDamageIsRefusedOrReadAsSomePicture() throws IOException {
        Random random = new Random(6);
        int refused = 0;
        int read = 0;
        for (byte[] file : SampleImages.ofEveryKind().values()) {
            for (int i = 0; i < 400; i++) {
                byte[] damaged = file.clone();
                // The first bytes decide on the format and are left alone, so that the readers get to work.
                for (int change = random.nextInt(4); change >= 0; change--) {
                    damaged[12 + random.nextInt(damaged.length - 12)] = (byte) random.nextInt(256);
                }
                try {
                    for (float value : DECODER.decode(damaged)) {
                        assertThat(value).isBetween(0f, 1f);
                    }
                    read++;
                } catch (ImageException e) {
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(1000);
        assertThat(read).isGreaterThan(500);
    }
}
