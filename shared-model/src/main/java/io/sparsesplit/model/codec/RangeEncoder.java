package io.sparsesplit.model.codec;

import java.util.Arrays;

/**
 * A range coder (Martin, 1979): narrows an interval of numbers symbol by symbol, and writes the shortest number inside.
 *
 * <p>The interval is {@code [low, low + range)}, a binary fraction of which all digits but the last 56 are already in the
 * message. A symbol takes its share of it; when the range has become less than 2^48, a byte of {@code low} moves to the
 * message, and a carry may run back through it. There are no floats, and every step is exact but for the {@code 2^-36}
 * of the range, or less, that a division drops.
 *
 * <p>A message is read as if zeros followed it without end. {@link #toBytes} therefore ends it with as few bytes as lead to
 * a number inside the interval, and no message ends with a zero: of {@code n} ideal bytes there come {@code n + 0.3} on
 * average and never as many as {@code n + 1}, but for what is dropped.
 */
public final class RangeEncoder {

    static final int LOW_BITS = 56;
    static final long FULL = 1L << LOW_BITS;
    static final long LEAST = 1L << (LOW_BITS - Byte.SIZE);
    static final int LOW_BYTES = LOW_BITS / Byte.SIZE;

    private byte[] message = new byte[32];
    private int length;
    private long low;
    private long range = FULL;

    /**
     * Codes a symbol that has {@code size} of {@code 2^totalBits} parts of the interval, behind {@code start} parts of others.
     *
     * @param size 1 or more
     * @param totalBits at most 16
     */
    void encode(int start, int size, int totalBits) {
        long part = range >>> totalBits;
        low += start * part;
        range = size * part;
        carry();
        while (range < LEAST) {
            append((byte) (low >>> (LOW_BITS - Byte.SIZE)));
            low = (low << Byte.SIZE) & (FULL - 1);
            range <<= Byte.SIZE;
        }
    }

    /** Ends the message. The encoder is of no use afterwards. */
    public byte[] toBytes() {
        long unit = FULL;
        int bytes = 0;
        long end = low + range;
        while (roundedUp(low, unit) >= end) {
            unit >>>= Byte.SIZE;
            bytes++;
        }
        low = roundedUp(low, unit);
        carry();
        for (; bytes > 0; bytes--) {
            append((byte) (low >>> (LOW_BITS - Byte.SIZE)));
            low = (low << Byte.SIZE) & (FULL - 1);
        }
        while (length > 0 && message[length - 1] == 0) {
            length--;
        }
        return Arrays.copyOf(message, length);
    }

    private static long roundedUp(long value, long unit) {
        return (value + unit - 1) & -unit;
    }

    private void carry() {
        if (low >= FULL) {
            low -= FULL;
            int i = length;
            do {
                message[--i]++;
            } while (message[i] == 0);
        }
    }

    private void append(byte value) {
        if (length == message.length) {
            message = Arrays.copyOf(message, 2 * length);
        }
        message[length++] = value;
    }
}
