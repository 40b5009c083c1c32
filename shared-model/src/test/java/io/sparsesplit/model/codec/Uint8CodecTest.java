package io.sparsesplit.model.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        Uint8Codec codec = new Uint8Codec(new float[] {low}, new float[] {high});
        double step = ((double) high - low) / 255;
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            float x = (float) (low + random.nextDouble() * ((double) high - low));
            double error = Math.abs((double) codec.decode(codec.encode(new float[] {x}))[0] - x);
            // A float cannot hold the decoded value closer than this.
            double rounding = Math.ulp(Math.max(Math.abs(low), Math.abs(high)));
            assertThat(error).as("%s", x).isLessThanOrEqualTo(step / 2 + rounding);
        }
    }

    @Test
    void levelsAreSpreadEvenlyOverTheRange() {
        Uint8Codec codec = new Uint8Codec(new float[] {0, -1, 10}, new float[] {255, 1, 10});

        assertThat(codec.encode(new float[] {7.4f, 0, 10})).containsExactly(7, 128, 0);
        assertThat(codec.decode(new byte[] {7, 0, 0})).containsExactly(7, -1, 10);
        assertThat(codec.decode(new byte[] {(byte) 255, (byte) 255, (byte) 255}))
                .containsExactly(255, 1, 10);
    }

    @Test
    void everyLevelIsItsOwnImage() {
        Uint8Codec codec = new Uint8Codec(new float[] {-0.3f}, new float[] {7.7f});
        for (int level = 0; level < 256; level++) {
            byte[] payload = {(byte) level};
            assertThat(codec.encode(codec.decode(payload))).isEqualTo(payload);
        }
    }

    @Test
    void whatLiesOutsideTheRangeIsClamped() {
        Uint8Codec codec = new Uint8Codec(new float[] {1, 1, 1, 1}, new float[] {2, 2, 2, 2});
        float[] features = {0.5f, 99, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY};

        assertThat(codec.decode(codec.encode(features))).containsExactly(1, 2, 1, 2);
    }

    @Test
    void aChannelThatNeverVariedDecodesToItsOneValue() {
        Uint8Codec codec = new Uint8Codec(new float[] {0.25f}, new float[] {0.25f});

        assertThat(codec.encode(new float[] {77})).containsExactly(0);
        assertThat(codec.decode(new byte[] {(byte) 200})).containsExactly(0.25f);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void aPayloadOfAnotherLengthIsRefused(int length) {
        assertThatThrownBy(() -> new Uint8Codec(new float[2], new float[2]).decode(new byte[length]))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("the uint8 payload has %d bytes instead of 2 (at byte 0)".formatted(length));
    }

    @Test
    void featuresOfAnotherLengthAreRefused() {
        assertThatThrownBy(() -> new Uint8Codec(new float[2], new float[2]).encode(new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 features given to a codec for 2");
    }

    @Test
    void rangesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> new Uint8Codec(new float[2], new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 lower ends given for 3 upper ends");
        assertThatThrownBy(() -> new Uint8Codec(new float[] {0, 2}, new float[] {1, 1}))
                .hasMessage("the range of channel 1 is not one: 2.0 to 1.0");
        assertThatThrownBy(() -> new Uint8Codec(new float[] {Float.NaN}, new float[] {1}))
                .hasMessage("the range of channel 0 is not one: NaN to 1.0");
        assertThatThrownBy(() -> new Uint8Codec(new float[] {0}, new float[] {Float.POSITIVE_INFINITY}))
                .hasMessage("the range of channel 0 is not one: 0.0 to Infinity");
    }

    @Test
    void moreChannelsThanAFrameCarriesAreRefused() {
        assertThatThrownBy(() -> new Uint8Codec(new float[0], new float[0]))
                .hasMessage("the uint8 codec carries 1 to 65535 features, not 0");
        assertThatThrownBy(() -> new Uint8Codec(new float[65536], new float[65536]))
                .hasMessage("the uint8 codec carries 1 to 65535 features, not 65536");
    }

    @Test
    void rangesAreCopies() {
        float[] low = {0};
        float[] high = {1};
        Uint8Codec codec = new Uint8Codec(low, high);
        low[0] = 5;
        codec.high()[0] = 5;

        assertThat(codec.low()).containsExactly(0);
        assertThat(codec.high()).containsExactly(1);
    }
}
