package io.sparsesplit.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.trainer.evaluate.ConfusionMatrix.Confusion;
import io.sparsesplit.trainer.statistics.Interval;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {

    private final ConfusionMatrix matrix = new ConfusionMatrix(3);

    /** 95 good parts, one of them taken for a bad one; 5 bad parts, 3 of them taken for good ones; none of the third class. */
    @BeforeEach
    void count() {
        add(94, 0, 0);
        add(1, 0, 1);
        add(3, 1, 0);
        add(2, 1, 1);
    }

    @Test
    void accuracyHidesWhatRecallShows() {
        assertThat(matrix.accuracy()).isEqualTo(96);
        assertThat(matrix.majorityShare()).isEqualTo(95);
        assertThat(matrix.majority()).isZero();
        assertThat(matrix.recall(1)).isEqualTo(40);
        assertThat(matrix.precision(1)).isCloseTo(66.7, within(0.05));
        assertThat(matrix.recallInterval(1)).isEqualTo(Interval.of(2, 5));
        assertThat(matrix.precisionInterval(1)).isEqualTo(Interval.of(2, 3));
    }

    @Test
    void classesWithoutImagesDoNotCountInTheBalancedAccuracy() {
        assertThat(matrix.balancedAccuracy()).isCloseTo((100 * 94 / 95.0 + 40) / 2, within(1e-9));
        assertThat(matrix.worstClasses()).containsExactly(1, 0);
        assertThat(matrix.recall(2)).isZero();
    }

    @Test
    void mistakesAreSortedByTheirNumber() {
        assertThat(matrix.confusions()).containsExactly(new Confusion(1, 0, 3), new Confusion(0, 1, 1));
        assertThat(matrix.count(1, 0)).isEqualTo(3);
        assertThat(matrix.count(1, 1)).isEqualTo(2);
        assertThat(matrix.count(2, 0)).isZero();
    }

    private void add(int times, int truth, int answer) {
        for (int i = 0; i < times; i++) {
            matrix.add(truth, answer);
        }
    }
}
