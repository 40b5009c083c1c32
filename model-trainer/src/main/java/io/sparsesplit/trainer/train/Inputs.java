package io.sparsesplit.trainer.train;

import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.trainer.data.LabelledImages;

/**
 * Pictures to train on, one byte a sample, and how they become input vectors. Vectors of tiles are made when they are asked
 * for: as bytes, a data set takes a quarter of the memory that it takes as numbers.
 */
final class Inputs {

    private final byte[] pictures;
    private final int pictureLength;
    private final int[] labels;
    private final int[] selection;
    private final byte[] selected;
    private final float[][] values;
    private final int length;

    Inputs(LabelledImages images, Preprocessing preprocessing) {
        this.pictureLength = preprocessing.width() * preprocessing.height();
        this.length = preprocessing.inputs();
        this.labels = new int[images.size()];
        this.pictures = new byte[images.size() * pictureLength];
        this.selection = java.util.stream.IntStream.range(0, pictureLength).toArray();
        for (int i = 0; i < labels.length; i++) {
            labels[i] = images.label(i);
            float[] v = preprocessing.input(images.image(i));
            for (int j = 0; j < pictureLength; j++) {
                pictures[i * pictureLength + j] = (byte) Math.round(v[j] * 255);
            }
        }
        this.values = new float[pictureLength][];
        float[] table = new float[256];
        for (int v = 0; v < 256; v++) {
            table[v] = v / 255f;
        }
        java.util.Arrays.fill(values, table);
        this.selected = pictures;
    }

    Inputs(byte[] pictures, int pictureLength, int[] labels, int[] selection, int length) {
        this.pictures = pictures;
        this.pictureLength = pictureLength;
        this.labels = labels;
        this.selection = selection;
        this.length = length;
        this.values = new float[selection.length][];
        float[] table = new float[256];
        for (int v = 0; v < 256; v++) {
            table[v] = v / 255f;
        }
        java.util.Arrays.fill(values, table);
        this.selected = new byte[labels.length * selection.length];
        for (int i = 0; i < labels.length; i++) {
            for (int j = 0; j < selection.length; j++) {
                selected[i * selection.length + j] = pictures[i * pictureLength + selection[j]];
            }
        }
    }

    int size() {
        return labels.length;
    }

    int label(int image) {
        return labels[image];
    }

    /** The input vector of an image. */
    float[] vector(int image) {
        float[] vector = new float[length];
        for (int i = 0; i < selection.length; i++) {
            vector[i] = values[i][selected[image * selection.length + i] & 0xFF];
        }
        return vector;
    }

    /**
     * Writes the images of lanes 0 to {@code lanes - 1} as a tile.
     *
     * @param order image of lane {@code l} is {@code order[from + l]}
     * @param augmentation what may be done to them
     * @param epoch which the distortions depend on
     * @param tile a row per input
     * @param scratch {@code lanes * samples()} bytes or more
     */
    void tile(int[] order, int from, int lanes, Augmentation augmentation, int epoch, float[][] tile, byte[] scratch) {
        int count = selection.length;
        for (int lane = 0; lane < lanes; lane++) {
            int image = order[from + lane];
            if (!augmentation.distort(epoch, image, pictures, image * pictureLength, scratch, lane * count)) {
                System.arraycopy(selected, image * count, scratch, lane * count, count);
            }
        }
        for (int i = 0; i < count; i++) {
            transpose(scratch, i, count, lanes, values[i], tile[i]);
        }
    }

    private static void transpose(byte[] samples, int first, int stride, int lanes, float[] values, float[] row) {
        for (int lane = 0; lane < lanes; lane++) {
            row[lane] = values[samples[first + lane * stride] & 0xFF];
        }
    }

    /** Samples of a picture that become inputs. */
    int samples() {
        return selection.length;
    }

    /** Writes what lanes 0 to {@code images - 1} should answer: a row per class, 1 at the label. */
    void targets(int[] order, int from, int images, float[][] rows) {
        for (int c = 0; c < rows.length; c++) {
            for (int lane = 0; lane < images; lane++) {
                rows[c][lane] = labels[order[from + lane]] == c ? 1 : 0;
            }
        }
    }
}
