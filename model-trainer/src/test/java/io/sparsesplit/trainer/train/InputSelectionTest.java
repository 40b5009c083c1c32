package io.sparsesplit.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.trainer.data.LabelledImages;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputSelectionTest {

    private static final Preprocessing ALL = new Preprocessing(6, 5, 30);

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 20, 29})
    void samplesThatDifferMostAreInputs(int inputs) {
        LabelledImages images = images(300);
        double[] deviations =
                IntStream.range(0, 30).mapToDouble(i -> deviation(images, i)).toArray();
        Preprocessing selected = InputSelection.of(ALL, images, inputs);

        // A sample is an input when fewer than that many differ more, those of a lower number first among equals.
        int[] expected = IntStream.range(0, 30)
                .filter(i -> IntStream.range(0, 30)
                                .filter(j -> deviations[j] > deviations[i] || (deviations[j] == deviations[i] && j < i))
                                .count()
                        < inputs)
                .toArray();
        assertThat(samples(selected)).isEqualTo(expected).isSorted();
        assertThat(selected.inputs()).isEqualTo(inputs);
    }

    @Test
    void amongEqualsThoseOfLowerNumberAreTaken() {
        byte[][] pictures = new byte[2][30];
        for (int i : new int[] {4, 11, 12, 25}) {
            pictures[1][i] = 100;
        }
        pictures[1][28] = (byte) 200;
        LabelledImages images = new LabelledImages(6, 5, 1, pictures, new int[] {0, 1});

        assertThat(samples(InputSelection.of(ALL, images, 3))).containsExactly(4, 11, 28);
        assertThat(samples(InputSelection.of(ALL, images, 7))).containsExactly(0, 1, 4, 11, 12, 25, 28);
    }

    @Test
    void moreInputsThanSamplesAreFilledUp() {
        Preprocessing padded = InputSelection.of(ALL, images(10), 32);
        assertThat(padded.selectsAll()).isTrue();
        assertThat(padded.inputs()).isEqualTo(32);
        float[] input = padded.input(images(10).picture(0));
        assertThat(input).hasSize(32);
        assertThat(input[30]).isZero();
        assertThat(input[31]).isZero();
    }

    @Test
    void asManyInputsAsSamplesAreAllOfThem() {
        assertThat(InputSelection.of(ALL, images(10), 30)).isEqualTo(ALL);
    }

    /** Samples of different spread, of which the last two are pairwise equal to others. */
    private static LabelledImages images(int count) {
        Random random = new Random(3);
        byte[][] pictures = new byte[count][30];
        for (byte[] picture : pictures) {
            for (int i = 0; i < 28; i++) {
                picture[i] = (byte) random.nextInt(1 + (i * 37 % 28) * 9);
            }
            picture[28] = picture[5];
            picture[29] = picture[13];
        }
        return new LabelledImages(6, 5, 1, pictures, new int[count]);
    }

    private static double deviation(LabelledImages images, int sample) {
        double mean = 0;
        for (int image = 0; image < images.size(); image++) {
            mean += Byte.toUnsignedInt(images.picture(image)[sample]) / (double) images.size();
        }
        double squares = 0;
        for (int image = 0; image < images.size(); image++) {
            double distance = Byte.toUnsignedInt(images.picture(image)[sample]) - mean;
            squares += distance * distance;
        }
        return Math.sqrt(squares / images.size());
    }

    private static int[] samples(Preprocessing preprocessing) {
        return IntStream.range(0, preprocessing.selected())
                .map(preprocessing::sample)
                .toArray();
    }
}
