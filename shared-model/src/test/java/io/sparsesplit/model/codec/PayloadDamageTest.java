package io.sparsesplit.model.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever comes as a payload: it is refused with a {@link MalformedFrameException}, or it is the very one that its features have.
 */
class PayloadDamageTest {

    private final Random random = new Random(21);
    private final RandomPriors priors = new RandomPriors(22);

    @ParameterizedTest
    @EnumSource
    void bytesAtRandom(Codec kind) {
        everyCodec(kind, (codec, prior) -> {
            byte[] bytes = new byte[random.nextInt(10) == 0 ? 65535 : random.nextInt(60)];
            random.nextBytes(bytes);
            return bytes;
        });
    }

    @ParameterizedTest
    @EnumSource
    void bytesAllAlike(Codec kind) {
        everyCodec(kind, (codec, prior) -> {
            byte[] bytes = new byte[random.nextInt(200)];
            Arrays.fill(bytes, (byte) (random.nextBoolean() ? 0xFF : random.nextInt(256)));
            return bytes;
        });
    }

    @ParameterizedTest
    @EnumSource
    void aBitThatIsFlipped(Codec kind) {
        everyCodec(kind, (codec, prior) -> {
            byte[] payload = codec.encode(priors.likely(prior));
            if (payload.length > 0) {
                payload[random.nextInt(payload.length)] ^= (byte) (1 << random.nextInt(8));
            }
            return payload;
        });
    }

    @ParameterizedTest
    @EnumSource
    void anEndThatIsCutOffOrAdded(Codec kind) {
        everyCodec(kind, (codec, prior) -> {
            byte[] payload = codec.encode(priors.likely(prior));
            return Arrays.copyOf(payload, random.nextInt(payload.length + 4));
        });
    }

    private interface Damage {
        byte[] payload(FeatureCodec codec, Prior prior);
    }

    private void everyCodec(Codec kind, Damage damage) {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int c = 0; c < 60; c++) {
                Quantizer quantizer = priors.quantizer(1 + random.nextInt(50), c % 3 == 0 ? 256 : 16);
                Prior prior = priors.prior(quantizer, c % 2 == 0 ? 0 : 1 + random.nextInt(20));
                FeatureCodec codec =
                        new FeatureCodecs(kind, quantizer.features(), prior.classes(), quantizer, prior).standard();
                for (int i = 0; i < 50; i++) {
                    assertRefusedOrCanonical(codec, damage.payload(codec, prior));
                }
            }
        });
    }

    private static void assertRefusedOrCanonical(FeatureCodec codec, byte[] payload) {
        Features features;
        try {
            features = codec.decode(payload);
        } catch (MalformedFrameException refused) {
            assertThat(refused.offset()).isBetween(0, payload.length);
            return;
        }
        assertThat(features.values()).hasSize(codec.features());
        byte[] again = codec.encode(features);
        if (codec.codec() == Codec.DEFLATE) {
            // Another deflater may have made it.
            assertThat(codec.decode(again).values()).isEqualTo(features.values());
        } else {
            assertThat(again).isEqualTo(payload);
        }
    }
}
