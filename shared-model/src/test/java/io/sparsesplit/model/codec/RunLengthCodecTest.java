package io.sparsesplit.model.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunLengthCodecTest {

    @Test
    void zerosAreCountedAndOtherLevelsStandForThemselves() {
        RunLengthCodec codec = codec(8, 16, 0);

        byte[] payload = codec.encode(new Features(new float[] {7, 7, 0, 0, 0, 15, 0, 1}, 0));
        assertThat(payload).containsExactly(0x77, 0x02, 0xF0, 0x01);
        assertThat(codec.decode(payload).values()).containsExactly(7, 7, 0, 0, 0, 15, 0, 1);
    }

    @Test
    void levelsOfMoreThanSixteenTakeTwoNibblesAndTheClassStandsInFront() {
        RunLengthCodec codec = codec(4, 17, 200);

        byte[] payload = codec.encode(new Features(new float[] {16, 0, 0, 3}, 199));
        assertThat(payload).containsExactly(0xC7, 0x10, 0x00, 0x10, 0x30);
        assertThat(codec.decode(payload).exitClass()).isEqualTo(199);
        assertThat(codec.decode(payload).values()).containsExactly(16, 0, 0, 3);
    }

    @ParameterizedTest
    @CsvSource({"1, 0000", "15, 0E00", "16, 0F00", "17, 0F10", "31, 0FF0", "32, 0FF1"})
    void aLongRunTakesSeveralNibbles(int zeros, String nibbles) {
        RunLengthCodec codec = codec(zeros, 16, 0);
        byte[] payload = codec.encode(new Features(new float[zeros], 0));

        assertThat(payload).asHexString().isEqualTo(zeros < 16 ? nibbles.substring(0, 2) : nibbles);
        assertThat(codec.decode(payload).values()).containsExactly(new float[zeros]);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 256})
    void theMostFeaturesThatRepeatNothingFitIntoAFrame(int levels) {
        RunLengthCodec codec = codec(Codec.MAX_FEATURES, levels, 256);
        float[] values = new float[Codec.MAX_FEATURES];
        for (int i = 0; i < values.length; i += 2) {
            values[i] = 1;
        }

        assertThat(codec.encode(new Features(values, 255))).hasSizeLessThan(65536);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "        | the run-length payload ends before its features (at byte 0)",
                "11      | the run-length payload ends before its features (at byte 1)",
                "110F    | a run goes on behind the last channel (at byte 1)",
                "1104    | a run goes on behind the last channel (at byte 1)",
                "10F0    | a run goes on behind the last channel (at byte 1)",
                "1000010 | the run-length payload is not the one that its features have (at byte 1)",
                "1111 1F | the run-length payload is not the one that its features have (at byte 2)",
                "1111 10 00 | the run-length payload is not the one that its features have (at byte 3)",
                "1119    | channel 3 has levels 0 to 8, not 9 (at byte 1)"
            })
    void whatEncodesNoFeaturesIsRefused(String hex, String message) {
        assertThatThrownBy(() -> codec(5, 9, 0).decode(bytes(hex)))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage(message);
    }

    private static byte[] bytes(String hex) {
        String nibbles = hex == null ? "" : hex.replace(" ", "");
        return HexFormat.of().parseHex(nibbles + "0".repeat(nibbles.length() % 2));
    }

    private static RunLengthCodec codec(int features, int levels, int classes) {
        float[] step = new float[features];
        int[] all = new int[features];
        Arrays.fill(step, 1);
        Arrays.fill(all, levels);
        return new RunLengthCodec(new Quantizer(new float[features], step, all), classes);
    }
}
