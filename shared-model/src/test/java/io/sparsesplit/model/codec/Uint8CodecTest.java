package io.sparsesplit.model.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Uint8CodecTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "-1, 1",
        "0, 6.5",
        "-0.001, 12345",
        "100, 100.5",
        "0, 1e-30",
        "0, 3e38",
        "-3e38, 3e38",
        "-3.4e38, -3.3e38"
    })
    void theErrorIsAtMostHalfAStep(float low, float high) {
        Uint8Codec codec = codec(new float[] {low}, new float[] {high});
        double step = ((double) high - low) / 255;
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            float x = (float) (low + random.nextDouble() * ((double) high - low));
            double error =
                    Math.abs((double) codec.decode(codec.encode(features(x))).values()[0] - x);
            // A float cannot hold the decoded value closer than this.
            double rounding = Math.ulp(Math.max(Math.abs(low), Math.abs(high)));
            assertThat(error).as("%s", x).isLessThanOrEqualTo(step / 2 + rounding);
        }
    }

    @Test
    void levelsAreSpreadEvenlyOverTheRange() {
        Uint8Codec codec = codec(new float[] {0, -1, 10}, new float[] {255, 1, 10});

        assertThat(codec.encode(features(7.4f, 0.002f, 10))).containsExactly(7, 128, 0);
        assertThat(codec.decode(new byte[] {7, 0, 0}).values()).containsExactly(7, -1, 10);
        assertThat(codec.decode(new byte[] {(byte) 255, (byte) 255, 0}).values())
                .containsExactly(new float[] {255, 1, 10}, within(1e-6f));
    }

    @Test
    void thereAre256LevelsWhateverTheQuantizerHas() {
        Quantizer coarse = new Quantizer(new float[] {-1}, new float[] {0.5f}, new int[] {5});
        Uint8Codec codec = new Uint8Codec(coarse, 0);

        assertThat(codec.encode(features(-1))).containsExactly(0);
        assertThat(codec.encode(features(1))).containsExactly(255);
        assertThat(codec.decode(codec.encode(features(0.123f))).values()[0]).isEqualTo(0.123f, within(1 / 255f));
    }

    @Test
    void everyLevelIsItsOwnImage() {
        Uint8Codec codec = codec(new float[] {-0.3f}, new float[] {7.7f});
        for (int level = 0; level < 256; level++) {
            byte[] payload = {(byte) level};
            assertThat(codec.encode(codec.decode(payload))).isEqualTo(payload);
        }
    }

    @Test
    void whatLiesOutsideTheRangeIsClamped() {
        Uint8Codec codec = codec(new float[] {1, 1, 1, 1}, new float[] {2, 2, 2, 2});

        assertThat(codec.decode(codec.encode(features(0.5f, 99, -Float.MAX_VALUE, Float.MAX_VALUE)))
                        .values())
                .containsExactly(1, 2, 1, 2);
    }

    @Test
    void aChannelThatNeverVariedDecodesToItsOneValue() {
        Uint8Codec codec = codec(new float[] {0.25f}, new float[] {0.25f});

        assertThat(codec.encode(features(77))).containsExactly(0);
        assertThat(codec.decode(new byte[1]).values()).containsExactly(0.25f);
        assertThatThrownBy(() -> codec.decode(new byte[] {1}))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("channel 0 has levels 0 to 0, not 1 (at byte 0)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4})
    void aPayloadOfAnotherLengthIsRefused(int length) {
        Uint8Codec codec = new Uint8Codec(Quantizer.over(new float[2], new float[] {1, 1}, 16), 10);

        assertThatThrownBy(() -> codec.decode(new byte[length]))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("the uint8 payload has %d bytes instead of 3 (at byte 0)".formatted(length));
    }

    private static Uint8Codec codec(float[] low, float[] high) {
        return new Uint8Codec(Quantizer.over(low, high, 256), 0);
    }

    private static Features features(float... values) {
        return new Features(values, 0);
    }
}
