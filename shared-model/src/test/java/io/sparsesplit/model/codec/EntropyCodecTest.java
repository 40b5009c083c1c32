package io.sparsesplit.model.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntropyCodecTest {

    private static final FrequencyTable EVEN = new FrequencyTable(2048, 2048);

    /** Each symbol of two is a bit, from the first byte's highest; the rest is zeros, which are not written. */
    @Test
    void evenSymbolsAreTheBitsOfThePayload() {
        EntropyCodec codec = codec(EVEN, EVEN, EVEN, EVEN, EVEN, EVEN, EVEN, EVEN, EVEN, EVEN);

        assertThat(codec.encode(features(1, 0, 1, 1, 0, 0, 0, 1, 0, 1))).containsExactly(0b10110001, 0b01000000);
        assertThat(codec.encode(features(1, 0, 1, 1, 0, 0, 0, 1, 0, 0))).containsExactly(0b10110001);
        assertThat(codec.encode(features(0, 0, 0, 0, 0, 0, 0, 0, 0, 0))).isEmpty();
        assertThat(codec.decode(new byte[0]).values()).containsOnly(0);
    }

    @Test
    void aSymbolThatIsCertainTakesNothing() {
        FrequencyTable certain = new FrequencyTable(FrequencyTable.TOTAL);
        FrequencyTable[] tables = new FrequencyTable[1000];
        Arrays.fill(tables, certain);
        tables[999] = EVEN;

        assertThat(codec(tables).encode(features(lastOf(1000)))).containsExactly(0x80);
    }

    @Test
    void theExitsClassTravelsFirstAndChoosesTheTables() {
        FrequencyTable rare = new FrequencyTable(1, 4095);
        FrequencyTable often = new FrequencyTable(4095, 1);
        EntropyCodec codec = codec(EVEN, List.of(List.of(often, often), List.of(rare, rare)));

        assertThat(codec.encode(new Features(new float[] {0, 0}, 0))).isEmpty();
        assertThat(codec.encode(new Features(new float[] {1, 1}, 1))).containsExactly(0x81);
        assertThat(codec.encode(new Features(new float[] {1, 1}, 0))).hasSize(4);
        assertThat(codec.decode(new byte[] {(byte) 0x81}).exitClass()).isEqualTo(1);
        assertThat(codec.decode(new byte[] {(byte) 0x81}).values()).containsExactly(1, 1);
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 0", "3, 256, 0", "8, 16, 3", "40, 8, 10", "40, 16, 0", "40, 40, 10", "300, 5, 2"})
    void thePayloadIsThatOfTheObviousCoder(int features, int maxLevels, int classes) {
        RandomPriors priors = new RandomPriors(features * 1000L + maxLevels);
        for (int p = 0; p < 40; p++) {
            Quantizer quantizer = priors.quantizer(features, maxLevels);
            Prior prior = priors.prior(quantizer, classes);
            EntropyCodec codec = new EntropyCodec(quantizer, prior);
            for (int m = 0; m < 12; m++) {
                Features sent = m % 2 == 0 ? priors.likely(prior) : priors.any(prior);
                byte[] payload = codec.encode(sent);

                assertThat(payload).isEqualTo(ObviousEntropyCoder.encode(tables(prior, sent), symbols(prior, sent)));
                assertThat(ObviousEntropyCoder.decode(tables(prior, sent), payload))
                        .isEqualTo(symbols(prior, sent));
                assertThat(codec.decode(payload).values()).isEqualTo(sent.values());
                assertThat(codec.decode(payload).exitClass()).isEqualTo(sent.exitClass());
            }
        }
    }

    /** An interval around one half begins with 0x7F, 0xFF, 0xFF and so on, until what comes last carries through all of them. */
    @Test
    void aCarryRunsBackThroughAllThatIsWritten() {
        FrequencyTable[] tables = new FrequencyTable[60];
        Arrays.fill(tables, new FrequencyTable(2047, 2, 2047));
        EntropyCodec codec = codec(tables);
        for (int last = 1; last <= 60; last++) {
            for (int symbol = 0; symbol < 3; symbol++) {
                float[] values = new float[60];
                Arrays.fill(values, 0, last, 1);
                Arrays.fill(values, last, 60, symbol);
                byte[] payload = codec.encode(features(values));

                assertThat(payload).isEqualTo(ObviousEntropyCoder.encode(tables, levels(features(values))));
                assertThat(codec.decode(payload).values()).isEqualTo(values);
            }
        }
        float[] middle = new float[60];
        Arrays.fill(middle, 1);
        assertThat(codec.encode(features(middle))).containsExactly(0x80);
        middle[59] = 0;
        assertThat(codec.encode(features(middle))).hasSizeGreaterThan(80).startsWith(0x7F, 0xFF, 0xFF, 0xFF);
        middle[59] = 2;
        assertThat(codec.encode(features(middle))).hasSizeGreaterThan(80).startsWith(0x80, 0, 0, 0);
    }

    @ParameterizedTest
    @CsvSource({"10, 8, 0", "40, 8, 10", "40, 16, 10", "200, 8, 0"})
    void thePayloadIsHardlyLongerThanTheIdeal(int features, int maxLevels, int classes) {
        RandomPriors priors = new RandomPriors(77);
        Quantizer quantizer = priors.quantizer(features, maxLevels);
        Prior prior = priors.prior(quantizer, classes);
        EntropyCodec codec = new EntropyCodec(quantizer, prior);
        double idealBytes = 0;
        double bytes = 0;
        int messages = 5000;
        for (int m = 0; m < messages; m++) {
            Features sent = priors.likely(prior);
            double ideal = prior.bits(levels(sent), sent.exitClass()) / Byte.SIZE;
            int length = codec.encode(sent).length;
            assertThat((double) length).isLessThan(ideal + 1 + 1e-6);
            idealBytes += ideal / messages;
            bytes += (double) length / messages;
        }

        assertThat(bytes)
                .isGreaterThan(idealBytes - 0.1)
                .isLessThan(idealBytes + 0.45)
                .isLessThan(1.03 * idealBytes + 0.5);
    }

    @Test
    void anyOtherPayloadOfTheSameSymbolsIsRefused() {
        EntropyCodec codec = codec(EVEN, EVEN);

        assertThat(codec.decode(new byte[] {(byte) 0x80}).values()).containsExactly(1, 0);
        assertThatThrownBy(() -> codec.decode(new byte[] {(byte) 0x80, 0}))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("the entropy payload is not the one that its features have (at byte 1)");
        assertThatThrownBy(() -> codec.decode(new byte[] {(byte) 0x81}))
                .hasMessage("the entropy payload is not the one that its features have (at byte 0)");
        assertThatThrownBy(() -> codec.decode(new byte[1]))
                .hasMessage("the entropy payload is not the one that its features have (at byte 0)");
    }

    /** Where the shares of a division leave something over, at the very end of the interval, there is no symbol. */
    @Test
    void aNumberBehindTheLastSymbolIsRefused() {
        FrequencyTable[] tables = new FrequencyTable[400];
        Arrays.fill(tables, new FrequencyTable(1365, 1365, 1366));
        byte[] ends = new byte[65535];
        Arrays.fill(ends, (byte) 0xFF);

        assertThatThrownBy(() -> codec(tables).decode(ends))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageStartingWith("the entropy payload is not the one that its features have");
    }

    /** With symbols of no more than a byte together, all payloads can be tried: one for each row of symbols, no more. */
    @Test
    void thereIsOnePayloadForEachRowOfSymbols() {
        EntropyCodec codec = codec(new FrequencyTable(1000, 96, 3000), new FrequencyTable(4000, 96), EVEN);
        List<float[]> found = new ArrayList<>();
        for (int length = 0; length <= 2; length++) {
            for (int number = 0; number < 1 << (length * Byte.SIZE); number++) {
                byte[] payload = new byte[length];
                for (int i = 0; i < length; i++) {
                    payload[i] = (byte) (number >>> (i * Byte.SIZE));
                }
                try {
                    found.add(codec.decode(payload).values());
                } catch (MalformedFrameException expected) {
                    assertThat(expected).hasMessageContaining("is not the one that its features have");
                }
            }
        }
        assertThat(found).hasSize(3 * 2 * 2).doesNotHaveDuplicates();
    }

    @Test
    void aPriorOfOtherLevelsIsRefused() {
        Quantizer quantizer = new Quantizer(new float[2], new float[] {1, 1}, new int[] {2, 3});

        assertThatThrownBy(() -> new EntropyCodec(quantizer, new Prior(null, List.of(List.of(EVEN, EVEN)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the prior has 2 symbols of channel 1, but the quantizer 3 levels");
        assertThatThrownBy(() -> new EntropyCodec(quantizer, new Prior(null, List.of(List.of(EVEN)))))
                .hasMessage("the prior has 1 channels, but the quantizer 2");
    }

    @Test
    void tablesOfClassesThatDifferAreRefused() {
        FrequencyTable three = new FrequencyTable(1, 1, 4094);

        assertThatThrownBy(() -> new Prior(EVEN, List.of(List.of(EVEN))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a prior for 2 classes has channels for each, not for 1");
        assertThatThrownBy(() -> new Prior(EVEN, List.of(List.of(EVEN), List.of())))
                .hasMessage("a prior has 1 channels for class 0, but 0 for class 1");
        assertThatThrownBy(() -> new Prior(EVEN, List.of(List.of(EVEN), List.of(three))))
                .hasMessage("a prior has 2 symbols of channel 0 for class 0, but 3 for class 1");
    }

    @Test
    void idealBitsAreThoseOfTheTables() {
        Prior prior =
                new Prior(new FrequencyTable(1024, 3072), List.of(List.of(EVEN), List.of(new FrequencyTable(4095, 1))));

        assertThat(prior.bits(new int[] {1}, 0)).isEqualTo(3, within(1e-12));
        assertThat(prior.bits(new int[] {1}, 1)).isEqualTo(12.415037, within(1e-6));
    }

    private static EntropyCodec codec(FrequencyTable... channels) {
        return codec(null, List.of(List.of(channels)));
    }

    private static EntropyCodec codec(@Nullable FrequencyTable classes, List<List<FrequencyTable>> channels) {
        int features = channels.get(0).size();
        float[] step = new float[features];
        Arrays.fill(step, 1);
        int[] levels =
                channels.get(0).stream().mapToInt(FrequencyTable::symbols).toArray();
        return new EntropyCodec(new Quantizer(new float[features], step, levels), new Prior(classes, channels));
    }

    private static FrequencyTable[] tables(Prior prior, Features features) {
        List<FrequencyTable> tables = new ArrayList<>();
        prior.classTable().ifPresent(tables::add);
        tables.addAll(prior.tables(features.exitClass()));
        return tables.toArray(FrequencyTable[]::new);
    }

    private static int[] symbols(Prior prior, Features features) {
        int[] levels = levels(features);
        if (prior.classes() == 0) {
            return levels;
        }
        int[] symbols = new int[levels.length + 1];
        symbols[0] = features.exitClass();
        System.arraycopy(levels, 0, symbols, 1, levels.length);
        return symbols;
    }

    private static int[] levels(Features features) {
        int[] levels = new int[features.values().length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (int) features.values()[i];
        }
        return levels;
    }

    private static float[] lastOf(int features) {
        float[] values = new float[features];
        values[features - 1] = 1;
        return values;
    }

    private static Features features(float... values) {
        return new Features(values, 0);
    }
}
