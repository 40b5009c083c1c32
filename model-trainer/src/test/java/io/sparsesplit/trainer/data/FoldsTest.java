package io.sparsesplit.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {

    private final Random random = new Random(3);

    @Test
    void eachClassIsSpreadEvenlyOverFoldsOfOneSize() {
        int[] labels = IntStream.range(0, 1003).map(i -> i % 97 == 0 ? 1 : 0).toArray();
        int[] folds = Folds.of(labels, random.longs(1003).toArray(), 5, 1);

        for (int fold = 0; fold < 5; fold++) {
            assertThat(count(folds, labels, fold, 1)).isBetween(2L, 3L);
            assertThat(count(folds, labels, fold, 0)).isBetween(198L, 199L);
        }
    }

    @Test
    void imagesOfOneKeyStayTogether() {
        long[] keys = IntStream.range(0, 400).mapToLong(i -> i % 37).toArray();
        int[] labels = IntStream.range(0, 400).map(i -> i % 37 % 3).toArray();
        int[] folds = Folds.of(labels, keys, 4, 1);

        for (int image = 37; image < 400; image++) {
            assertThat(folds[image]).isEqualTo(folds[image - 37]);
        }
        assertThat(Arrays.stream(folds).distinct().count()).isEqualTo(4);
    }

    @Test
    void foldsDependOnKeysAndSeedAndNotOnTheOrderOfImages() {
        long[] keys = random.longs(200).toArray();
        int[] labels = IntStream.range(0, 200).map(i -> (int) (keys[i] & 3)).toArray();
        int[] folds = Folds.of(labels, keys, 5, 1);
        int[] reversed = Folds.of(
                IntStream.range(0, 200).map(i -> labels[199 - i]).toArray(),
                IntStream.range(0, 200).mapToLong(i -> keys[199 - i]).toArray(),
                5,
                1);

        assertThat(IntStream.range(0, 200).map(i -> reversed[199 - i]).toArray())
                .isEqualTo(folds);
        assertThat(Folds.of(labels, keys, 5, 2)).isNotEqualTo(folds);
    }

    @Test
    void foldsThatCannotBeFilledAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Folds.of(new int[3], new long[] {1, 1, 2}, 3, 1))
                .withMessage(
                        "3 folds cannot be made of 2 different images: 2 or more are needed, and one image for each");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Folds.of(new int[2], new long[] {1, 2}, 1, 1))
                .withMessageStartingWith("1 folds cannot be made");
    }

    private static long count(int[] folds, int[] labels, int fold, int label) {
        return IntStream.range(0, folds.length)
                .filter(i -> folds[i] == fold && labels[i] == label)
                .count();
    }
}
