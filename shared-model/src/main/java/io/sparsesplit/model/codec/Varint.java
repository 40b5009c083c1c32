package io.sparsesplit.model.codec;

import java.nio.ByteBuffer;

/**
 * A number of 0 to 65535 in as few bytes as it needs: seven bits a byte, the low ones first, and the highest bit set on all
 * bytes but the last. A number has one form only: bytes that add nothing are refused.
 */
final class Varint {

    static final int MAX = 0xFFFF;

    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;
    private static final int MAX_BYTES = 3;

    private Varint() {}

    /** How many bytes a number takes: 1 below 128, 2 below 16384, else 3. */
    static int length(int value) {
        int length = 1;
        for (int rest = value >>> BITS; rest > 0; rest >>>= BITS) {
            length++;
        }
        return length;
    }

    static void write(ByteBuffer bytes, int value) {
        int rest = value;
        for (; rest >= MORE; rest >>>= BITS) {
            bytes.put((byte) (rest | MORE));
        }
        bytes.put((byte) rest);
    }

    /**
     * Reads on.
     *
     * @param bytes of which {@value #MAX_BYTES} or more are left
     * @param what for messages, for example {@code the length}
     * @throws MalformedFrameException when the number is too large or has a shorter form
     */
    static int read(ByteBuffer bytes, String what) {
        int start = bytes.position();
        int value = 0;
        for (int i = 0; i < MAX_BYTES; i++) {
            byte next = bytes.get();
            value |= (next & (MORE - 1)) << (i * BITS);
            if (next >= 0) {
                if (next == 0 && i > 0) {
                    throw new MalformedFrameException(
                            start, "%s is written in %d bytes, but needs fewer".formatted(what, i + 1));
                }
                return within(value, start, what);
            }
        }
        throw new MalformedFrameException(start, "%s has more than %d bytes".formatted(what, MAX_BYTES));
    }

    private static int within(int value, int start, String what) {
        if (value > MAX) {
            throw new MalformedFrameException(start, "%s is %d, more than %d".formatted(what, value, MAX));
        }
        return value;
    }
}
