package io.sparsesplit.model.codec;

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
}
