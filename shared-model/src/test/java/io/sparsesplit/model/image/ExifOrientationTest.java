package io.sparsesplit.model.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExifOrientationTest {

    private byte[] jpeg = new byte[0];

    @BeforeEach
    void encode() throws IOException {
        jpeg = SampleImages.encoded(SampleImages.blot(28, 28, BufferedImage.TYPE_BYTE_GRAY), "jpeg");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void theOrientationIsReadInBothByteOrders(int orientation) {
        assertThat(of(SampleImages.exif(orientation, ByteOrder.BIG_ENDIAN))).isEqualTo(orientation);
        assertThat(of(SampleImages.exif(orientation, ByteOrder.LITTLE_ENDIAN))).isEqualTo(orientation);
    }

    @Test
    void itIsFoundBehindOtherSegmentsAndEntries() {
        byte[] directory = ByteBuffer.allocate(6 + 8 + 2 + 24)
                .put("Exif\0\0MM".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 2)
                .putShort((short) 0x010F)
                .putShort((short) 2)
                .putLong(0)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putInt(8 << 16)
                .array();
        byte[] file = SampleImages.withSegment(jpeg, 0xE1, directory);
        file = SampleImages.withSegment(
                file, 0xE1, "http://ns.adobe.com/xap/1.0/\0".getBytes(StandardCharsets.US_ASCII));
        file = SampleImages.withSegment(file, 0xFE, "a comment".getBytes(StandardCharsets.US_ASCII));

        assertThat(ExifOrientation.of(file)).isEqualTo(8);
    }

    @Test
    void aFileWithoutExifIsUpright() {
        assertThat(ExifOrientation.of(jpeg)).isEqualTo(1);
        assertThat(ExifOrientation.of(Arrays.copyOf(jpeg, 3))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, -1, 255, 32767})
    void anOrientationThatIsNoneIsUpright(int orientation) {
        assertThat(of(SampleImages.exif(orientation, ByteOrder.BIG_ENDIAN))).isEqualTo(1);
    }

    @Test
    void aDirectoryOutsideTheSegmentIsUpright() {
        for (int offset : new int[] {-1, Integer.MIN_VALUE, 27, 1000, Integer.MAX_VALUE}) {
            byte[] exif = SampleImages.exif(6, ByteOrder.BIG_ENDIAN);
            ByteBuffer.wrap(exif).putInt(10, offset);
            assertThat(of(exif)).as("%d", offset).isEqualTo(1);
        }
    }

    @Test
    void aDirectoryOfMoreEntriesThanThereAreIsUpright() {
        byte[] exif = SampleImages.exif(6, ByteOrder.BIG_ENDIAN);
        ByteBuffer.wrap(exif).putShort(14, (short) -1).putShort(16, (short) 0x0100);

        assertThat(of(exif)).isEqualTo(1);
    }

    @Test
    void chainsOfDirectoriesAreNotFollowed() {
        int directories = 3600;
        ByteBuffer exif = ByteBuffer.allocate(14 + 18 * directories);
        exif.put("Exif\0\0MM".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 42)
                .putInt(8);
        for (int i = 1; i <= directories; i++) {
            exif.putShort((short) 1)
                    .putShort((short) 0x014A)
                    .putShort((short) 4)
                    .putInt(1)
                    .putInt(8 + 18 * i)
                    .putInt(8 + 18 * i);
        }

        assertThat(of(exif.array())).isEqualTo(1);
    }

    @Test
    void whateverTheBytesAreThereIsAnOrientation() {
        byte[] file = SampleImages.withSegment(jpeg, 0xE1, SampleImages.exif(6, ByteOrder.LITTLE_ENDIAN));
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = Arrays.copyOf(file, random.nextInt(file.length + 1));
            for (int change = random.nextInt(4); change >= 0 && damaged.length > 2; change--) {
                damaged[2 + random.nextInt(Math.min(damaged.length - 2, 50))] = (byte) random.nextInt(256);
            }
            assertThat(ExifOrientation.of(damaged)).isBetween(1, 8);
        }
    }

    private int of(byte[] exif) {
        return ExifOrientation.of(SampleImages.withSegment(jpeg, 0xE1, exif));
    }
}
