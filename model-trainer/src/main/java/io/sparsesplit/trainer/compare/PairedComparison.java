package io.sparsesplit.trainer.compare;

import io.sparsesplit.trainer.statistics.McNemar;
import java.util.BitSet;

/**
 * Compares two models on the same images.
 *
 * @param first name of the first model
 * @param second name of the second model
 * @param images number of images
 * @param onlyFirst number of images that only the first model gets right
 * @param onlySecond number of images that only the second model gets right
 * @param pValue exact two-sided p-value of McNemar's test
 */
record PairedComparison(String first, String second, int images, int onlyFirst, int onlySecond, double pValue) {

    /** Below this p-value the models differ. */
    static final double SIGNIFICANT = 0.05;

    /**
     * Compares right answers.
     *
     * @param firstRight images that the first model gets right
     * @param secondRight images that the second model gets right
     */
    static PairedComparison of(String first, BitSet firstRight, String second, BitSet secondRight, int images) {
        int onlyFirst = without(firstRight, secondRight);
        int onlySecond = without(secondRight, firstRight);
        return new PairedComparison(
                first, second, images, onlyFirst, onlySecond, McNemar.pValue(onlyFirst, onlySecond));
    }

    private static int without(BitSet some, BitSet others) {
        BitSet left = (BitSet) some.clone();
        left.andNot(others);
        return left.cardinality();
    }
}
