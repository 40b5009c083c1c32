package io.sparsesplit.model.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Float32CodecTest {

    @Test
    void whatIsEncodedIsDecodedBitForBit() {
        Random random = new Random(3);
        Float32Codec codec = new Float32Codec(500, 0);
        float[] features = new float[500];
        for (int i = 0; i < features.length; i++) {
            float any = Float.intBitsToFloat(random.nextInt());
            features[i] = Float.isFinite(any) ? any : -0f;
        }

        assertThat(codec.decode(codec.encode(new Features(features, 0))).values())
                .isEqualTo(features);
    }

    @Test
    void thePayloadIsLittleEndianSingles() {
        assertThat(new Float32Codec(2, 0).encode(features(1, -2))).containsExactly(0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 9, 12})
    void aPayloadOfAnotherLengthIsRefused(int length) {
        assertThatThrownBy(() -> new Float32Codec(2, 0).decode(new byte[length]))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("the float32 payload has %d bytes instead of 8 (at byte 0)".formatted(length));
    }

    @Test
    void featuresThatAreNotFiniteAreRefused() {
        byte[] payload = {0, 0, 0, 0, 0, 0, (byte) 0x80, 0x7F, 0, 0, (byte) 0xC0, 0x7F};

        assertThatThrownBy(() -> new Float32Codec(3, 0).decode(payload))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("feature 1 is not finite (at byte 4)");
    }

    @Test
    void featuresOfAnotherLengthAreRefused() {
        assertThatThrownBy(() -> new Float32Codec(2, 0).encode(features(1, 2, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 features given to a codec for 2");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 16384, Integer.MAX_VALUE})
    void moreFeaturesThanAFrameCarriesAreRefused(int features) {
        assertThatThrownBy(() -> new Float32Codec(features, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the float32 codec carries 1 to 16383 features, not " + features);
    }

    @Test
    void theMostFeaturesFitIntoAFrame() {
        byte[] payload = new Float32Codec(16383, 10).encode(new Features(new float[16383], 9));

        assertThat(new Frame(Codec.FLOAT32, FrameTest.FINGERPRINT, payload).payload()).hasSize(65533);
    }

    @Test
    void theExitsClassTravelsInFront() {
        Float32Codec codec = new Float32Codec(1, 256);
        byte[] payload = codec.encode(new Features(new float[] {1}, 255));

        assertThat(payload).containsExactly(0xFF, 0, 0, 0x80, 0x3F);
        assertThat(codec.decode(payload).exitClass()).isEqualTo(255);
    }

    private static Features features(float... values) {
        return new Features(values, 0);
    }
}
