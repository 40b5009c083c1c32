package io.sparsesplit.trainer.competitors;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.trainer.data.LabelledImages;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompetitorTest {

    private static final int PIXELS = 28 * 28;
    private static final LabelledImages TRAIN = DrawnDigits.of(40, 1);
    private static final LabelledImages TEST = DrawnDigits.of(3, 1000);
    private static final Map<Competitor, PictureCodec> CODECS = new EnumMap<>(Competitor.class);

    static {
        for (Competitor competitor : Competitor.values()) {
            CODECS.put(competitor, competitor.codec(TRAIN));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theCloudSeesWhatWasEncoded(Competitor competitor) {
        PictureCodec codec = codec(competitor);
        for (int i = 0; i < TEST.size(); i++) {
            byte[] seen = codec.decode(codec.encode(TEST.picture(i)));
            assertThat(seen).hasSize(codec.width() * codec.height()).isEqualTo(codec.seen(TEST.picture(i)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void picturesUnlikeThoseLearnedFromComeBackToo(Competitor competitor) {
        PictureCodec codec = codec(competitor);
        byte[] white = new byte[PIXELS];
        Arrays.fill(white, (byte) 255);
        byte[] noise = new byte[PIXELS];
        new Random(1).nextBytes(noise);
        for (byte[] picture : List.of(new byte[PIXELS], white, noise)) {
            assertThat(codec.decode(codec.encode(picture))).isEqualTo(codec.seen(picture));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PNG", "LOSSLESS_WEBP"})
    void whatIsLosslessShowsThePictureAsItIs(Competitor competitor) {
        PictureCodec codec = codec(competitor);
        assertThat(codec.isLossless()).isTrue();
        assertThat(codec.decode(codec.encode(TEST.picture(7)))).isEqualTo(TEST.picture(7));
    }

    @ParameterizedTest
    @EnumSource(names = {"BITS", "HALF_SIZE_2_BITS", "HALF_SIZE_BITS"})
    void codedPixelsTakeNoMoreThanAByteAboveTheIdeal(Competitor competitor) {
        PictureCodec codec = codec(competitor);
        for (int i = 0; i < TEST.size(); i++) {
            byte[] message = codec.encode(TEST.picture(i));
            double ideal = codec.idealBits(TEST.picture(i), message) / Byte.SIZE;
            assertThat((double) message.length).isBetween(ideal - 1, ideal + 1);
        }
    }

    @Test
    void pixelsHaveAsManyGreysAsTheirNameSays() {
        byte[] digit = TEST.picture(8);
        assertThat(greys(codec(Competitor.BITS).seen(digit))).isEqualTo(2);
        assertThat(greys(codec(Competitor.HALF_SIZE_BITS).seen(digit))).isEqualTo(2);
        assertThat(greys(codec(Competitor.HALF_SIZE_2_BITS).seen(digit))).isEqualTo(4);
    }

    @Test
    void halfTheSizeIsTheAverageOfFourPixels() {
        byte[] dot = new byte[PIXELS];
        for (int pixel : new int[] {6 * 28 + 8, 6 * 28 + 9, 7 * 28 + 8, 7 * 28 + 9}) {
            dot[pixel] = (byte) 255;
        }
        byte[] seen = codec(Competitor.HALF_SIZE_BITS).seen(dot);
        byte dark = seen[0];
        assertThat(seen[3 * 14 + 4]).isNotEqualTo(dark);
        seen[3 * 14 + 4] = dark;
        assertThat(seen).containsOnly(dark);
    }

    @Test
    void tablesLearnedFromDigitsMakeMessagesAFewBytesLong() {
        assertThat(meanBytes(Competitor.BITS)).isLessThan(25).isLessThan(meanBytes(Competitor.PNG) / 8);
        assertThat(meanBytes(Competitor.HALF_SIZE_2_BITS)).isLessThan(25);
        assertThat(meanBytes(Competitor.HALF_SIZE_BITS)).isLessThan(meanBytes(Competitor.BITS));
    }

    @Test
    void theSamePicturesMakeTheSameTables() {
        PictureCodec again = Competitor.BITS.codec(DrawnDigits.of(40, 1));
        assertThat(again.encode(TEST.picture(3)))
                .isEqualTo(codec(Competitor.BITS).encode(TEST.picture(3)));
    }

    private static PictureCodec codec(Competitor competitor) {
        return Objects.requireNonNull(CODECS.get(competitor));
    }

    private static double meanBytes(Competitor competitor) {
        double sum = 0;
        for (int i = 0; i < TEST.size(); i++) {
            sum += codec(competitor).encode(TEST.picture(i)).length;
        }
        return sum / TEST.size();
    }

    private static int greys(byte[] picture) {
        boolean[] present = new boolean[256];
        int greys = 0;
        for (byte value : picture) {
            greys += present[Byte.toUnsignedInt(value)] ? 0 : 1;
            present[Byte.toUnsignedInt(value)] = true;
        }
        return greys;
    }
}
