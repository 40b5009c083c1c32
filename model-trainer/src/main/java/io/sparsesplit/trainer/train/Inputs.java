package io.sparsesplit.trainer.train;

import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.trainer.data.LabelledImages;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Labelled pictures as a network reads them. Samples stay bytes until a tile is made: as numbers, a data set would take four
 * times the memory.
 */
final class Inputs {

    private static final int BRIGHTNESSES = 256;

    private final LabelledImages images;
    private final Preprocessing preprocessing;
    private final byte @Nullable [][] selected;
    private final float[][] values;
    private final @Nullable SoftTargets teaching;
    private final float @Nullable [] classWeights;

    /** Inputs that teach their labels. */
    Inputs(LabelledImages images, Preprocessing preprocessing) {
        this(images, preprocessing, null, null);
    }

    /**
     * Inputs from pictures.
     *
     * @param images of the size of the preprocessing's picture
     * @param teaching what a teacher says of each; null when only the labels are taught
     * @param classWeights weight of an image's loss by its class; null when all images weigh 1
     */
    Inputs(
            LabelledImages images,
            Preprocessing preprocessing,
            @Nullable SoftTargets teaching,
            float @Nullable [] classWeights) {
        this.classWeights = classWeights;
        this.images = images;
        this.preprocessing = preprocessing;
        this.teaching = teaching;
        this.selected = preprocessing.selectsAll() ? null : new byte[images.size()][preprocessing.selected()];
        this.values = values(preprocessing);
        for (int image = 0; selected != null && image < selected.length; image++) {
            byte[] picture = images.picture(image);
            for (int i = 0; i < selected[image].length; i++) {
                selected[image][i] = picture[preprocessing.sample(i)];
            }
        }
    }

    private Inputs(Inputs same, SoftTargets teaching) {
        this.images = same.images;
        this.preprocessing = same.preprocessing;
        this.teaching = teaching;
        this.selected = same.selected;
        this.values = same.values;
        this.classWeights = same.classWeights;
    }

    /** The same with another teacher. */
    Inputs taught(SoftTargets other) {
        return new Inputs(this, other);
    }

    Preprocessing preprocessing() {
        return preprocessing;
    }

    int size() {
        return images.size();
    }

    int label(int image) {
        return images.label(image);
    }

    /** Returns the weight of the loss of an image of a class. */
    float weight(int label) {
        return classWeights == null ? 1 : classWeights[label];
    }

    /** The input vector of an image. */
    float[] vector(int image) {
        return preprocessing.input(images.picture(image));
    }

    /**
     * Writes images {@code order[from]} to {@code order[from + count - 1]} as the first lanes of a tile. Rows of inputs that
     * are no samples are left alone.
     *
     * @param tile a row per input
     * @param scratch {@code count} times the selected samples, or more
     */
    void tile(int[] order, int from, int count, Augmentation augmentation, int epoch, float[][] tile, byte[] scratch) {
        int samples = preprocessing.selected();
        for (int lane = 0; lane < count; lane++) {
            int image = order[from + lane];
            if (!augmentation.distort(epoch, image, images.picture(image), scratch, lane * samples)) {
                byte[] plain = selected == null ? images.picture(image) : selected[image];
                System.arraycopy(plain, 0, scratch, lane * samples, samples);
            }
        }
        for (int i = 0; i < samples; i++) {
            row(scratch, i, samples, count, values[preprocessing.channel(i)], tile[i]);
        }
    }

    /**
     * Writes what the same lanes should answer.
     *
     * @param rows receives the wanted probabilities, a row per class
     * @param weights receives the weight of each image's loss
     */
    void targets(int[] order, int from, int count, float[][] rows, float[] weights) {
        for (int lane = 0; lane < count; lane++) {
            int image = order[from + lane];
            weights[lane] = weight(images.label(image));
            for (int c = 0; c < rows.length; c++) {
                float label = c == images.label(image) ? 1 : 0;
                rows[c][lane] = teaching == null ? label : teaching.target(image, c, label);
            }
        }
    }

    private static void row(byte[] samples, int first, int stride, int count, float[] values, float[] row) {
        for (int lane = 0; lane < count; lane++) {
            row[lane] = values[samples[first + lane * stride] & 0xFF];
        }
    }

    /** The input value of every brightness, by channel: what the preprocessing makes of a picture all of that brightness. */
    private static float[][] values(Preprocessing preprocessing) {
        Preprocessing all = preprocessing.withSelection(null, preprocessing.samples());
        float[][] values = new float[preprocessing.channels()][BRIGHTNESSES];
        byte[] picture = new byte[preprocessing.samples()];
        for (int v = 0; v < BRIGHTNESSES; v++) {
            Arrays.fill(picture, (byte) v);
            float[] input = all.input(picture);
            for (int c = 0; c < values.length; c++) {
                values[c][v] = input[c * preprocessing.width() * preprocessing.height()];
            }
        }
        return values;
    }
}
