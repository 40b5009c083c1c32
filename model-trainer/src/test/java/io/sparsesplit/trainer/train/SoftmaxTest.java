package io.sparsesplit.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftmaxTest {

    @Test
    void exponentialsAreExactToSevenDigits() {
        double worst = 0;
        for (int i = 0; i <= 200_000; i++) {
            float x = -87f * i / 200_000;
            if (x > -87) {
                double exact = StrictMath.exp(x);
                worst = Math.max(worst, Math.abs(Softmax.exp(x) - exact) / exact);
            }
        }
        assertThat(worst).isLessThan(5e-7);
    }

    @Test
    void whatIsNearNothingIsNothing() {
        for (float x : new float[] {
            -87, Math.nextDown(-87f), -87.5f, -90, -1e6f, -Float.MAX_VALUE, Float.NEGATIVE_INFINITY, Float.NaN
        }) {
            assertThat(Softmax.exp(x)).as("%s", x).isZero();
        }
        assertThat(Softmax.exp(Math.nextUp(-87f))).isPositive();
    }

    @Test
    void exponentialOfZeroIsOne() {
        assertThat(Softmax.exp(0)).isEqualTo(1);
        assertThat(Softmax.exp(-0f)).isEqualTo(1);
    }

    /** Logits of -scale to scale, hard and soft targets, a batch that other shards have a part of. */
    @ParameterizedTest
    @ValueSource(floats = {0, 1, 10, 40, 300})
    void lossAndDerivativeAreThoseOfTheDefinition(float scale) {
        int classes = 7;
        int lanes = 24;
        int images = 19;
        int batch = 50;
        double weight = 0.3;
        Random random = new Random(5);
        float[][] logits = new float[classes][lanes];
        float[][] targets = new float[classes][lanes];
        for (int lane = 0; lane < lanes; lane++) {
            double[] target = target(random, classes, lane % 2 == 0);
            for (int c = 0; c < classes; c++) {
                logits[c][lane] = scale * (2 * random.nextFloat() - 1);
                targets[c][lane] = (float) target[c];
            }
        }
        float[][] derivative = new float[classes][lanes];
        for (float[] row : derivative) {
            Arrays.fill(row, 1e9f);
        }
        float[] weights = new float[lanes];
        for (int lane = 0; lane < lanes; lane++) {
            weights[lane] = lane % 3 == 0 ? 2.5f : 1;
        }
        double loss =
                new Softmax(classes, lanes).crossEntropy(logits, targets, weights, images, weight, batch, derivative);

        double expected = 0;
        for (int lane = 0; lane < images; lane++) {
            double max = Double.NEGATIVE_INFINITY;
            for (float[] row : logits) {
                max = Math.max(max, row[lane]);
            }
            double sum = 0;
            for (float[] row : logits) {
                sum += StrictMath.exp(row[lane] - max);
            }
            for (int c = 0; c < classes; c++) {
                double logarithm = logits[c][lane] - max - StrictMath.log(sum);
                expected -= weights[lane] * weight * targets[c][lane] * logarithm;
                double slope = weights[lane] * weight / batch * (StrictMath.exp(logarithm) - targets[c][lane]);
                assertThat((double) derivative[c][lane]).isCloseTo(slope, within(1e-8));
            }
        }
        assertThat(loss).isCloseTo(expected, within(1e-5 * Math.max(1, expected)));
        for (float[] row : derivative) {
            assertThat(Arrays.copyOfRange(row, images, lanes)).containsOnly(0);
        }
    }

    @Test
    void lanesWithoutAnImageDoNotMatter() {
        float[][] logits = {{1, Float.NaN}, {2, Float.NaN}};
        float[][] targets = {{0, 5}, {1, 5}};
        float[][] derivative = new float[2][2];
        double loss = new Softmax(2, 2).crossEntropy(logits, targets, new float[] {1, Float.NaN}, 1, 1, 1, derivative);
        assertThat(loss).isCloseTo(Math.log(1 + Math.exp(-1)), within(1e-6));
        assertThat(derivative[0][1]).isZero();
        assertThat(derivative[1][1]).isZero();
    }

    private static double[] target(Random random, int classes, boolean soft) {
        double[] target = new double[classes];
        if (!soft) {
            target[random.nextInt(classes)] = 1;
            return target;
        }
        for (int c = 0; c < classes; c++) {
            target[c] = random.nextDouble();
        }
        double sum = Arrays.stream(target).sum();
        return Arrays.stream(target).map(p -> p / sum).toArray();
    }
}
