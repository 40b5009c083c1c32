package io.sparsesplit.model.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {

    /** Bytes 1 to 32. */
    static final byte[] FINGERPRINT = fingerprint(1);
    /** Of another model, beginning with the same two bytes. */
    static final byte[] ALIKE = alike();

    private static final HexFormat HEX = HexFormat.of();

    @Test
    void aFrameAloneIsVersionCodecPrefixPayloadAndChecksum() {
        byte[] body = new Frame(Codec.UINT8, FINGERPRINT, HEX.parseHex("ff0010")).toBytes();

        assertThat(body).hasSize(3 + Frame.OVERHEAD_BYTES).hasSize(10);
        assertThat(HEX.formatHex(body)).isEqualTo("52" + "0102" + "ff0010" + "e81ae15c");
    }

    @Test
    void onlyFramesBeforeOthersHaveALength() {
        byte[] body = Frame.toBytes(List.of(
                new Frame(Codec.FLOAT32, FINGERPRINT, HEX.parseHex("aabbcc")),
                new Frame(Codec.UINT8, FINGERPRINT, HEX.parseHex("dd"))));

        assertThat(HEX.formatHex(body))
                .isEqualTo("41" + "0102" + "03" + "aabbcc" + "4ad79feb" + "52" + "0102" + "dd" + "77e588a2");
    }

    @Test
    void anEmptyPayloadIsAFrame() {
        byte[] body = frame(0).toBytes();

        assertThat(HEX.formatHex(body)).isEqualTo("52" + "0102" + "3ec8ed95");
        assertThat(open(body))
                .singleElement()
                .satisfies(frame -> assertThat(frame.payload()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"127,7f", "128,8001", "300,ac02", "16383,ff7f", "16384,808001", "65535,ffff03"})
    void aLengthTakesSevenBitsAByte(int length, String hex) {
        byte[] body = Frame.toBytes(List.of(frame(length), frame(0)));

        int digits = hex.length() / 2;
        assertThat(HEX.formatHex(body, 3, 3 + digits)).isEqualTo(hex);
        assertThat(body).hasSize(length + digits + 2 * Frame.OVERHEAD_BYTES);
        assertThat(open(body).get(0).payload()).isEqualTo(frame(length).payload());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 40, 160, 255, 256, 65535})
    void whatIsWrittenIsReadBack(int length) {
        assertThat(open(frame(length).toBytes())).singleElement().satisfies(frame -> {
            assertThat(frame.codec()).isEqualTo(Codec.UINT8);
            assertThat(frame.payload()).isEqualTo(frame(length).payload());
        });
    }

    @Test
    void severalFramesAreReadInOrder() {
        byte[] body = Frame.toBytes(List.of(frame(0), frame(5), frame(3), frame(0)));

        assertThat(open(body)).extracting(frame -> frame.payload().length).containsExactly(0, 5, 3, 0);
    }

    @Test
    void framesOfSeveralModelsMayShareABody() {
        byte[] other = fingerprint(77);
        byte[] body = Frame.toBytes(List.of(frame(5), new Frame(Codec.FLOAT32, other, new byte[8]), frame(9)));

        List<SealedFrame> frames = SealedFrame.readAll(body, 3);

        assertThat(frames).extracting(frame -> HEX.formatHex(frame.prefix())).containsExactly("0102", "4d4e", "0102");
        assertThat(frames.get(1).isOf(other)).isTrue();
        assertThat(frames.get(1).isOf(FINGERPRINT)).isFalse();
        assertThat(frames.get(1).open(other).codec()).isEqualTo(Codec.FLOAT32);
        assertThat(frames.get(2).open(FINGERPRINT).payload()).isEqualTo(frame(9).payload());
    }

    @Test
    void aFrameOfAnotherModelWithALikePrefixIsNotOpened() {
        SealedFrame frame = SealedFrame.readAll(frame(4).toBytes(), 1).get(0);

        assertThat(frame.prefix()).isEqualTo(Arrays.copyOf(ALIKE, 2));
        assertThat(frame.isOf(ALIKE)).isFalse();
        assertThatThrownBy(() -> frame.open(ALIKE))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("the frame is damaged, or of another model whose fingerprint begins alike:"
                        + " its checksum does not fit (at byte 0)");
    }

    @Test
    void aFrameWhosePrefixIsNotThatOfItsChecksumIsNotOpened() {
        byte[] content = HEX.parseHex("52" + "0908" + "dd");
        byte[] body = concatenated(content, checksum(FINGERPRINT, content));

        assertThat(SealedFrame.readAll(body, 1).get(0).isOf(FINGERPRINT)).isFalse();
    }

    @Test
    void theOffsetOfADamagedFrameIsTold() {
        byte[] body = Frame.toBytes(List.of(frame(4), frame(4)));
        body[16] ^= 1;
        List<SealedFrame> frames = SealedFrame.readAll(body, 2);

        assertThat(frames.get(0).isOf(FINGERPRINT)).isTrue();
        assertThatThrownBy(() -> frames.get(1).open(FINGERPRINT))
                .isInstanceOfSatisfying(
                        MalformedFrameException.class,
                        e -> assertThat(e.offset()).isEqualTo(12));
    }

    @Test
    void framesBeforeTheLastMayChangePlaces() {
        byte[] one = lengthened(2);
        byte[] two = lengthened(3);

        assertThat(open(concatenated(two, one, frame(1).toBytes())))
                .extracting(frame -> frame.payload().length)
                .containsExactly(3, 2, 1);
    }

    @Test
    void aFrameBehindTheLastIsNotRead() {
        SealedFrame both = SealedFrame.readAll(concatenated(frame(4).toBytes(), lengthened(3)), 9)
                .get(0);

        assertThat(both.isOf(FINGERPRINT)).isFalse();
    }

    @Test
    void aBodyWithoutALastFrameIsRefused() {
        assertRefused(lengthened(4), 9, "a frame has at least 7 bytes, but 0 are left (at byte 12)");
    }

    @Test
    void moreFramesThanAllowedAreRefused() {
        assertRefused(
                Frame.toBytes(List.of(frame(4), frame(4), frame(4))),
                2,
                "the body has more than 2 frames (at byte 24)");
    }

    @Test
    void anEmptyBodyIsRefused() {
        assertRefused(new byte[0], 1, "a frame has at least 7 bytes, but 0 are left (at byte 0)");
    }

    @ParameterizedTest
    @CsvSource({"01,0x01", "12,0x12", "72,0x72", "f2,0xf2"})
    void anotherVersionIsRefused(String head, String named) {
        byte[] body = frame(20).toBytes();
        body[0] = HEX.parseHex(head)[0];

        assertRefused(
                body,
                1,
                "byte %s does not begin a frame of version 2, the only one supported (at byte 0)".formatted(named));
    }

    @ParameterizedTest
    @CsvSource({"50,0", "5f,15"})
    void anUnknownCodecIsRefused(String head, int id) {
        byte[] content = HEX.parseHex(head + "0102" + "aa");
        SealedFrame frame = SealedFrame.readAll(concatenated(content, checksum(FINGERPRINT, content)), 1)
                .get(0);

        assertThatThrownBy(() -> frame.open(FINGERPRINT))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("codec %d is not known (at byte 0)".formatted(id));
    }

    @Test
    void aLengthBehindTheEndIsRefused() {
        byte[] body = Frame.toBytes(List.of(frame(4), frame(4)));
        body[3] = 0x70;

        assertRefused(body, 2, "a payload of 112 bytes is announced, but 15 are left (at byte 3)");
    }

    @Test
    void aLengthThatLeavesNoRoomForTheChecksumIsRefused() {
        assertRefused(
                HEX.parseHex("42" + "0102" + "808001" + "aa"),
                1,
                "a payload of 16384 bytes is announced, but 0 are left (at byte 3)");
    }

    @ParameterizedTest
    @CsvSource({
        "8000, 'the length of the payload is written in 2 bytes, but needs fewer (at byte 3)'",
        "8400, 'the length of the payload is written in 2 bytes, but needs fewer (at byte 3)'",
        "ff8000, 'the length of the payload is written in 3 bytes, but needs fewer (at byte 3)'",
        "808004, 'the length of the payload is 65536, more than 65535 (at byte 3)'",
        "ffff7f, 'the length of the payload is 2097151, more than 65535 (at byte 3)'",
        "80808000, 'the length of the payload has more than 3 bytes (at byte 3)'",
        "ffffffffffffffffff01, 'the length of the payload has more than 3 bytes (at byte 3)'"
    })
    void aLengthInAFormThatIsNotItsOwnIsRefused(String length, String message) {
        byte[] head = HEX.parseHex("42" + "0102" + length);

        assertRefused(concatenated(head, new byte[70_000]), 2, message);
    }

    @Test
    void aPayloadThatIsTooLongIsRefused() {
        byte[] body = new byte[Frame.OVERHEAD_BYTES + 65536];
        body[0] = 0x52;

        assertRefused(body, 1, "the payload has 65536 bytes, more than the 65535 allowed (at byte 3)");
    }

    @Test
    void aFrameThatCannotBeWrittenIsRefused() {
        assertThatThrownBy(() -> new Frame(Codec.UINT8, FINGERPRINT, new byte[65536]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a frame carries at most 65535 bytes, not 65536");
        assertThatThrownBy(() -> new Frame(Codec.UINT8, new byte[8], new byte[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a fingerprint has 32 bytes, not 8");
        SealedFrame frame = SealedFrame.readAll(frame(1).toBytes(), 1).get(0);
        assertThatThrownBy(() -> frame.open(new byte[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a fingerprint has 32 bytes, not 2");
    }

    @Test
    void theFingerprintIsCopied() {
        byte[] given = FINGERPRINT.clone();
        Frame frame = new Frame(Codec.UINT8, given, new byte[1]);
        given[0] = 0;

        assertThat(SealedFrame.readAll(frame.toBytes(), 1).get(0).isOf(FINGERPRINT))
                .isTrue();
    }

    @Test
    void everyCodecHasANumberOfItsOwnThatAFrameCanCarry() {
        assertThat(Stream.of(Codec.values()).map(Codec::id))
                .doesNotHaveDuplicates()
                .allMatch(id -> id >= 1 && id <= 15);
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

    @Test
    void theTestsOwnChecksumIsThatOfTheStandard() {
        // RFC 3720, B.4: 32 bytes of zeros.
        assertThat(HEX.formatHex(checksum(new byte[32], new byte[0]))).isEqualTo("aa36918a");
    }

    static Frame frame(int payloadLength) {
        byte[] payload = new byte[payloadLength];
        new Random(payloadLength).nextBytes(payload);
        return new Frame(Codec.UINT8, FINGERPRINT, payload);
    }

    static List<Frame> open(byte[] body) {
        return SealedFrame.readAll(body, 9).stream()
                .map(frame -> frame.open(FINGERPRINT))
                .toList();
    }

    /** As it stands before others. */
    private static byte[] lengthened(int payloadLength) {
        byte[] body = Frame.toBytes(List.of(frame(payloadLength), frame(0)));
        return Arrays.copyOf(body, body.length - Frame.OVERHEAD_BYTES);
    }

    private static byte[] fingerprint(int first) {
        byte[] fingerprint = new byte[32];
        for (int i = 0; i < fingerprint.length; i++) {
            fingerprint[i] = (byte) (first + i);
        }
        return fingerprint;
    }

    private static byte[] alike() {
        byte[] alike = fingerprint(1);
        alike[31] ^= 1;
        return alike;
    }

    private static byte[] concatenated(byte[]... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        return body.toByteArray();
    }

    /** CRC-32C, bit by bit from the polynomial, of a fingerprint and some content; little-endian. */
    static byte[] checksum(byte[] fingerprint, byte[] content) {
        int crc = -1;
        for (byte b : concatenated(fingerprint, content)) {
            crc ^= Byte.toUnsignedInt(b);
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0x82F63B78;
            }
        }
        crc = ~crc;
        return new byte[] {(byte) crc, (byte) (crc >> 8), (byte) (crc >> 16), (byte) (crc >> 24)};
    }

    private static void assertRefused(byte[] body, int maxFrames, String message) {
        assertThatThrownBy(() -> SealedFrame.readAll(body, maxFrames))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage(message);
    }
}
