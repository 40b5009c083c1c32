package io.sparsesplit.trainer.train;

import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.trainer.data.LabelledImages;

/** Input vectors of labelled images, prepared once. */
final class Inputs {

    private final int length;
    private final float[][] vectors;
    private final int[] labels;

    Inputs(LabelledImages images, Preprocessing preprocessing) {
        this.length = preprocessing.inputs();
        this.vectors = new float[images.size()][];
        this.labels = new int[images.size()];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = preprocessing.input(images.picture(i));
            labels[i] = images.label(i);
        }
    }

    int size() {
        return vectors.length;
    }

    int label(int image) {
        return labels[image];
    }

    /** The input vector of an image; not a copy. */
    float[] vector(int image) {
        return vectors[image];
    }

    /** Writes images {@code order[from]} to {@code order[from + lanes - 1]} as a tile. */
    void tile(int[] order, int from, int lanes, float[][] tile) {
        float[][] images = new float[lanes][];
        for (int lane = 0; lane < lanes; lane++) {
            images[lane] = vectors[order[from + lane]];
        }
        for (int i = 0; i < length; i++) {
            float[] row = tile[i];
            for (int lane = 0; lane < lanes; lane++) {
                row[lane] = images[lane][i];
            }
        }
    }
}
