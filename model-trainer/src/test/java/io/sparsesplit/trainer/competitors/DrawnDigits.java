package io.sparsesplit.trainer.competitors;

import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.samples.Handwriting;

/** Digits of 28 x 28 pixels that this project draws, so that no data set is needed. */
final class DrawnDigits {

    private static final int SIDE = 28;

    private DrawnDigits() {}

    /** All ten digits of each hand, of seeds {@code from} to {@code from + hands - 1}. */
    static LabelledImages of(int hands, long from) {
        byte[][] pictures = new byte[hands * 10][];
        int[] labels = new int[pictures.length];
        for (int i = 0; i < pictures.length; i++) {
            labels[i] = i % 10;
            pictures[i] = new Handwriting(from + i / 10).write(labels[i]).samples();
        }
        return new LabelledImages(SIDE, SIDE, 1, pictures, labels);
    }
}
