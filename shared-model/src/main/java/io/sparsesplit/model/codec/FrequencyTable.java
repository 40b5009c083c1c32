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
        if (frequencies.length > TOTAL) {
            throw new IllegalArgumentException(
                    "a table has at most %d symbols, not %d".formatted(TOTAL, frequencies.length));
        }
        starts = new int[frequencies.length + 1];
        for (int s = 0; s < frequencies.length; s++) {
            if (frequencies[s] < 1 || frequencies[s] > TOTAL) {
                throw new IllegalArgumentException(
                        "symbol %d has frequency %d, which is not 1 to %d".formatted(s, frequencies[s], TOTAL));
            }
            starts[s + 1] = starts[s] + frequencies[s];
        }
        if (starts[frequencies.length] != TOTAL) {
            throw new IllegalArgumentException(
                    "the frequencies of a table sum to %d, not to %d".formatted(starts[frequencies.length], TOTAL));
        }
    }

    /**
     * The table under which symbols that come as often as counted take the fewest bits.
     *
     * <p>Each has the parts that it has at least in the best table: 1, and of all but one for each symbol its proportion, rounded
     * down. The others go, one after the other, to the symbol that gains most by it.
     *
     * @param counts 1 to {@value #TOTAL} of them, finite, none negative, not all zero
     * @throws IllegalArgumentException when they are not such
     */
    public static FrequencyTable of(double[] counts) {
        double sum = requireCounts(counts);
        int[] parts = new int[counts.length];
        int left = TOTAL;
        for (int s = 0; s < counts.length; s++) {
            parts[s] = (int) Math.max(1, counts[s] / sum * (TOTAL - counts.length));
            left -= parts[s];
        }
        for (; left > 0; left--) {
            parts[neediest(counts, parts)]++;
        }
        return new FrequencyTable(parts);
    }

    private static double requireCounts(double[] counts) {
        double sum = 0;
        for (int s = 0; s < counts.length; s++) {
            if (!(counts[s] >= 0)) {
                throw new IllegalArgumentException("symbol %d was counted %s times".formatted(s, counts[s]));
            }
            sum += counts[s];
        }
        if (counts.length > TOTAL || !(sum > 0) || sum == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "%d symbols that were counted %s times in all have no table".formatted(counts.length, sum));
        }
        return sum;
    }

    /** The symbol that gains most by one part more; of equals the first. */
    private static int neediest(double[] counts, int[] parts) {
        int best = 0;
        double mostGain = -1;
        for (int s = 0; s < parts.length; s++) {
            double gain = counts[s] * StrictMath.log1p(1.0 / parts[s]);
            if (gain > mostGain) {
                mostGain = gain;
                best = s;
            }
        }
        return best;
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

    /** Appends a symbol to a message. */
    public void encode(RangeEncoder encoder, int symbol) {
        encoder.encode(starts[symbol], frequency(symbol), TOTAL_BITS);
    }

    /** The next symbol of a message that was encoded under this table. */
    public int decode(RangeDecoder decoder) {
        return decoder.decode(starts, TOTAL_BITS);
    }
}
