package io.sparsesplit.model.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrequencyTableTest {

    @Test
    void countsInProportionKeepIt() {
        assertThat(parts(FrequencyTable.of(new double[] {1, 3}))).containsExactly(1024, 3072);
        assertThat(parts(FrequencyTable.of(new double[] {0.25}))).containsExactly(4096);
        double[] even = new double[256];
        Arrays.fill(even, 7);
        assertThat(parts(FrequencyTable.of(even))).containsOnly(16);
    }

    @Test
    void whatWasNeverCountedCanStillBeCoded() {
        assertThat(parts(FrequencyTable.of(new double[] {0, 1e300, 0}))).containsExactly(1, 4094, 1);
    }

    /** Of all tables of few parts that could be: none is better by a single part moved. */
    @Test
    void noPartMovedSavesBits() {
        Random random = new Random(4);
        for (int t = 0; t < 200; t++) {
            double[] counts = random.doubles(1 + random.nextInt(12))
                    .map(u -> Math.floor(1e4 * Math.pow(u, 6)))
                    .toArray();
            counts[0]++;
            int[] parts = parts(FrequencyTable.of(counts));
            double least = bits(counts, parts);
            for (int from = 0; from < parts.length; from++) {
                for (int to = 0; to < parts.length; to++) {
                    if (parts[from] > 1) {
                        int[] moved = parts.clone();
                        moved[from]--;
                        moved[to]++;
                        assertThat(bits(counts, moved)).isGreaterThanOrEqualTo(least - 1e-6);
                    }
                }
            }
        }
    }

    @Test
    void countsThatHaveNoTableAreRefused() {
        assertThatThrownBy(() -> FrequencyTable.of(new double[] {1, -1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("symbol 1 was counted -1.0 times");
        assertThatThrownBy(() -> FrequencyTable.of(new double[] {Double.NaN}))
                .hasMessage("symbol 0 was counted NaN times");
        assertThatThrownBy(() -> FrequencyTable.of(new double[2]))
                .hasMessage("2 symbols that were counted 0.0 times in all have no table");
        assertThatThrownBy(() -> FrequencyTable.of(new double[0]))
                .hasMessage("0 symbols that were counted 0.0 times in all have no table");
    }

    @Test
    void frequenciesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> new FrequencyTable(4096, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("symbol 1 has frequency 0, which is not 1 to 4096");
        assertThatThrownBy(() -> new FrequencyTable(Integer.MAX_VALUE, 1))
                .hasMessage("symbol 0 has frequency 2147483647, which is not 1 to 4096");
        assertThatThrownBy(() -> new FrequencyTable(2048, 2047))
                .hasMessage("the frequencies of a table sum to 4095, not to 4096");
        assertThatThrownBy(FrequencyTable::new).hasMessage("the frequencies of a table sum to 0, not to 4096");
        int[] tooMany = new int[1 << 20];
        Arrays.fill(tooMany, 4096);
        assertThatThrownBy(() -> new FrequencyTable(tooMany))
                .hasMessage("a table has at most 4096 symbols, not 1048576");
    }

    private static double bits(double[] counts, int[] parts) {
        double bits = 0;
        for (int s = 0; s < parts.length; s++) {
            bits -= counts[s] * Math.log(parts[s] / 4096.0) / Math.log(2);
        }
        return bits;
    }

    private static int[] parts(FrequencyTable table) {
        int[] parts = new int[table.symbols()];
        for (int s = 0; s < parts.length; s++) {
            parts[s] = table.frequency(s);
        }
        return parts;
    }
}
