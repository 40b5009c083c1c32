package io.sparsesplit.model.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {

    private static final byte[] FINGERPRINT = {1, 2, 3, 4, 5, 6, 7, (byte) 0x88, 99};

    @Test
    void theLayoutIsThatOfTheSpecification() {
        byte[] bytes = new Frame(Codec.UINT8, FINGERPRINT, new byte[] {(byte) 0xFF, 0, 0x10}).toBytes();

        // Version, codec, 8 bytes of fingerprint, length, payload; then the checksum of these.
        byte[] expected = HexFormat.of().parseHex("01020102030405060788" + "0300" + "ff0010");
        assertThat(Arrays.copyOf(bytes, 15)).isEqualTo(expected);
        assertThat(Arrays.copyOfRange(bytes, 15, 19)).isEqualTo(littleEndian(crc32c(expected)));
        assertThat(bytes).hasSize(Frame.OVERHEAD_BYTES + 3);
    }

    @Test
    void theTestsOwnChecksumIsThatOfTheStandard() {
        // RFC 3720, B.4: 32 bytes of zeros, and of ones.
        assertThat(crc32c(new byte[32])).isEqualTo(0x8A9136AA);
        byte[] ones = new byte[32];
        Arrays.fill(ones, (byte) 0xFF);
        assertThat(crc32c(ones)).isEqualTo(0x62A8AB43);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40, 160, 255, 256, 65535})
    void whatIsWrittenIsReadBack(int length) {
        byte[] payload = new byte[length];
        new Random(length).nextBytes(payload);
        List<Frame> frames = Frame.readAll(new Frame(Codec.FLOAT32, FINGERPRINT, payload).toBytes(), 1);

        assertThat(frames).singleElement().satisfies(frame -> {
            assertThat(frame.codec()).isEqualTo(Codec.FLOAT32);
            assertThat(frame.fingerprint()).containsExactly(1, 2, 3, 4, 5, 6, 7, 0x88);
            assertThat(frame.payload()).isEqualTo(payload);
        });
    }

    @Test
    void severalFramesAreReadInOrder() {
        byte[] body = concatenated(frame(0), frame(5), frame(3), frame(0));

        assertThat(Frame.readAll(body, 4))
                .extracting(frame -> frame.payload().length)
                .containsExactly(0, 5, 3, 0);
    }

    @Test
    void moreFramesThanAllowedAreRefused() {
        byte[] body = concatenated(frame(4), frame(4), frame(4));

        assertThatThrownBy(() -> Frame.readAll(body, 2))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("the body has more than 2 frames (at byte 40)");
    }

    @Test
    void anEmptyBodyIsRefused() {
        assertThatThrownBy(() -> Frame.readAll(new byte[0], 1))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("a frame has at least 16 bytes, but 0 are left (at byte 0)");
    }

    @Test
    void bytesBehindTheLastFrameAreRefused() {
        assertThatThrownBy(() -> Frame.readAll(concatenated(frame(4), new byte[3]), 9))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("a frame has at least 16 bytes, but 3 are left (at byte 20)");
    }

    @Test
    void anotherVersionIsRefused() {
        assertThatThrownBy(() -> Frame.readAll(changed(0, 2), 1))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("frame format version 2 is not supported, only 1 is (at byte 0)");
    }

    @Test
    void anUnknownCodecIsRefused() {
        assertThatThrownBy(() -> Frame.readAll(changed(1, 77), 1))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("codec 77 is not known (at byte 1)");
    }

    @Test
    void aLengthBehindTheEndIsRefused() {
        assertThatThrownBy(() -> Frame.readAll(concatenated(frame(4), changed(11, 0xFF)), 2))
                .isInstanceOfSatisfying(
                        MalformedFrameException.class,
                        e -> assertThat(e.offset()).isEqualTo(30))
                .hasMessage("a payload of 65284 bytes is announced, but 4 are left (at byte 30)");
    }

    @Test
    void aDamagedPayloadIsRefused() {
        byte[] frame = frame(4);
        frame[13] ^= 1;

        assertThatThrownBy(() -> Frame.readAll(frame, 1))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("the frame is damaged: its checksum does not fit (at byte 0)");
    }

    @Test
    void aFrameThatCannotBeWrittenIsRefused() {
        assertThatThrownBy(() -> new Frame(Codec.UINT8, FINGERPRINT, new byte[65536]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a frame carries at most 65535 bytes, not 65536");
        assertThatThrownBy(() -> new Frame(Codec.UINT8, new byte[7], new byte[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a fingerprint has at least 8 bytes, not 7");
    }

    @Test
    void theFingerprintIsACopy() {
        byte[] given = FINGERPRINT.clone();
        Frame frame = new Frame(Codec.UINT8, given, new byte[1]);
        given[0] = 0;
        frame.fingerprint()[1] = 0;

        assertThat(frame.fingerprint()).startsWith(1, 2);
    }

    @Test
    void codecsAreFoundByTheirName() {
        for (Codec codec : Codec.values()) {
            assertThat(Codec.of(codec.toString())).isEqualTo(codec);
        }
        assertThatThrownBy(() -> Codec.of("int4"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no codec 'int4'; choose one of float32, uint8, packed, run-length,"
                        + " deflate, entropy");
    }

    static byte[] frame(int payloadLength) {
        byte[] payload = new byte[payloadLength];
        new Random(payloadLength).nextBytes(payload);
        return new Frame(Codec.UINT8, FINGERPRINT, payload).toBytes();
    }

    static byte[] concatenated(byte[]... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        return body.toByteArray();
    }

    /** A frame with one byte changed and a checksum that fits. */
    private static byte[] changed(int offset, int value) {
        byte[] frame = frame(4);
        frame[offset] = (byte) value;
        byte[] content = Arrays.copyOf(frame, frame.length - 4);
        return concatenated(content, littleEndian(crc32c(content)));
    }

    /** Bit by bit, from the polynomial. */
    private static int crc32c(byte[] bytes) {
        int crc = -1;
        for (byte b : bytes) {
            crc ^= Byte.toUnsignedInt(b);
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0x82F63B78;
            }
        }
        return ~crc;
    }

    private static byte[] littleEndian(int value) {
        return new byte[] {(byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)};
    }
}
