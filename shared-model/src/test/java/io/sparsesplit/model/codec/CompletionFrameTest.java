package io.sparsesplit.model.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionFrameTest {

    private static final byte[] FINGERPRINT = FrameTest.FINGERPRINT;
    private static final HexFormat HEX = HexFormat.of();
    private static final float PART = 1 / 65535f;

    private final byte[] bytes = answer(0.25f, 0.75f);

    @Test
    void anAnswerIsVersionClassesProbabilitiesAndChecksum() {
        // 16383.75 and 49151.25 parts of 65535.
        assertThat(HEX.formatHex(bytes)).isEqualTo("02" + "02" + "0040" + "ffbf" + "38e4666c");
        assertThat(bytes).hasSize(CompletionFrame.length(2));
    }

    @ParameterizedTest
    @CsvSource({"1,8", "10,26", "127,260", "128,263", "256,519", "257,1035", "16384,65544", "65535,262148"})
    void lengthsAreTheSpecifiedOnes(int classes, int length) {
        float[] probabilities = new float[classes];
        probabilities[classes - 1] = 1;

        assertThat(CompletionFrame.length(classes)).isEqualTo(length);
        assertThat(answer(probabilities)).hasSize(length);
        assertThat(read(answer(probabilities))).isEqualTo(probabilities);
    }

    @Test
    void answersAreReadInOrderEachByTheModelThatWasAsked() {
        byte[] body = CompletionFrame.toBytes(List.of(
                new CompletionFrame(FINGERPRINT, new float[] {0, 1}),
                new CompletionFrame(FrameTest.ALIKE, new float[] {1, 0})));

        List<CompletionFrame> read = CompletionFrame.readAll(body, List.of(FINGERPRINT, FrameTest.ALIKE));

        assertThat(read.get(0).probabilities()).containsExactly(0, 1);
        assertThat(read.get(1).probabilities()).containsExactly(1, 0);
        assertThatThrownBy(() -> CompletionFrame.readAll(body, List.of(FrameTest.ALIKE, FINGERPRINT)))
                .isInstanceOf(MalformedFrameException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 100, 256, 257, 1000, 10_000})
    void confidenceStaysWithinHalfAPartAndTheLabelIsTheSame(int classes) {
        Random random = new Random(classes);
        for (int i = 0; i < 100_000 / classes; i++) {
            float[] written = probabilities(random, classes, i % 7);
            float[] read = read(answer(written));

            int best = best(written);
            assertThat(best(read)).isEqualTo(best);
            assertThat(read[best]).isCloseTo(written[best], within(0.51f * PART));
            double sum = 0;
            float furthest = 0;
            for (int c = 0; c < classes; c++) {
                furthest = Math.max(furthest, Math.abs(read[c] - written[c]));
                sum += read[c];
            }
            assertThat(furthest).isLessThan(1.51f * PART);
            assertThat(sum).isCloseTo(1, within(0.005));
        }
    }

    @Test
    void ofEqualsTheFirstStaysTheFirst() {
        assertThat(best(read(answer(0.1f, 0.3f, 0.3f, 0.3f)))).isEqualTo(1);
        float[] thirds = {1 / 3f, 1 / 3f, 1 / 3f};
        assertThat(best(read(answer(thirds)))).isZero();
    }

    @Test
    void aLeadThatRoundingWouldLoseIsKept() {
        float more = Math.nextUp(0.25f);
        float[] read = read(answer(0.25f, 0.25f, more, 0.25f));

        assertThat(best(read)).isEqualTo(2);
        assertThat(read[0]).isCloseTo(0.25f, within(1.5f * PART));
    }

    @Test
    void aLeadOfManyAmongManyIsKept() {
        float[] even = new float[65535];
        Arrays.fill(even, 1 / 65535f);
        even[65534] = Math.nextUp(even[0]);

        float[] read = read(answer(even));

        assertThat(best(read)).isEqualTo(65534);
        assertThat(read[65534]).isCloseTo(even[65534], within(1e-9f));
    }

    @Test
    void anAnswerOfAnotherModelIsRefused() {
        assertThatThrownBy(() -> CompletionFrame.readAll(bytes, List.of(FrameTest.ALIKE)))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("the answer is damaged, or of another model than was asked:"
                        + " its checksum does not fit (at byte 0)");
    }

    @Test
    void everyTruncationIsRefused() {
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(MalformedFrameException.class);
        }
    }

    @Test
    void everyFlippedBitIsRefused() {
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> read(damaged)).isInstanceOf(MalformedFrameException.class);
        }
    }

    @Test
    void anotherVersionIsNamed() {
        bytes[0] = 1;

        assertRefused(bytes, "answer format version 1 is not supported, only 2 is (at byte 0)");
    }

    @Test
    void moreClassesThanBytesAreRefused() {
        bytes[1] = 5;

        assertRefused(bytes, "5 classes are announced, but 8 bytes are left (at byte 1)");
    }

    @Test
    void noClassesAreRefused() {
        bytes[1] = 0;

        assertRefused(bytes, "0 classes are announced, but 8 bytes are left (at byte 1)");
    }

    @ParameterizedTest
    @CsvSource({
        "028000, 'the number of classes is written in 2 bytes, but needs fewer (at byte 1)'",
        "02ffff7f, 'the number of classes is 2097151, more than 65535 (at byte 1)'",
        "02ffff03, '65535 classes are announced, but 5 bytes are left (at byte 1)'",
        "02ffffff, 'the number of classes has more than 3 bytes (at byte 1)'"
    })
    void aNumberOfClassesThatIsNoneIsRefused(String start, String message) {
        byte[] damaged = Arrays.copyOf(HEX.parseHex(start), 9);

        assertRefused(damaged, message);
    }

    @Test
    void bytesBehindTheLastAnswerAreRefused() {
        assertRefused(Arrays.copyOf(bytes, bytes.length + 3), "3 bytes follow behind the last answer (at byte 10)");
    }

    @Test
    void fewerAnswersThanAskedForAreRefused() {
        assertThatThrownBy(() -> CompletionFrame.readAll(bytes, List.of(FINGERPRINT, FINGERPRINT)))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("an answer has at least 8 bytes, but 0 are left (at byte 10)");
    }

    @Test
    void anAnswerThatIsNoneCannotBeMade() {
        assertThatThrownBy(() -> new CompletionFrame(FINGERPRINT, new float[0]))
                .hasMessage("an answer carries 1 to 65535 probabilities, not 0");
        assertThatThrownBy(() -> new CompletionFrame(new byte[8], new float[1]))
                .hasMessage("a fingerprint has 32 bytes, not 8");
        for (float wrong : new float[] {Float.NaN, -0.1f, 1.1f, Float.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new CompletionFrame(FINGERPRINT, new float[] {wrong}))
                    .hasMessage("a probability is 0 to 1, not " + wrong);
        }
    }

    /** From nearly even to nearly certain, some with several classes that are nearly alike. */
    private static float[] probabilities(Random random, int classes, int sharpness) {
        double[] weights = new double[classes];
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            weights[c] = sharpness == 0
                    ? 1 + random.nextInt(3) * 1e-7
                    : StrictMath.exp(sharpness * sharpness * random.nextGaussian() / 3);
            sum += weights[c];
        }
        float[] probabilities = new float[classes];
        for (int c = 0; c < classes; c++) {
            probabilities[c] = (float) (weights[c] / sum);
        }
        return probabilities;
    }

    private static int best(float[] probabilities) {
        int best = 0;
        for (int c = 1; c < probabilities.length; c++) {
            best = probabilities[c] > probabilities[best] ? c : best;
        }
        return best;
    }

    private static byte[] answer(float... probabilities) {
        return CompletionFrame.toBytes(List.of(new CompletionFrame(FINGERPRINT, probabilities)));
    }

    private static float[] read(byte[] body) {
        return CompletionFrame.readAll(body, List.of(FINGERPRINT)).get(0).probabilities();
    }

    private static void assertRefused(byte[] body, String message) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage(message);
    }
}
