package io.sparsesplit.model.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The cloud's answer to one {@link Frame}, on its way back to the edge. Numbers are little-endian.
 *
 * <pre>
 * offset  size  field
 *      0     1  format version, {@value #VERSION}
 *      1     8  the first 8 bytes of the fingerprint of the model that answered
 *      9     2  c, number of classes, 1 to 65535
 *     11    4c  probability of each class as an IEEE 754 single, in [0, 1]
 *  11+4c     4  CRC-32C (RFC 3720, appendix B.4) of all bytes before
 * </pre>
 *
 * A body holds one for each frame of the request, in the same order, with nothing between or behind them.
 */
public final class CompletionFrame {

    public static final int VERSION = 1;
    /** Media type of a body of completion frames. */
    public static final String MEDIA_TYPE = "application/vnd.sparsesplit.completions";

    private static final int HEADER_BYTES = 11;
    private static final int MAX_CLASSES = 0xFFFF;

    private final byte[] fingerprint;
    private final float[] probabilities;

    /**
     * An answer to be sent.
     *
     * @param fingerprint the model's; only the first {@value Frame#FINGERPRINT_BYTES} bytes are kept
     * @param probabilities one per class, each in [0, 1]; not copied
     */
    public CompletionFrame(byte[] fingerprint, float[] probabilities) {
        if (probabilities.length < 1 || probabilities.length > MAX_CLASSES) {
            throw new IllegalArgumentException(
                    "an answer carries 1 to %d probabilities, not %d".formatted(MAX_CLASSES, probabilities.length));
        }
        this.fingerprint = Arrays.copyOf(fingerprint, Frame.FINGERPRINT_BYTES);
        this.probabilities = probabilities;
    }

    /** The first {@value Frame#FINGERPRINT_BYTES} bytes of the fingerprint of the model that answered; a copy. */
    public byte[] fingerprint() {
        return fingerprint.clone();
    }

    /** One per class; not a copy. */
    public float[] probabilities() {
        return probabilities;
    }

    /** Length of an answer over so many classes. */
    public static int length(int classes) {
        return HEADER_BYTES + classes * Float.BYTES + Integer.BYTES;
    }

    /** The bytes of these answers, one after the other. */
    public static byte[] toBytes(List<CompletionFrame> answers) {
        int length = answers.stream()
                .mapToInt(answer -> length(answer.probabilities.length))
                .sum();
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        answers.forEach(answer -> answer.write(bytes));
        return bytes.array();
    }

    private void write(ByteBuffer bytes) {
        int start = bytes.position();
        bytes.put((byte) VERSION).put(fingerprint).putShort((short) probabilities.length);
        for (float probability : probabilities) {
            bytes.putFloat(probability);
        }
        bytes.putInt(Checksum.of(bytes, start, bytes.position()));
    }

    /**
     * The answers of a body.
     *
     * @param count how many there must be
     * @throws MalformedFrameException when the body is cut short, damaged, of another version, or holds more or fewer
     */
    public static List<CompletionFrame> readAll(byte[] body, int count) {
        ByteBuffer bytes = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
        List<CompletionFrame> answers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            answers.add(read(bytes));
        }
        if (bytes.hasRemaining()) {
            throw new MalformedFrameException(
                    bytes.position(), "%d bytes follow behind the last answer".formatted(bytes.remaining()));
        }
        return answers;
    }

    private static CompletionFrame read(ByteBuffer bytes) {
        int start = bytes.position();
        if (bytes.remaining() < length(1)) {
            throw new MalformedFrameException(
                    start, "an answer has at least %d bytes, but %d are left".formatted(length(1), bytes.remaining()));
        }
        int version = Byte.toUnsignedInt(bytes.get());
        if (version != VERSION) {
            throw new MalformedFrameException(
                    start, "answer format version %d is not supported, only %d is".formatted(version, VERSION));
        }
        byte[] fingerprint = new byte[Frame.FINGERPRINT_BYTES];
        bytes.get(fingerprint);
        int classes = Short.toUnsignedInt(bytes.getShort());
        int end = start + length(classes);
        if (classes == 0 || end > bytes.limit()) {
            throw new MalformedFrameException(
                    start + HEADER_BYTES - Short.BYTES,
                    "%d classes are announced, but %d bytes are left".formatted(classes, bytes.remaining()));
        }
        if (bytes.getInt(end - Integer.BYTES) != Checksum.of(bytes, start, end - Integer.BYTES)) {
            throw new MalformedFrameException(start, "the answer is damaged: its checksum does not fit");
        }
        float[] probabilities = new float[classes];
        for (int c = 0; c < classes; c++) {
            probabilities[c] = bytes.getFloat();
            if (!(probabilities[c] >= 0 && probabilities[c] <= 1)) {
                throw new MalformedFrameException(
                        bytes.position() - Float.BYTES, "the probability of class %d is not in [0, 1]".formatted(c));
            }
        }
        bytes.position(end);
        return new CompletionFrame(fingerprint, probabilities);
    }
}
