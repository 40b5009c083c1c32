package io.sparsesplit.model.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

class DeflateCodecTest {

    private static final Quantizer LEVELS =
            new Quantizer(new float[4], new float[] {1, 1, 1, 1}, new int[] {8, 256, 8, 8});

    private final DeflateCodec codec = new DeflateCodec(LEVELS, 10);

    @Test
    void thePayloadInflatesToTheClassAndTheLevels() throws IOException {
        byte[] payload = codec.encode(new Features(new float[] {7, 200, 0, 1}, 9));

        assertThat(payload).isEqualTo(deflated(9, 7, 200, 0, 1));
        assertThat(codec.decode(payload).exitClass()).isEqualTo(9);
        assertThat(codec.decode(payload).values()).containsExactly(7, 200, 0, 1);
    }

    @Test
    void anotherDeflatersPayloadIsTaken() {
        // One stored block (RFC 1951, 3.2.4).
        byte[] stored = {1, 5, 0, (byte) 0xFA, (byte) 0xFF, 9, 7, (byte) 200, 0, 1};

        assertThat(codec.decode(stored).values()).containsExactly(7, 200, 0, 1);
    }

    @Test
    void moreOrFewerSymbolsAreRefused() throws IOException {
        for (byte[] payload : new byte[][] {
            new byte[0], deflated(), deflated(1, 2, 3, 4), deflated(1, 2, 3, 4, 5, 6), deflated(new int[10_000_000])
        }) {
            assertThatThrownBy(() -> codec.decode(payload))
                    .isInstanceOf(MalformedFrameException.class)
                    .hasMessage("the deflate payload does not hold 5 symbols (at byte 0)");
        }
    }

    @Test
    void aPayloadThatIsCutOrGoesOnOrIsDamagedIsRefused() throws IOException {
        byte[] payload = deflated(9, 7, 200, 0, 1);

        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(payload, payload.length - 1)))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("the deflate payload does not hold 5 symbols (at byte 0)");
        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(payload, payload.length + 1)))
                .hasMessage("the deflate payload goes on behind its end (at byte %d)".formatted(payload.length));
        assertThatThrownBy(() -> codec.decode(new byte[] {(byte) 0xFF}))
                .hasMessage("the deflate payload is damaged (at byte 0)");
    }

    @Test
    void symbolsThatThereAreNotAreRefused() {
        assertThatThrownBy(() -> codec.decode(deflated(10, 0, 0, 0, 0)))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("the exit's class is 0 to 9, not 10 (at byte 0)");
        assertThatThrownBy(() -> codec.decode(deflated(0, 0, 0, 0, 8)))
                .hasMessage("channel 3 has levels 0 to 7, not 8 (at byte 0)");
    }

    private static byte[] deflated(int... symbols) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try (DeflaterOutputStream stream = new DeflaterOutputStream(bytes, deflater)) {
            for (int symbol : symbols) {
                stream.write(symbol);
            }
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }
}
