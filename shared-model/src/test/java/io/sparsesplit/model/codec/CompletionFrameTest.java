package io.sparsesplit.model.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletionFrameTest {

    private static final byte[] FINGERPRINT = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    private static final CompletionFrame ANSWER = new CompletionFrame(FINGERPRINT, new float[] {0.25f, 0.75f});

    private final byte[] bytes = CompletionFrame.toBytes(List.of(ANSWER));

    @Test
    void answersAreReadAsTheyWereWrittenInOrder() {
        CompletionFrame other = new CompletionFrame(FINGERPRINT, new float[] {1});

        List<CompletionFrame> read = CompletionFrame.readAll(CompletionFrame.toBytes(List.of(ANSWER, other)), 2);

        assertThat(read.get(0).fingerprint()).isEqualTo(Arrays.copyOf(FINGERPRINT, 8));
        assertThat(read.get(0).probabilities()).containsExactly(0.25f, 0.75f);
        assertThat(read.get(1).probabilities()).containsExactly(1f);
    }

    @Test
    void theLayoutIsTheSpecifiedOne() {
        assertThat(bytes).hasSize(CompletionFrame.length(2)).startsWith(1, 1, 2, 3, 4, 5, 6, 7, 8, 2, 0);
        assertThat(Arrays.copyOfRange(bytes, 11, 19)).containsExactly(0, 0, (byte) 0x80, 0x3E, 0, 0, 0x40, 0x3F);
    }

    @Test
    void everyTruncationIsRefused() {
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> CompletionFrame.readAll(cut, 1)).isInstanceOf(MalformedFrameException.class);
        }
    }

    @Test
    void everyFlippedBitIsRefused() {
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> CompletionFrame.readAll(damaged, 1)).isInstanceOf(MalformedFrameException.class);
        }
    }

    @Test
    void anotherVersionIsNamed() {
        bytes[0] = 2;

        assertRefused(1, "answer format version 2 is not supported, only 1 is (at byte 0)");
    }

    @Test
    void moreClassesThanBytesAreRefused() {
        bytes[9] = (byte) 0xFF;
        bytes[10] = (byte) 0xFF;

        assertRefused(1, "65535 classes are announced, but 12 bytes are left (at byte 9)");
    }

    @Test
    void bytesBehindTheLastAnswerAreRefused() {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 3);

        assertThatThrownBy(() -> CompletionFrame.readAll(longer, 1))
                .hasMessage("3 bytes follow behind the last answer (at byte 23)");
    }

    @Test
    void fewerAnswersThanAskedForAreRefused() {
        assertRefused(2, "an answer has at least 19 bytes, but 0 are left (at byte 23)");
    }

    @Test
    void aProbabilityThatIsNoneIsRefused() {
        for (float wrong : new float[] {Float.NaN, -0.1f, 1.1f, Float.POSITIVE_INFINITY}) {
            ByteBuffer.wrap(bytes)
                    .putFloat(15, Float.intBitsToFloat(Integer.reverseBytes(Float.floatToIntBits(wrong))));
            ByteBuffer.wrap(bytes)
                    .putInt(19, Integer.reverseBytes(Checksum.of(ByteBuffer.wrap(bytes), 0, bytes.length - 4)));

            assertRefused(1, "the probability of class 1 is not in [0, 1] (at byte 15)");
        }
    }

    @Test
    void anAnswerWithoutClassesCannotBeMade() {
        assertThatThrownBy(() -> new CompletionFrame(FINGERPRINT, new float[0]))
                .hasMessage("an answer carries 1 to 65535 probabilities, not 0");
    }

    private void assertRefused(int count, String message) {
        assertThatThrownBy(() -> CompletionFrame.readAll(bytes, count))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage(message);
    }
}
