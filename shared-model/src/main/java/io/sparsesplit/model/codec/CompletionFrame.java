package io.sparsesplit.model.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The cloud's answer to one {@link Frame}, on its way back to the edge. A body holds one for each frame of the request, in the
 * same order, with nothing between or behind them. Numbers are little-endian.
 *
 * <pre>
 *  offset  size  field
 *       0     1  format version, {@value #VERSION}
 *       1     l  c, number of classes, 1 to 65535: seven bits a byte, the low ones first, bit 7 set on all bytes but the last,
 *                no more bytes than needed
 *     1+l    wc  probability of each class in whole parts of 2^8w - 1; w is 2 up to 256 classes, else 4
 *  1+l+wc     4  CRC-32C (RFC 3720, appendix B.4) of the whole fingerprint of the model that answered,
 *                {@value Checksum#FINGERPRINT_BYTES} bytes which do not travel, and all bytes of this answer before
 * </pre>
 *
 * <p>Ten classes take 26 bytes. The fingerprint need not travel: the edge knows which model it asked, and an answer of another
 * does not fit its checksum, but for one pair of models in 2^32. Damage is found as in a {@link Frame}.
 *
 * <p>Rounding changes the largest probability by half a part at most, others by one and a half, and never which class is the
 * most probable, of equals the first: classes before it stay at least one part below. The sum over 256 classes stays within
 * 0.004 of 1. Half-precision floats would be coarser near 1, where most confidences lie.
 */
public final class CompletionFrame {

    public static final int VERSION = 2;
    /** Media type of a body of completion frames. */
    public static final String MEDIA_TYPE = "application/vnd.sparsesplit.completions";

    private static final int MAX_CLASSES = Varint.MAX;
    private static final int MAX_SHORT_CLASSES = 256;

    private final byte[] fingerprint;
    private final float[] probabilities;

    /**
     * An answer to be sent.
     *
     * @param fingerprint of the model that answers, {@value Checksum#FINGERPRINT_BYTES} bytes; copied
     * @param probabilities one per class, each in [0, 1], summing to 1 up to rounding; not copied
     * @throws IllegalArgumentException when there are none or too many, or one is not in [0, 1]
     */
    public CompletionFrame(byte[] fingerprint, float[] probabilities) {
        Checksum.requireFingerprint(fingerprint);
        if (probabilities.length < 1 || probabilities.length > MAX_CLASSES) {
            throw new IllegalArgumentException(
                    "an answer carries 1 to %d probabilities, not %d".formatted(MAX_CLASSES, probabilities.length));
        }
        for (float probability : probabilities) {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("a probability is 0 to 1, not " + probability);
            }
        }
        this.fingerprint = fingerprint.clone();
        this.probabilities = probabilities;
    }

    /** One per class, each in [0, 1]; not a copy. */
    public float[] probabilities() {
        return probabilities;
    }

    /** Length of an answer over so many classes. */
    public static int length(int classes) {
        return 1 + Varint.length(classes) + classes * width(classes) + Integer.BYTES;
    }

    private static int width(int classes) {
        return classes <= MAX_SHORT_CLASSES ? Short.BYTES : Integer.BYTES;
    }

    private static long parts(int classes) {
        return (1L << (width(classes) * Byte.SIZE)) - 1;
    }

    /** The bytes of these answers, one after the other. */
    public static byte[] toBytes(List<CompletionFrame> answers) {
        int length = answers.stream()
                .mapToInt(answer -> length(answer.probabilities.length))
                .reduce(0, Math::addExact);
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        answers.forEach(answer -> answer.write(bytes));
        return bytes.array();
    }

    private void write(ByteBuffer bytes) {
        int start = bytes.position();
        int classes = probabilities.length;
        bytes.put((byte) VERSION);
        Varint.write(bytes, classes);
        int best = best();
        long most = rounded(best);
        for (int c = 0; c < classes; c++) {
            long part = c < best ? Math.min(rounded(c), Math.max(0, most - 1)) : rounded(c);
            if (width(classes) == Short.BYTES) {
                bytes.putShort((short) part);
            } else {
                bytes.putInt((int) part);
            }
        }
        bytes.putInt(Checksum.of(fingerprint, bytes, start, bytes.position()));
    }

    private long rounded(int c) {
        return Math.round((double) probabilities[c] * parts(probabilities.length));
    }

    private int best() {
        int best = 0;
        for (int c = 1; c < probabilities.length; c++) {
            if (probabilities[c] > probabilities[best]) {
                best = c;
            }
        }
        return best;
    }

    /**
     * The answers of a body.
     *
     * @param fingerprints of the models asked, one for each answer that there must be, in order
     * @throws MalformedFrameException when the body is cut short, damaged, of another version or by another model, or holds
     *     more or fewer
     */
    public static List<CompletionFrame> readAll(byte[] body, List<byte[]> fingerprints) {
        ByteBuffer bytes = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
        List<CompletionFrame> answers = new ArrayList<>(fingerprints.size());
        for (byte[] fingerprint : fingerprints) {
            answers.add(read(bytes, fingerprint));
        }
        if (bytes.hasRemaining()) {
            throw new MalformedFrameException(
                    bytes.position(), "%d bytes follow behind the last answer".formatted(bytes.remaining()));
        }
        return answers;
    }

    private static CompletionFrame read(ByteBuffer bytes, byte[] fingerprint) {
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
        int classes = Varint.read(bytes, "the number of classes");
        int end = start + length(classes);
        if (classes == 0 || end > bytes.limit()) {
            throw new MalformedFrameException(
                    start + 1, "%d classes are announced, but %d bytes are left".formatted(classes, bytes.remaining()));
        }
        int checksum = end - Integer.BYTES;
        if (bytes.getInt(checksum) != Checksum.of(fingerprint, bytes, start, checksum)) {
            throw new MalformedFrameException(
                    start, "the answer is damaged, or of another model than was asked: its checksum does not fit");
        }
        double parts = parts(classes);
        float[] probabilities = new float[classes];
        for (int c = 0; c < classes; c++) {
            long part = width(classes) == Short.BYTES
                    ? Short.toUnsignedLong(bytes.getShort())
                    : Integer.toUnsignedLong(bytes.getInt());
            probabilities[c] = (float) (part / parts);
        }
        bytes.position(end);
        return new CompletionFrame(fingerprint, probabilities);
    }
}
