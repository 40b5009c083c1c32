package io.sparsesplit.model.codec;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/**
 * The oracle of {@link EntropyCodec}, written from its Javadoc: whole intervals of numbers of any length, no carries, slow. Of a
 * message it wants a table and a symbol for each place.
 */
final class ObviousEntropyCoder {

    private static final BigInteger LEAST = BigInteger.ONE.shiftLeft(48);
    private static final int FIRST_DIGITS = 7;

    /** The interval is {@code [low, low + range) / 256^digits}. */
    private BigInteger low = BigInteger.ZERO;

    private BigInteger range = BigInteger.ONE.shiftLeft(56);
    private int digits = FIRST_DIGITS;

    private ObviousEntropyCoder() {}

    static byte[] encode(FrequencyTable[] tables, int[] symbols) {
        ObviousEntropyCoder coder = new ObviousEntropyCoder();
        for (int i = 0; i < symbols.length; i++) {
            coder.narrow(tables[i], symbols[i]);
        }
        return coder.shortest();
    }

    static int[] decode(FrequencyTable[] tables, byte[] payload) {
        ObviousEntropyCoder coder = new ObviousEntropyCoder();
        int[] symbols = new int[tables.length];
        for (int i = 0; i < symbols.length; i++) {
            BigInteger offset = number(payload, coder.digits).subtract(coder.low);
            while (symbols[i] + 1 < tables[i].symbols()
                    && offset.compareTo(coder.part().multiply(start(tables[i], symbols[i] + 1))) >= 0) {
                symbols[i]++;
            }
            coder.narrow(tables[i], symbols[i]);
        }
        return symbols;
    }

    private void narrow(FrequencyTable table, int symbol) {
        BigInteger part = part();
        low = low.add(part.multiply(start(table, symbol)));
        range = part.multiply(BigInteger.valueOf(table.frequency(symbol)));
        while (range.compareTo(LEAST) < 0) {
            low = low.shiftLeft(Byte.SIZE);
            range = range.shiftLeft(Byte.SIZE);
            digits++;
        }
    }

    private BigInteger part() {
        return range.shiftRight(12);
    }

    private static BigInteger start(FrequencyTable table, int symbol) {
        int start = 0;
        for (int s = 0; s < symbol; s++) {
            start += table.frequency(s);
        }
        return BigInteger.valueOf(start);
    }

    /** Tries all lengths, the least first. */
    private byte[] shortest() {
        for (int length = 0; ; length++) {
            BigInteger unit = BigInteger.ONE.shiftLeft(Byte.SIZE * (digits - length));
            BigInteger units = low.add(unit).subtract(BigInteger.ONE).divide(unit);
            if (units.multiply(unit).compareTo(low.add(range)) < 0) {
                return bytes(units, length);
            }
        }
    }

    private static byte[] bytes(BigInteger number, int length) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = length - 1; i >= 0; i--) {
            bytes.write(number.shiftRight(Byte.SIZE * i).intValue());
        }
        return bytes.toByteArray();
    }

    private static BigInteger number(byte[] payload, int digits) {
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < digits; i++) {
            number = number.shiftLeft(Byte.SIZE)
                    .add(BigInteger.valueOf(i < payload.length ? Byte.toUnsignedInt(payload[i]) : 0));
        }
        return number;
    }
}
