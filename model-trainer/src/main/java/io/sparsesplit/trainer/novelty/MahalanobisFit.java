package io.sparsesplit.trainer.novelty;

import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.OutOfDistribution;
import io.sparsesplit.trainer.data.LabelledImages;

/**
 * Fits a detector to what the first exit reads of training images: the mean of each class, and the covariance within all classes
 * together, {@code S = sum (x - mean) (x - mean)' / n + r I}.
 *
 * <p>The ridge {@code r} is a thousandth of the mean variance. It keeps activations that never vary in training from making
 * {@code S} singular, and makes an image stand out in which they do vary.
 */
final class MahalanobisFit {

    private static final double RIDGE = 1e-3;
    private static final double LEAST_VARIANCE = 1e-9;

    private final int features;
    private final double[][] means;
    private final double[][] covariance;

    private MahalanobisFit(int features, int classes) {
        this.features = features;
        this.means = new double[classes][features];
        this.covariance = new double[features][features];
    }

    /**
     * Returns a detector that takes every image for one of the classes, until it is given a threshold.
     *
     * @param training images that the head's weights were fitted to, at least one of each class
     * @throws IllegalArgumentException when a class has no image, or activations overflow
     */
    static OutOfDistribution of(Head head, Preprocessing preprocessing, LabelledImages training) {
        float[][] activations = new float[training.size()][];
        for (int image = 0; image < activations.length; image++) {
            activations[image] = head.firstExitActivations(preprocessing.input(training.picture(image)));
        }
        int features = head.exits().get(0).classifier().junction().inputs();
        MahalanobisFit fit = new MahalanobisFit(features, head.classes());
        fit.addMeans(activations, training);
        fit.addCovariance(activations, training);
        return fit.detector();
    }

    private void addMeans(float[][] activations, LabelledImages images) {
        int[] count = new int[means.length];
        for (int image = 0; image < activations.length; image++) {
            double[] mean = means[images.label(image)];
            count[images.label(image)]++;
            for (int i = 0; i < features; i++) {
                mean[i] += activations[image][i];
            }
        }
        for (int c = 0; c < means.length; c++) {
            if (count[c] == 0) {
                throw new IllegalArgumentException(
                        "an out-of-distribution detector needs training images of every class, but class %d has none"
                                .formatted(c));
            }
            for (int i = 0; i < features; i++) {
                means[c][i] /= count[c];
            }
        }
    }

    private void addCovariance(float[][] activations, LabelledImages images) {
        double[] difference = new double[features];
        for (int image = 0; image < activations.length; image++) {
            double[] mean = means[images.label(image)];
            for (int i = 0; i < features; i++) {
                difference[i] = activations[image][i] - mean[i];
                for (int j = 0; j <= i; j++) {
                    covariance[i][j] += difference[i] * difference[j];
                }
            }
        }
        double trace = 0;
        for (int i = 0; i < features; i++) {
            for (int j = 0; j <= i; j++) {
                covariance[i][j] /= activations.length;
            }
            trace += covariance[i][i];
        }
        if (!Double.isFinite(trace)) {
            throw new IllegalArgumentException(
                    "the head's activations overflow on its training images: train it again");
        }
        for (int i = 0; i < features; i++) {
            covariance[i][i] += Math.max(RIDGE * trace / features, LEAST_VARIANCE);
        }
    }

    private OutOfDistribution detector() {
        double[][] inverse = inverse(cholesky());
        float[] whitening = new float[OutOfDistribution.whiteningLength(features)];
        float[] whitened = new float[means.length * features];
        int next = 0;
        for (int i = 0; i < features; i++) {
            double[] sums = new double[means.length];
            for (int j = 0; j <= i; j++) {
                // Means are whitened by the numbers that are kept, not by those before rounding.
                whitening[next] = (float) inverse[i][j];
                for (int c = 0; c < means.length; c++) {
                    sums[c] += (double) whitening[next] * means[c][j];
                }
                next++;
            }
            for (int c = 0; c < means.length; c++) {
                whitened[c * features + i] = (float) sums[c];
            }
        }
        return new OutOfDistribution(features, whitening, whitened, Double.MAX_VALUE);
    }

    /** Returns the lower triangular L with L L' = S; S is positive definite because of its ridge. */
    private double[][] cholesky() {
        double[][] lower = new double[features][features];
        for (int i = 0; i < features; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = covariance[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= lower[i][k] * lower[j][k];
                }
                lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
            }
        }
        return lower;
    }

    /** Returns the inverse of a lower triangular matrix, by forward substitution. */
    private static double[][] inverse(double[][] lower) {
        int size = lower.length;
        double[][] inverse = new double[size][size];
        for (int column = 0; column < size; column++) {
            for (int row = column; row < size; row++) {
                double sum = row == column ? 1 : 0;
                for (int k = column; k < row; k++) {
                    sum -= lower[row][k] * inverse[k][column];
                }
                inverse[row][column] = sum / lower[row][row];
            }
        }
        return inverse;
    }
}
