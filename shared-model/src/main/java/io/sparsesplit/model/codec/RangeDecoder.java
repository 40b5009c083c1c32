package io.sparsesplit.model.codec;

/**
 * Takes the steps of a {@link RangeEncoder} again. Whatever the bytes are, it finds symbols in them: a number in what the last
 * symbol leaves over is taken for the greatest below.
 */
public final class RangeDecoder {

    private final byte[] message;
    private int position;
    private long range = RangeEncoder.FULL;
    /** How far inside the interval the message lies, 0 to {@code range - 1}. */
    private long offset;

    /** Reads a message from its beginning; it is not copied. */
    public RangeDecoder(byte[] message) {
        this.message = message;
        for (int i = 0; i < RangeEncoder.LOW_BYTES; i++) {
            offset = (offset << Byte.SIZE) | next();
        }
    }

    /** In which of the {@code 2^totalBits} parts of the interval the message lies; {@link #accept} must follow. */
    int part(int totalBits) {
        return (int) Math.min(offset / (range >>> totalBits), (1L << totalBits) - 1);
    }

    /** Takes the symbol of these parts as read. */
    void accept(int start, int size, int totalBits) {
        long part = range >>> totalBits;
        range = size * part;
        offset = Math.min(offset - start * part, range - 1);
        while (range < RangeEncoder.LEAST) {
            offset = (offset << Byte.SIZE) | next();
            range <<= Byte.SIZE;
        }
    }

    private int next() {
        return position < message.length ? Byte.toUnsignedInt(message[position++]) : 0;
    }
}
