package io.sparsesplit.model.codec;

import java.util.Arrays;

/** Bytes that are not what a {@link Frame} or a payload must be. The message carries the offset and the reason. */
public final class MalformedFrameException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int offset;

    MalformedFrameException(int offset, String reason) {
        super("%s (at byte %d)".formatted(reason, offset));
        this.offset = offset;
    }

    /** Where in the bytes the fault lies. */
    public int offset() {
        return offset;
    }

    static void requirePayload(Codec codec, int actual, int expected) {
        if (actual != expected) {
            throw new MalformedFrameException(
                    0, "the %s payload has %d bytes instead of %d".formatted(codec, actual, expected));
        }
    }

    /** Refuses a payload that is another than its symbols have. */
    static void requireCanonical(Codec codec, byte[] payload, byte[] canonical) {
        int difference = Arrays.mismatch(payload, canonical);
        if (difference >= 0) {
            throw new MalformedFrameException(
                    difference, "the %s payload is not the one that its features have".formatted(codec));
        }
    }

    static MalformedFrameException noSuchClass(int offset, int exitClass, int classes) {
        return new MalformedFrameException(
                offset, "the exit's class is 0 to %d, not %d".formatted(classes - 1, exitClass));
    }
}
