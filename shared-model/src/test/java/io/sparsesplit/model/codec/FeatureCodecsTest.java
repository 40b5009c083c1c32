package io.sparsesplit.model.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureCodecsTest {

    private static final int CLASSES = 10;
    private static final int FEATURES = 40;

    private final RandomPriors priors = new RandomPriors(12);
    private final Quantizer quantizer = priors.quantizer(FEATURES, 16);
    private final Prior prior = priors.prior(quantizer, CLASSES);
    private final FeatureCodecs codecs = new FeatureCodecs(Codec.ENTROPY, FEATURES, CLASSES, quantizer, prior);

    @Test
    void aModelOffersWhatItsQuantizerAndPriorAllow() {
        FeatureCodecs plain = new FeatureCodecs(Codec.FLOAT32, FEATURES, 0, null, null);
        FeatureCodecs quantised = new FeatureCodecs(Codec.PACKED, FEATURES, 0, quantizer, null);

        assertThat(plain.names()).isEqualTo("float32");
        assertThat(quantised.names()).isEqualTo("float32, uint8, packed, run-length, deflate");
        assertThat(quantised.standard().codec()).isEqualTo(Codec.PACKED);
        assertThat(quantised.of(Codec.ENTROPY)).isEmpty();
        assertThat(quantised.of(Codec.UINT8)).get().isInstanceOf(Uint8Codec.class);
        assertThat(codecs.all()).extracting(FeatureCodec::codec).containsExactly(Codec.values());
        assertThat(codecs.all()).allSatisfy(codec -> {
            assertThat(codec.features()).isEqualTo(FEATURES);
            assertThat(codec.classes()).isEqualTo(CLASSES);
        });
    }

    @Test
    void partsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new FeatureCodecs(Codec.UINT8, 3, 0, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the uint8 codec needs a quantizer");
        assertThatThrownBy(() -> new FeatureCodecs(Codec.ENTROPY, FEATURES, 0, quantizer, null))
                .hasMessage("the entropy codec needs a prior");
        assertThatThrownBy(() -> new FeatureCodecs(Codec.FLOAT32, FEATURES, CLASSES, null, prior))
                .hasMessage("a prior needs a quantizer");
        assertThatThrownBy(() -> new FeatureCodecs(Codec.FLOAT32, FEATURES, 0, quantizer, prior))
                .hasMessage("the prior has 10 classes, but 0 travel");
        assertThatThrownBy(() -> new FeatureCodecs(Codec.FLOAT32, 39, 0, quantizer, null))
                .hasMessage("the quantizer has 40 channels, but 39 features travel");
        assertThatThrownBy(() -> new FeatureCodecs(Codec.FLOAT32, FEATURES, 257, null, null))
                .hasMessage("the float32 codec carries one of 1 to 256 classes, or none, not one of 257");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsEncodedIsDecoded(Codec kind) {
        FeatureCodec codec = codecs.of(kind).orElseThrow();
        for (int i = 0; i < 500; i++) {
            Features sent = i % 2 == 0 ? priors.likely(prior) : priors.any(prior);
            byte[] payload = codec.encode(sent);
            Features received = codec.decode(payload);

            // Here values are levels, which all codecs but uint8 keep.
            assertThat(received.values()).containsExactly(sent.values(), within(kind == Codec.UINT8 ? 0.05f : 0));
            assertThat(received.exitClass()).isEqualTo(sent.exitClass());
            assertThat(codec.encode(received)).isEqualTo(payload);
        }
    }

    @ParameterizedTest
    @EnumSource
    void featuresThatCannotTravelAreRefused(Codec kind) {
        FeatureCodec codec = codecs.of(kind).orElseThrow();

        assertThatThrownBy(() -> codec.encode(new Features(new float[41], 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("41 features given to a codec for 40");
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            float[] values = new float[FEATURES];
            values[3] = value;
            assertThatThrownBy(() -> codec.encode(new Features(values, 0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("feature 3 is %s: only numbers travel".formatted(value));
        }
        for (int exitClass : new int[] {-1, 10, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> codec.encode(new Features(new float[FEATURES], exitClass)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("class %d given to a codec for classes 0 to 9".formatted(exitClass));
        }
    }

    @Test
    void whereNoClassTravelsItIsNotLookedAt() {
        FeatureCodecs without = new FeatureCodecs(Codec.ENTROPY, FEATURES, 0, quantizer, priors.prior(quantizer, 0));
        for (FeatureCodec codec : without.all()) {
            byte[] payload = codec.encode(new Features(new float[FEATURES], 999));

            assertThat(codec.decode(payload).exitClass()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16384, 65536})
    void moreFeaturesThanAFrameCarriesAreRefused(int features) {
        Quantizer many = new RandomPriors(1).quantizer(features, 2);

        assertThatThrownBy(() -> new Uint8Codec(many, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the uint8 codec carries 1 to 16383 features, not " + features);
        assertThatThrownBy(() -> new PackedCodec(many, 0))
                .hasMessage("the packed codec carries 1 to 16383 features, not " + features);
        assertThatThrownBy(() -> new RunLengthCodec(many, 0))
                .hasMessage("the run-length codec carries 1 to 16383 features, not " + features);
        assertThatThrownBy(() -> new DeflateCodec(many, 0))
                .hasMessage("the deflate codec carries 1 to 16383 features, not " + features);
    }

    /** Whatever the features are: the worst they can be must fit into a frame. */
    @ParameterizedTest
    @EnumSource
    void theMostFeaturesFitIntoAFrame(Codec kind) {
        Random random = new Random(2);
        int[] levels = random.ints(Codec.MAX_FEATURES, 256, 257).toArray();
        float[] step = new float[levels.length];
        Arrays.fill(step, 1);
        Quantizer wide = new Quantizer(new float[levels.length], step, levels);
        double[] counts = new double[256];
        counts[0] = 1;
        FrequencyTable table = FrequencyTable.of(counts);
        Prior improbable = new Prior(null, List.of(Collections.nCopies(levels.length, table)));
        float[] values = new float[levels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = 1 + random.nextInt(255);
        }
        FeatureCodec codec = new FeatureCodecs(Codec.FLOAT32, levels.length, 0, wide, improbable)
                .of(kind)
                .orElseThrow();

        assertThat(codec.encode(new Features(values, 0))).hasSizeLessThan(65536);
    }
}
