package io.sparsesplit.model.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedCodecTest {

    private static final Quantizer LEVELS =
            new Quantizer(new float[5], new float[] {1, 1, 1, 1, 1}, new int[] {8, 1, 2, 256, 5});

    @Test
    void levelsTakeAsManyBitsAsTheyNeedTheMostSignificantFirst() {
        PackedCodec codec = new PackedCodec(LEVELS, 0);

        // 3, 0, 1, 8 and 3 bits: 101 - 1 10000001 100, and one that is not used.
        byte[] payload = codec.encode(new Features(new float[] {5, 0, 1, 129, 4}, 7));
        assertThat(payload).containsExactly(0b10111000, 0b00011000);
        assertThat(codec.decode(payload).values()).containsExactly(5, 0, 1, 129, 4);
        assertThat(codec.decode(payload).exitClass()).isZero();
    }

    @Test
    void theExitsClassIsPackedInFront() {
        PackedCodec codec = new PackedCodec(LEVELS, 10);

        // 4 bits more.
        byte[] payload = codec.encode(new Features(new float[] {5, 0, 1, 129, 4}, 9));
        assertThat(payload).containsExactly(0b10011011, 0b10000001, 0b10000000);
        assertThat(codec.decode(payload).exitClass()).isEqualTo(9);
        assertThat(codec.decode(payload).values()).containsExactly(5, 0, 1, 129, 4);
    }

    @Test
    void whereEveryChannelHasOneLevelThereIsNothingToSend() {
        Quantizer dead = new Quantizer(new float[] {3}, new float[] {1}, new int[] {1});

        assertThat(new PackedCodec(dead, 0).encode(new Features(new float[] {8}, 0)))
                .isEmpty();
        assertThat(new PackedCodec(dead, 0).decode(new byte[0]).values()).containsExactly(3);
    }

    @Test
    void symbolsThatThereAreNotAreRefused() {
        assertThatThrownBy(() -> new PackedCodec(LEVELS, 0).decode(new byte[] {0, 0b00001100}))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("channel 4 has levels 0 to 4, not 6 (at byte 1)");
        assertThatThrownBy(() -> new PackedCodec(LEVELS, 10).decode(new byte[] {(byte) 0xA0, 0, 0}))
                .hasMessage("the exit's class is 0 to 9, not 10 (at byte 0)");
    }

    @Test
    void bitsThatAreNotUsedAreZero() {
        assertThatThrownBy(() -> new PackedCodec(LEVELS, 0).decode(new byte[] {0, 1}))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("unused bits of the last byte are not 0 (at byte 1)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void aPayloadOfAnotherLengthIsRefused(int length) {
        assertThatThrownBy(() -> new PackedCodec(LEVELS, 0).decode(new byte[length]))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("the packed payload has %d bytes instead of 2 (at byte 0)".formatted(length));
    }
}
