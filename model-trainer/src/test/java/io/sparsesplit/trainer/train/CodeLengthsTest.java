package io.sparsesplit.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CodeLengthsTest {

    private final CodeLengths lengths = new CodeLengths(2, 3, 4);

    @Test
    void beforeAnythingCameAllSymbolsAreAlike() {
        assertThat(lengths.bits()).hasSize(2 * 3 * 4).containsOnly(2);
    }

    @Test
    void theLengthOfASymbolIsMinusTheLogarithmOfHowOftenItCame() {
        int first = lengths.first(1, 2);
        int[] batch = lengths.batchCounts();
        batch[first] = 600;
        batch[first + 1] = 300;
        batch[first + 2] = 100;
        lengths.learn(batch);
        assertThat(lengths.bits()[first]).isCloseTo(log2(1000 / 600.0), within(1e-3f));
        assertThat(lengths.bits()[first + 1]).isCloseTo(log2(1000 / 300.0), within(1e-3f));
        assertThat(lengths.bits()[first + 2]).isCloseTo(log2(1000 / 100.0), within(1e-3f));
        // What never came is dear, but not impossible.
        assertThat(lengths.bits()[first + 3]).isBetween(log2(1000), 20f);
    }

    @Test
    void theLengthsOfAChannelAreThoseOfACode() {
        int[] batch = lengths.batchCounts();
        for (int i = 0; i < batch.length; i++) {
            batch[i] = i * i % 7;
        }
        lengths.learn(batch);
        for (int context = 0; context < 2; context++) {
            for (int channel = 0; channel < 3; channel++) {
                double kraft = 0;
                for (int s = 0; s < 4; s++) {
                    kraft += StrictMath.pow(2, -lengths.bits()[lengths.first(context, channel) + s]);
                }
                assertThat(kraft).isCloseTo(1, within(1e-5));
            }
        }
    }

    @Test
    void whatCameLongAgoCountsLess() {
        int[] batch = lengths.batchCounts();
        batch[0] = 1000;
        lengths.learn(batch);
        for (int i = 0; i < 138; i++) {
            lengths.learn(lengths.batchCounts());
        }
        assertThat(lengths.counts()[0]).isCloseTo(500, within(2f));
        int[] other = lengths.batchCounts();
        other[1] = 1000;
        lengths.learn(other);
        assertThat(lengths.bits()[1]).isLessThan(lengths.bits()[0]);
    }

    private static float log2(double x) {
        return (float) (StrictMath.log(x) / StrictMath.log(2));
    }
}
