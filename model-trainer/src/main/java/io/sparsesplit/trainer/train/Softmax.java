package io.sparsesplit.trainer.train;

import java.util.Arrays;

/** Softmax and cross-entropy of a tile of logits, with the memory they need. */
final class Softmax {

    private static final float LOG2_E = 1.442695f;
    private static final float LN_2_HIGH = 0.6933594f;
    private static final float LN_2_LOW = -2.1219444e-4f;
    private static final float LOWEST = -87;

    private final float[] max;
    private final float[] sum;
    private final float[][] exponentials;

    Softmax(int classes, int lanes) {
        max = new float[lanes];
        sum = new float[lanes];
        exponentials = new float[classes][lanes];
    }

    /**
     * Computes {@code weight * sum over images of -w_image sum_c target_c ln softmax(logits)_c}, and the derivative of that
     * divided by {@code batch} by the logits: {@code weight / batch * w_image (softmax - target)}.
     *
     * @param logits a row per class
     * @param targets probabilities, a row per class
     * @param weights weight of each image
     * @param images lanes that hold one; the derivative of the others is 0
     * @param derivative receives a row per class
     */
    double crossEntropy(
            float[][] logits,
            float[][] targets,
            float[] weights,
            int images,
            double weight,
            int batch,
            float[][] derivative) {
        System.arraycopy(logits[0], 0, max, 0, images);
        for (float[] row : logits) {
            raise(max, row, images);
        }
        Arrays.fill(sum, 0);
        for (int c = 0; c < logits.length; c++) {
            exponentials(logits[c], max, exponentials[c], images);
            add(exponentials[c], sum, images);
        }
        double loss = 0;
        for (int lane = 0; lane < images; lane++) {
            loss += weights[lane] * (StrictMath.log(sum[lane]) + max[lane]);
            sum[lane] = 1 / sum[lane];
        }
        float scale = (float) (weight / batch);
        for (int c = 0; c < logits.length; c++) {
            loss -= dot(logits[c], targets[c], weights, images);
            difference(exponentials[c], sum, targets[c], weights, scale, derivative[c], images);
            Arrays.fill(derivative[c], images, derivative[c].length, 0);
        }
        return weight * loss;
    }

    private static void raise(float[] max, float[] row, int length) {
        for (int l = 0; l < length; l++) {
            max[l] = Math.max(max[l], row[l]);
        }
    }

    private static void exponentials(float[] row, float[] max, float[] out, int length) {
        for (int l = 0; l < length; l++) {
            out[l] = exp(row[l] - max[l]);
        }
    }

    private static void add(float[] from, float[] to, int length) {
        for (int l = 0; l < length; l++) {
            to[l] += from[l];
        }
    }

    private static double dot(float[] a, float[] b, float[] weights, int length) {
        double sum = 0;
        for (int l = 0; l < length; l++) {
            sum += weights[l] * a[l] * b[l];
        }
        return sum;
    }

    private static void difference(
            float[] e, float[] inverse, float[] target, float[] weights, float scale, float[] out, int length) {
        for (int l = 0; l < length; l++) {
            out[l] = scale * weights[l] * (e[l] * inverse[l] - target[l]);
        }
    }

    /**
     * {@code e^x} for {@code x <= 0}, to about 2e-7 of it: a power of two times a polynomial. {@code Math.exp} may differ from
     * machine to machine, and {@code StrictMath.exp} takes longer than all products of a small network.
     */
    static float exp(float x) {
        if (!(x > LOWEST)) {
            return 0;
        }
        int power = (int) (x * LOG2_E - 0.5f);
        float r = x - power * LN_2_HIGH - power * LN_2_LOW;
        float e = 1 + r * (1 + r * (1 / 2f + r * (1 / 6f + r * (1 / 24f + r * (1 / 120f + r * (1 / 720f))))));
        return e * Float.intBitsToFloat((power + 127) << 23);
    }
}
