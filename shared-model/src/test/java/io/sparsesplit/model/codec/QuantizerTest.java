package io.sparsesplit.model.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantizerTest {

    @ParameterizedTest
    @CsvSource({"0, 0.5, 16", "-1, 0.125, 9", "-0.3, 0.01, 256", "1e6, 10, 3", "0, 1e-30, 8", "-3e38, 2e36, 256"})
    void valuesAreAtMostHalfAStepOffAndInOrder(float low, float step, int levels) {
        Quantizer quantizer = quantizer(low, step, levels);
        double high = low + (levels - 1) * (double) step;
        Random random = new Random(1);
        for (int i = 0; i < 5000; i++) {
            float x = (float) (low + random.nextDouble() * (high - low));
            int level = quantizer.quantize(0, x);
            double rounding = Math.ulp(Math.max(Math.abs(low), (float) Math.abs(high)));

            assertThat(Math.abs((double) quantizer.value(0, level) - x)).isLessThanOrEqualTo(step / 2.0 + rounding);
            assertThat(quantizer.quantize(0, Math.nextUp(x))).isGreaterThanOrEqualTo(level);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0.5, 16", "-1, 0.125, 9", "-0.3, 0.01, 256", "0, 1e-45, 256", "5, 1, 1"})
    void aValueIsItsOwnLevel(float low, float step, int levels) {
        Quantizer quantizer = quantizer(low, step, levels);
        for (int level = 0; level < levels; level++) {
            assertThat(quantizer.quantize(0, quantizer.value(0, level))).isEqualTo(level);
        }
    }

    @Test
    void whatLiesOutsideTakesTheNearestLevel() {
        Quantizer quantizer = quantizer(1, 0.5f, 4);

        assertThat(quantizer.quantize(0, -Float.MAX_VALUE)).isZero();
        assertThat(quantizer.quantize(0, Float.MAX_VALUE)).isEqualTo(3);
        assertThat(quantizer(0, Float.MIN_VALUE, 4).quantize(0, Float.MAX_VALUE))
                .isEqualTo(3);
    }

    @Test
    void levelsAreSpreadOverARangeFromEndToEnd() {
        Quantizer quantizer = Quantizer.over(new float[] {0, -2, 7}, new float[] {15, 2, 7}, 16);

        assertThat(quantizer.features()).isEqualTo(3);
        assertThat(quantizer.step(0)).isEqualTo(1);
        assertThat(quantizer.value(1, 15)).isEqualTo(2, within(1e-6f));
        assertThat(quantizer.levels(1)).isEqualTo(16);
        assertThat(quantizer.levels(2)).isEqualTo(1);
        assertThat(quantizer.value(2, 0)).isEqualTo(7);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> new Quantizer(new float[2], new float[1], new int[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 lowest values are given for 1 steps and 2 numbers of levels");
        assertThatThrownBy(() -> quantizer(Float.NaN, 1, 2))
                .hasMessage("channel 0 cannot begin at NaN with steps of 1.0");
        assertThatThrownBy(() -> quantizer(0, 0, 2)).hasMessage("channel 0 cannot begin at 0.0 with steps of 0.0");
        assertThatThrownBy(() -> quantizer(0, Float.POSITIVE_INFINITY, 1))
                .hasMessage("channel 0 cannot begin at 0.0 with steps of Infinity");
        assertThatThrownBy(() -> quantizer(0, 1, 0)).hasMessage("channel 0 has 0 levels, which is not 1 to 256");
        assertThatThrownBy(() -> quantizer(0, 1, 257)).hasMessage("channel 0 has 257 levels, which is not 1 to 256");
        assertThatThrownBy(() -> quantizer(3e38f, 1e38f, 2))
                .hasMessage("channel 0 ends beyond all numbers: it begins at 3.0E38 and has 2 levels, 1.0E38 apart");
    }

    @Test
    void rangesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> Quantizer.over(new float[2], new float[3], 256))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 lower ends given for 3 upper ends");
        assertThatThrownBy(() -> Quantizer.over(new float[] {0, 2}, new float[] {1, 1}, 256))
                .hasMessage("the range of channel 1 is not one: 2.0 to 1.0");
        assertThatThrownBy(() -> Quantizer.over(new float[] {Float.NaN}, new float[] {1}, 256))
                .hasMessage("the range of channel 0 is not one: NaN to 1.0");
        assertThatThrownBy(() -> Quantizer.over(new float[] {0}, new float[] {1}, 1))
                .hasMessage("channel 0 cannot begin at 0.0 with steps of Infinity");
    }

    @Test
    void whatItIsMadeOfIsCopied() {
        float[] low = {1};
        int[] levels = {4};
        Quantizer quantizer = new Quantizer(low, new float[] {1}, levels);
        low[0] = 9;
        levels[0] = 9;

        assertThat(quantizer.low(0)).isEqualTo(1);
        assertThat(quantizer.levels(0)).isEqualTo(4);
    }

    private static Quantizer quantizer(float low, float step, int levels) {
        return new Quantizer(new float[] {low}, new float[] {step}, new int[] {levels});
    }
}
