package io.sparsesplit.trainer.novelty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.model.image.Fit;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Activation;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.network.EarlyExit;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.Layer;
import io.sparsesplit.model.network.OutOfDistribution;
import io.sparsesplit.model.pattern.Junction;
import io.sparsesplit.model.pattern.Pattern;
import io.sparsesplit.model.pattern.Pattern.Recipe;
import io.sparsesplit.model.pattern.PatternFamily;
import io.sparsesplit.trainer.data.LabelledImages;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The head's only layer passes two pixels on, so that activations are brightnesses in [0, 1]. */
class MahalanobisFitTest {

    private static final Preprocessing TWO_PIXELS = Preprocessing.of(Fit.PICTURE, 2, 1, 1);

    @Test
    void scoresAreSquaredDistancesUnderTheCovarianceWithinClasses() {
        LabelledImages images = correlated(4000, 1);
        Head head = head(1);
        double[][] means = new double[2][2];
        int[] count = new int[2];
        for (int i = 0; i < images.size(); i++) {
            count[images.label(i)]++;
            for (int k = 0; k < 2; k++) {
                means[images.label(i)][k] += brightness(images, i, k);
            }
        }
        for (int c = 0; c < 2; c++) {
            means[c][0] /= count[c];
            means[c][1] /= count[c];
        }
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < images.size(); i++) {
            double x = brightness(images, i, 0) - means[images.label(i)][0];
            double y = brightness(images, i, 1) - means[images.label(i)][1];
            xx += x * x / images.size();
            xy += x * y / images.size();
            yy += y * y / images.size();
        }
        double ridge = 1e-3 * (xx + yy) / 2;
        double determinant = (xx + ridge) * (yy + ridge) - xy * xy;
        OutOfDistribution detector = MahalanobisFit.of(head, TWO_PIXELS, images);

        for (float[] x : new float[][] {{0.3f, 0.3f}, {0.9f, 0.1f}, {0, 1}, {1, 1}}) {
            double nearest = Double.POSITIVE_INFINITY;
            for (double[] mean : means) {
                double a = x[0] - mean[0];
                double b = x[1] - mean[1];
                nearest =
                        Math.min(nearest, ((yy + ridge) * a * a - 2 * xy * a * b + (xx + ridge) * b * b) / determinant);
            }
            assertThat(detector.score(x)).isEqualTo(nearest, within(1e-4 * nearest + 1e-4));
        }
    }

    @Test
    void anUnusualCombinationIsFurtherAwayThanALargeStepInTheUsualDirection() {
        OutOfDistribution detector = MahalanobisFit.of(head(1), TWO_PIXELS, correlated(2000, 2));

        assertThat(detector.score(new float[] {0.35f, 0.35f})).isLessThan(detector.score(new float[] {0.3f, 0.2f}));
    }

    @Test
    void anActivationThatNeverVariesInTrainingTellsWhenItDoes() {
        byte[][] pictures = new byte[200][];
        int[] labels = new int[200];
        Random random = new Random(3);
        for (int i = 0; i < pictures.length; i++) {
            labels[i] = i % 2;
            pictures[i] = new byte[] {(byte) (40 + 60 * labels[i] + random.nextInt(20)), 0};
        }
        OutOfDistribution detector =
                MahalanobisFit.of(head(1), TWO_PIXELS, new LabelledImages(2, 1, 1, pictures, labels));

        assertThat(detector.score(new float[] {50 / 255f, 0})).isLessThan(2);
        assertThat(detector.score(new float[] {50 / 255f, 0.2f})).isGreaterThan(1000);
    }

    @Test
    void imagesThatAreAllAlikeStillGiveADetector() {
        byte[][] pictures = {{7, 7}, {7, 7}};
        OutOfDistribution detector =
                MahalanobisFit.of(head(1), TWO_PIXELS, new LabelledImages(2, 1, 1, pictures, new int[] {0, 1}));

        assertThat(detector.score(new float[] {7 / 255f, 7 / 255f})).isLessThan(1e-3);
        assertThat(detector.score(new float[] {1, 1})).isGreaterThan(1e6);
    }

    @Test
    void aClassWithoutImagesIsRefused() {
        byte[][] pictures = {{7, 7}};

        assertThatThrownBy(() ->
                        MahalanobisFit.of(head(1), TWO_PIXELS, new LabelledImages(2, 1, 1, pictures, new int[] {0})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "an out-of-distribution detector needs training images of every class, but class 1 has none");
    }

    @Test
    void activationsThatOverflowAreRefused() {
        LabelledImages images = correlated(20, 4);

        assertThatThrownBy(() -> MahalanobisFit.of(head(Float.POSITIVE_INFINITY), TWO_PIXELS, images))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the head's activations overflow on its training images: train it again");
    }

    /** Both pixels are about equally bright; the second class is brighter. */
    private static LabelledImages correlated(int images, long seed) {
        Random random = new Random(seed);
        byte[][] pictures = new byte[images][];
        int[] labels = new int[images];
        for (int i = 0; i < images; i++) {
            labels[i] = i % 2;
            int brightness = 50 + 90 * labels[i] + random.nextInt(40);
            pictures[i] = new byte[] {(byte) (brightness + random.nextInt(9)), (byte) (brightness + random.nextInt(9))};
        }
        return new LabelledImages(2, 1, 1, pictures, labels);
    }

    private static double brightness(LabelledImages images, int image, int pixel) {
        return (float) Byte.toUnsignedInt(images.picture(image)[pixel]) / 255;
    }

    private static Head head(float scale) {
        Layer layer = diagonal(scale, Activation.RELU);
        EarlyExit exit = new EarlyExit(1, diagonal(1, Activation.IDENTITY), Criterion.MAX_SOFTMAX, 1, 0.5);
        return new Head(List.of(layer), List.of(exit));
    }

    private static Layer diagonal(float value, Activation activation) {
        Pattern dense = Pattern.generate(Junction.dense(2, 2), new Recipe(PatternFamily.DENSE, 0));
        return new Layer(dense, new float[] {value, 0, 0, value}, new float[2], activation);
    }
}
