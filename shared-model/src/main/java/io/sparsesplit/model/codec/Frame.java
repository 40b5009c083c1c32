package io.sparsesplit.model.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The features of one image on their way from edge to cloud. Numbers are little-endian.
 *
 * <pre>
 * offset  size  field
 *      0     1  format version, {@value #VERSION}
 *      1     1  codec, {@link Codec#id()}
 *      2     8  the first 8 bytes of the model's fingerprint
 *     10     2  n, length of the payload, 0 to 65535
 *     12     n  payload, as the codec has it
 *   12+n     4  CRC-32C (RFC 3720, appendix B.4) of all bytes before
 * </pre>
 *
 * A body is one or more frames, one after the other, with nothing between or behind them.
 */
public final class Frame {

    public static final int VERSION = 1;
    /** Media type of a body of frames. */
    public static final String MEDIA_TYPE = "application/vnd.sparsesplit.features";
    /** Length of the part of a fingerprint that travels. */
    public static final int FINGERPRINT_BYTES = 8;
    /** What a frame is longer than its payload. */
    public static final int OVERHEAD_BYTES = 16;

    private static final int HEADER_BYTES = 12;
    static final int MAX_PAYLOAD_BYTES = 0xFFFF;

    private final Codec codec;
    private final byte[] fingerprint;
    private final byte[] payload;

    /**
     * A frame to be sent.
     *
     * @param fingerprint the model's, {@value #FINGERPRINT_BYTES} bytes or more, of which only the first are kept
     * @param payload at most 65535 bytes; not copied
     */
    public Frame(Codec codec, byte[] fingerprint, byte[] payload) {
        if (payload.length > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException(
                    "a frame carries at most %d bytes, not %d".formatted(MAX_PAYLOAD_BYTES, payload.length));
        }
        if (fingerprint.length < FINGERPRINT_BYTES) {
            throw new IllegalArgumentException(
                    "a fingerprint has at least %d bytes, not %d".formatted(FINGERPRINT_BYTES, fingerprint.length));
        }
        this.codec = codec;
        this.fingerprint = Arrays.copyOf(fingerprint, FINGERPRINT_BYTES);
        this.payload = payload;
    }

    public Codec codec() {
        return codec;
    }

    /** The first {@value #FINGERPRINT_BYTES} bytes of the fingerprint of the model whose features these are; a copy. */
    public byte[] fingerprint() {
        return fingerprint.clone();
    }

    /** Not a copy. */
    public byte[] payload() {
        return payload;
    }

    /** The bytes of this frame. */
    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(OVERHEAD_BYTES + payload.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) VERSION)
                .put((byte) codec.id())
                .put(fingerprint)
                .putShort((short) payload.length)
                .put(payload);
        return bytes.putInt(Checksum.of(bytes, 0, bytes.position())).array();
    }

    /**
     * The frames of a body.
     *
     * @param maxFrames refuse more than this
     * @throws MalformedFrameException when the body is empty, cut short, damaged, of another version or too many
     */
    public static List<Frame> readAll(byte[] body, int maxFrames) {
        List<Frame> frames = new ArrayList<>();
        int offset = 0;
        do {
            if (frames.size() == maxFrames) {
                throw new MalformedFrameException(offset, "the body has more than %d frames".formatted(maxFrames));
            }
            Frame frame = read(body, offset);
            frames.add(frame);
            offset += OVERHEAD_BYTES + frame.payload.length;
        } while (offset < body.length);
        return frames;
    }

    private static Frame read(byte[] body, int offset) {
        ByteBuffer bytes = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).position(offset);
        if (bytes.remaining() < OVERHEAD_BYTES) {
            throw new MalformedFrameException(
                    offset,
                    "a frame has at least %d bytes, but %d are left".formatted(OVERHEAD_BYTES, bytes.remaining()));
        }
        int version = Byte.toUnsignedInt(bytes.get());
        if (version != VERSION) {
            throw new MalformedFrameException(
                    offset, "frame format version %d is not supported, only %d is".formatted(version, VERSION));
        }
        int codecId = Byte.toUnsignedInt(bytes.get());
        byte[] fingerprint = new byte[FINGERPRINT_BYTES];
        bytes.get(fingerprint);
        int length = Short.toUnsignedInt(bytes.getShort());
        if (length > bytes.remaining() - Integer.BYTES) {
            throw new MalformedFrameException(
                    offset + HEADER_BYTES - Short.BYTES,
                    "a payload of %d bytes is announced, but %d are left"
                            .formatted(length, bytes.remaining() - Integer.BYTES));
        }
        byte[] payload = new byte[length];
        bytes.get(payload);
        int expected = Checksum.of(bytes, offset, bytes.position());
        if (bytes.getInt() != expected) {
            throw new MalformedFrameException(offset, "the frame is damaged: its checksum does not fit");
        }
        Codec codec = Arrays.stream(Codec.values())
                .filter(known -> known.id() == codecId)
                .findFirst()
                .orElseThrow(() -> new MalformedFrameException(offset + 1, "codec %d is not known".formatted(codecId)));
        return new Frame(codec, fingerprint, payload);
    }
}
