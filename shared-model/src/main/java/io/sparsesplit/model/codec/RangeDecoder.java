package io.sparsesplit.model.codec;

/**
 * Takes the steps of a {@link RangeEncoder} again. Whatever the bytes are, it finds symbols in them: a number in what the last
 * symbol leaves over is taken for the greatest below.
 */
public final class RangeDecoder {

    private final byte[] message;
    /** Bytes read, zeros behind the message among them. */
    private int position;

    private long range = RangeEncoder.FULL;
    /** How far inside the interval the message lies, 0 to {@code range - 1}. */
    private long offset;
    /** Whether the message never left the interval for what the last symbol leaves over. */
    private boolean inside = true;

    /** Reads a message from its beginning; it is not copied. */
    public RangeDecoder(byte[] message) {
        this.message = message;
        for (int i = 0; i < RangeEncoder.LOW_BYTES; i++) {
            offset = (offset << Byte.SIZE) | next();
        }
    }

    /**
     * Reads the symbol in whose share of the interval the message lies.
     *
     * @param starts of the shares of all symbols, in {@code 2^totalBits} parts, and the end of the last
     */
    int decode(int[] starts, int totalBits) {
        long part = range >>> totalBits;
        int symbol = 0;
        long start = 0;
        long end = part * starts[1];
        // From symbol to symbol, since the first are the usual ones: a division takes as long as several of these.
        while (offset >= end && symbol + 2 < starts.length) {
            symbol++;
            start = end;
            end = part * starts[symbol + 1];
        }
        range = end - start;
        offset -= start;
        if (offset >= range) {
            offset = range - 1;
            inside = false;
        }
        while (range < RangeEncoder.LEAST) {
            offset = (offset << Byte.SIZE) | next();
            range <<= Byte.SIZE;
        }
        return symbol;
    }

    /**
     * Whether the message is the one that the encoder ends with behind these symbols: of all in the interval the shortest, and of
     * these the least.
     */
    boolean isShortest() {
        int zeros = position - message.length;
        if (!inside || zeros < 0) {
            return false;
        }
        if (message.length == 0) {
            return true;
        }
        int last = Byte.toUnsignedInt(message[message.length - 1]);
        if (last == 0 || zeros >= RangeEncoder.LOW_BYTES) {
            // One in the last byte is no less than the whole interval: no other message of this length lies in it.
            return last > 0;
        }
        long unit = 1L << (zeros * Byte.SIZE);
        long toNextShorter = ((1 << Byte.SIZE) - last) * unit;
        return offset < unit && range - offset <= toNextShorter;
    }

    private int next() {
        int place = position++;
        return place < message.length ? Byte.toUnsignedInt(message[place]) : 0;
    }
}
