package io.sparsesplit.model.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A {@link Frame} as it came, of which nothing is known yet but where it begins and ends. What is in it is had by
 * {@link #open}, which needs the fingerprint of its model to prove the checksum. Immutable, as long as the body is not changed.
 */
public final class SealedFrame {

    private final ByteBuffer body;
    private final int start;
    private final int payload;
    private final int checksum;

    /** A frame between offsets of a body: of its first byte, of its payload and of its checksum. */
    private SealedFrame(ByteBuffer body, int start, int payload, int checksum) {
        this.body = body;
        this.start = start;
        this.payload = payload;
        this.checksum = checksum;
    }

    /**
     * The frames of a body.
     *
     * @param body not copied
     * @param maxFrames refuse more than this
     * @throws MalformedFrameException when the body is empty, cut short, of another version or has too many
     */
    public static List<SealedFrame> readAll(byte[] body, int maxFrames) {
        ByteBuffer bytes = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
        List<SealedFrame> frames = new ArrayList<>();
        do {
            if (frames.size() == maxFrames) {
                throw new MalformedFrameException(
                        bytes.position(), "the body has more than %d frames".formatted(maxFrames));
            }
            frames.add(read(bytes));
        } while (!frames.get(frames.size() - 1).isLast());
        return frames;
    }

    private static SealedFrame read(ByteBuffer bytes) {
        int start = bytes.position();
        if (bytes.remaining() < Frame.OVERHEAD_BYTES) {
            throw new MalformedFrameException(
                    start,
                    "a frame has at least %d bytes, but %d are left"
                            .formatted(Frame.OVERHEAD_BYTES, bytes.remaining()));
        }
        int head = Byte.toUnsignedInt(bytes.get());
        if (head >>> Frame.VERSION_SHIFT != Frame.VERSION) {
            throw new MalformedFrameException(
                    start,
                    "byte 0x%02x does not begin a frame of version %d, the only one supported"
                            .formatted(head, Frame.VERSION));
        }
        bytes.position(start + 1 + Frame.PREFIX_BYTES);
        int length = (head & Frame.LAST) == 0
                ? Varint.read(bytes, "the length of the payload")
                : bytes.remaining() - Integer.BYTES;
        int payload = bytes.position();
        int left = bytes.remaining() - Integer.BYTES;
        if (length > left) {
            throw new MalformedFrameException(
                    start + 1 + Frame.PREFIX_BYTES,
                    "a payload of %d bytes is announced, but %d are left".formatted(length, Math.max(0, left)));
        }
        if (length > Frame.MAX_PAYLOAD_BYTES) {
            throw new MalformedFrameException(
                    payload,
                    "the payload has %d bytes, more than the %d allowed".formatted(length, Frame.MAX_PAYLOAD_BYTES));
        }
        bytes.position(payload + length + Integer.BYTES);
        return new SealedFrame(bytes, start, payload, payload + length);
    }

    /** The first {@value Frame#PREFIX_BYTES} bytes of the fingerprint of the model whose features these are; a copy. */
    public byte[] prefix() {
        byte[] prefix = new byte[Frame.PREFIX_BYTES];
        body.get(start + 1, prefix);
        return prefix;
    }

    /**
     * Whether this is an undamaged frame of the model of a fingerprint.
     *
     * @param fingerprint {@value Checksum#FINGERPRINT_BYTES} bytes
     */
    public boolean isOf(byte[] fingerprint) {
        Checksum.requireFingerprint(fingerprint);
        return Arrays.equals(prefix(), Arrays.copyOf(fingerprint, Frame.PREFIX_BYTES))
                && body.getInt(checksum) == Checksum.of(fingerprint, body, start, checksum);
    }

    /**
     * What is in this frame, when it is an undamaged one of the model of a fingerprint.
     *
     * @param fingerprint {@value Checksum#FINGERPRINT_BYTES} bytes
     * @throws MalformedFrameException when it is not, or of a codec that is not known
     */
    public Frame open(byte[] fingerprint) {
        if (!isOf(fingerprint)) {
            throw new MalformedFrameException(
                    start,
                    "the frame is damaged, or of another model whose fingerprint begins alike:"
                            + " its checksum does not fit");
        }
        byte[] content = new byte[checksum - payload];
        body.get(payload, content);
        return new Frame(codec(), fingerprint, content);
    }

    private Codec codec() {
        int id = body.get(start) & Frame.CODEC_MASK;
        return Arrays.stream(Codec.values())
                .filter(codec -> codec.id() == id)
                .findFirst()
                .orElseThrow(() -> new MalformedFrameException(start, "codec %d is not known".formatted(id)));
    }

    private boolean isLast() {
        return (body.get(start) & Frame.LAST) != 0;
    }
}
