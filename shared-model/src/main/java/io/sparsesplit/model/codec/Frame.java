package io.sparsesplit.model.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * The features of one image on their way from edge to cloud. A body is one or more frames, one after the other, with nothing
 * between or behind them; the cloud answers in their order. Numbers are little-endian.
 *
 * <pre>
 * offset  size  field
 *      0     1  bits 7 to 5: format version, {@value #VERSION}
 *               bit  4:      1 in the last frame of a body, which is usually the only one, else 0
 *               bits 3 to 0: codec, {@link Codec#id()}, 1 to 15
 *      1     2  the first {@value #PREFIX_BYTES} bytes of the model's fingerprint: only to find the model
 *      3     l  n, length of the payload, 0 to 65535: seven bits a byte, the low ones first, bit 7 set on all bytes but the
 *               last, no more bytes than needed, so l is 1 to 3. The last frame has none, l is 0: its payload reaches to
 *               the end of the body, less the checksum
 *    3+l     n  payload, as the codec has it
 *  3+l+n     4  CRC-32C (RFC 3720, appendix B.4) of the model's whole fingerprint, {@value Checksum#FINGERPRINT_BYTES}
 *               bytes which do not travel, and all bytes of this frame before
 * </pre>
 *
 * <p>A frame alone is {@value #OVERHEAD_BYTES} bytes longer than its payload; one that others follow, 8 to 10.
 *
 * <p>What the checksum does not find: every single flipped bit and every burst of up to 32 bits (counted from each byte's bit 0
 * on) that leaves the frame's ends where they are is found. All other damage, bit 4 and lengths included because they move the
 * checksum, is found but for one case in 2^32. Features of one model given to another fit when both fingerprints begin with
 * the same {@value #PREFIX_BYTES} bytes and have the same CRC-32C as well: that depends on the two models alone, and is so for
 * one pair in 2^48. A body cut at any length is refused, also between frames, as there is no last one then. Frames of a body in
 * another order are answered in that order. A checksum is no signature: whoever may send frames may send any features.
 *
 * <p>Version 1, with 16 bytes around a payload, had the byte 1 at its beginning.
 */
public final class Frame {

    public static final int VERSION = 2;
    /** Media type of a body of frames. */
    public static final String MEDIA_TYPE = "application/vnd.sparsesplit.features";
    /** Length of the part of a fingerprint that travels. */
    public static final int PREFIX_BYTES = 2;
    /** What a frame alone is longer than its payload. */
    public static final int OVERHEAD_BYTES = 1 + PREFIX_BYTES + Integer.BYTES;

    static final int MAX_PAYLOAD_BYTES = Varint.MAX;
    static final int VERSION_SHIFT = 5;
    static final int LAST = 1 << 4;
    static final int CODEC_MASK = 0xF;

    private final Codec codec;
    private final byte[] fingerprint;
    private final byte[] payload;

    /**
     * A frame to be sent.
     *
     * @param fingerprint the model's, {@value Checksum#FINGERPRINT_BYTES} bytes; copied
     * @param payload at most 65535 bytes; not copied
     * @throws IllegalArgumentException when one of them has another length
     */
    public Frame(Codec codec, byte[] fingerprint, byte[] payload) {
        if (payload.length > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException(
                    "a frame carries at most %d bytes, not %d".formatted(MAX_PAYLOAD_BYTES, payload.length));
        }
        Checksum.requireFingerprint(fingerprint);
        this.codec = codec;
        this.fingerprint = fingerprint.clone();
        this.payload = payload;
    }

    public Codec codec() {
        return codec;
    }

    /** Not a copy. */
    public byte[] payload() {
        return payload;
    }

    /** A body of this frame alone. */
    public byte[] toBytes() {
        return toBytes(List.of(this));
    }

    /**
     * A body of frames.
     *
     * @param frames at least one
     */
    public static byte[] toBytes(List<Frame> frames) {
        int last = frames.size() - 1;
        int length = Math.addExact(
                OVERHEAD_BYTES + frames.get(last).payload.length,
                frames.subList(0, last).stream()
                        .mapToInt(frame -> frame.length(false))
                        .reduce(0, Math::addExact));
        ByteBuffer body = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        frames.subList(0, last).forEach(frame -> frame.write(body, false));
        frames.get(last).write(body, true);
        return body.array();
    }

    /**
     * Length in a body.
     *
     * @param last whether no frame follows
     */
    public int length(boolean last) {
        return OVERHEAD_BYTES + (last ? 0 : Varint.length(payload.length)) + payload.length;
    }

    private void write(ByteBuffer body, boolean last) {
        int start = body.position();
        body.put((byte) (VERSION << VERSION_SHIFT | (last ? LAST : 0) | codec.id()));
        body.put(Arrays.copyOf(fingerprint, PREFIX_BYTES));
        if (!last) {
            Varint.write(body, payload.length);
        }
        body.put(payload);
        body.putInt(Checksum.of(fingerprint, body, start, body.position()));
    }
}
