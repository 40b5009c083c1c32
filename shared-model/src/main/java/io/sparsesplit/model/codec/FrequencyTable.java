package io.sparsesplit.model.codec;

/**
 * How often each symbol of a small alphabet comes, in whole parts of {@value #TOTAL}. Every symbol has one part or more, so
 * that whatever comes can be coded. Immutable.
 */
public final class FrequencyTable {

    /** Of the parts of all symbols. */
    public static final int TOTAL = 1 << FrequencyTable.TOTAL_BITS;

    static final int TOTAL_BITS = 12;

    private final int[] starts;

    /**
     * A table from its parts.
     *
     * @param frequencies of symbols 0, 1 and so on: at least one of them, each 1 or more, {@value #TOTAL} in sum; copied
     * @throws IllegalArgumentException when they are not such
     */
    public FrequencyTable(int... frequencies) {
        starts = new int[frequencies.length + 1];
        for (int s = 0; s < frequencies.length; s++) {
            if (frequencies[s] < 1 || frequencies[s] > TOTAL) {
                throw new IllegalArgumentException("symbol %d has frequency %d, which is not 1 to %d"
                        .formatted(s, frequencies[s], TOTAL));
            }
            starts[s + 1] = starts[s] + frequencies[s];
        }
        if (starts[frequencies.length] != TOTAL) {
            throw new IllegalArgumentException("the frequencies of a table sum to %d, not to %d"
                    .formatted(starts[frequencies.length], TOTAL));
        }
    }

    /**
     * The table next to some counts: parts in proportion, at least 1 each, what rounding leaves over given to the largest.
     *
     * @param counts 1 to {@value #TOTAL} of them, none negative, not all zero
     */
    public static FrequencyTable of(double[] counts) {
        double sum = 0;
        for (double count : counts) {
            sum += count;
        }
        int[] parts = new int[counts.length];
        int left = TOTAL;
        int largest = 0;
        for (int s = 0; s < counts.length; s++) {
            parts[s] = Math.max(1, (int) Math.round(counts[s] / sum * (TOTAL - counts.length)));
            left -= parts[s];
            largest = counts[s] > counts[largest] ? s : largest;
        }
        parts[largest] += left;
        return new FrequencyTable(parts);
    }

    /** Size of the alphabet. */
    public int symbols() {
        return starts.length - 1;
    }

    /** Parts of a symbol. */
    public int frequency(int symbol) {
        return starts[symbol + 1] - starts[symbol];
    }

    /** What an ideal coder would take for a symbol. */
    public double bits(int symbol) {
        return TOTAL_BITS - StrictMath.log(frequency(symbol)) / StrictMath.log(2);
    }

    void encode(RangeEncoder encoder, int symbol) {
        encoder.encode(starts[symbol], frequency(symbol), TOTAL_BITS);
    }

    int decode(RangeDecoder decoder) {
        int part = decoder.part(TOTAL_BITS);
        int symbol = 0;
        while (starts[symbol + 1] <= part) {
            symbol++;
        }
        decoder.accept(starts[symbol], frequency(symbol), TOTAL_BITS);
        return symbol;
    }
}
