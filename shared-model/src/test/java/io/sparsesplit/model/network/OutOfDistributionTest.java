package io.sparsesplit.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.model.pattern.Junction;
import io.sparsesplit.model.pattern.Pattern;
import io.sparsesplit.model.pattern.Pattern.Recipe;
import io.sparsesplit.model.pattern.PatternFamily;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutOfDistributionTest {

    /** The covariance is (4, 0; 0, 1), the means are (0, 0) and (8, 1). */
    private static final OutOfDistribution DETECTOR =
            new OutOfDistribution(2, new float[] {0.5f, 0, 1}, new float[] {0, 0, 4, 1}, 9);

    @Test
    void theScoreIsTheDistanceToTheNearestClassInDeviations() {
        assertThat(DETECTOR.score(new float[] {0, 0})).isZero();
        assertThat(DETECTOR.score(new float[] {8, 1})).isZero();
        assertThat(DETECTOR.score(new float[] {2, 0})).isEqualTo(1);
        assertThat(DETECTOR.score(new float[] {0, 2})).isEqualTo(4);
        assertThat(DETECTOR.score(new float[] {8, -4})).isEqualTo(25);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 13, 40, 101})
    void theScoreIsThatOfTheDenseFormula(int features) {
        Random random = new Random(features);
        float[] packed = new float[OutOfDistribution.whiteningLength(features)];
        FMatrixRMaj lower = new FMatrixRMaj(features, features);
        for (int i = 0, next = 0; i < features; i++) {
            for (int j = 0; j <= i; j++) {
                packed[next] = (float) random.nextGaussian();
                lower.set(i, j, packed[next++]);
            }
        }
        float[] means = floats(3 * features, random);
        float[] x = floats(features, random);
        FMatrixRMaj column = new FMatrixRMaj(features, 1);
        for (int i = 0; i < features; i++) {
            column.set(i, x[i]);
        }
        FMatrixRMaj whitened = new FMatrixRMaj(features, 1);
        CommonOps_FDRM.mult(lower, column, whitened);
        double nearest = Double.POSITIVE_INFINITY;
        for (int c = 0; c < 3; c++) {
            double distance = 0;
            for (int i = 0; i < features; i++) {
                distance += Math.pow(whitened.get(i) - means[c * features + i], 2);
            }
            nearest = Math.min(nearest, distance);
        }

        assertThat(new OutOfDistribution(features, packed, means, 1).score(x))
                .isEqualTo(nearest, within(1e-4 * nearest));
    }

    private static float[] floats(int length, Random random) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Test
    void aScoreAtTheThresholdIsStillLikeTheClasses() {
        assertThat(DETECTOR.judge(new float[] {0, 3}).noneOfThese()).isFalse();
        assertThat(DETECTOR.judge(new float[] {0, Math.nextUp(3f)}).noneOfThese())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void activationsThatAreNoNumbersLookLikeNoClassAndStillGiveANumber(float value) {
        OutOfDistributionScore score = DETECTOR.judge(new float[] {value, value});

        assertThat(score.value()).isEqualTo(Double.MAX_VALUE);
        assertThat(score.noneOfThese()).isTrue();
    }

    @Test
    void theGreatestActivationsGiveANumber() {
        assertThat(DETECTOR.score(new float[] {Float.MAX_VALUE, -Float.MAX_VALUE}))
                .isBetween(1e76, 1e78);
    }

    @Test
    void whatTheCallerDoesWithItsArraysChangesNothing() {
        float[] whitening = {0.5f, 0, 1};
        float[] means = {0, 0, 4, 1};
        OutOfDistribution detector = new OutOfDistribution(2, whitening, means, 9);
        whitening[0] = 7;
        means[0] = 7;
        detector.whitening()[0] = 7;
        detector.means()[0] = 7;

        assertThat(detector.score(new float[] {2, 0})).isEqualTo(1);
        assertThat(detector.withThreshold(0.5).judge(new float[] {2, 0}).noneOfThese())
                .isTrue();
    }

    @Test
    void numbersThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new OutOfDistribution(2, new float[4], new float[4], 1))
                .hasMessage("an out-of-distribution detector of 2 features needs 3 whitening values, not 4");
        assertThatThrownBy(() -> new OutOfDistribution(2, new float[3], new float[5], 1))
                .hasMessage(
                        "an out-of-distribution detector needs a mean of 2 features for each class, not 5 values in all");
        assertThatThrownBy(() -> new OutOfDistribution(2, new float[3], new float[0], 1))
                .hasMessageContaining("not 0 values in all");
        for (double threshold : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> DETECTOR.withThreshold(threshold))
                    .hasMessage("an out-of-distribution threshold must be a number of at least 0, not " + threshold);
        }
        assertThatThrownBy(() -> DETECTOR.score(new float[3]))
                .hasMessage("3 activations given to an out-of-distribution detector that reads 2");
    }

    @Test
    void aHeadAsksItsDetectorWhereItsFirstExitStandsWhateverTheThreshold() {
        Head head = head().withOutOfDistribution(DETECTOR);
        float[] near = {2, 0};
        float[] far = {0, 5};

        for (double threshold : new double[] {0, 0.7, Head.NEVER}) {
            OptionalDouble forAll = OptionalDouble.of(threshold);
            assertThat(head.decide(near, forAll).outOfDistribution()).isEqualTo(new OutOfDistributionScore(1, 9));
            assertThat(head.decide(far, forAll).outOfDistribution()).isEqualTo(new OutOfDistributionScore(25, 9));
        }
        assertThat(head.decide(far, OptionalDouble.of(0))).isInstanceOf(ExitDecision.Exit.class);
        assertThat(head.firstExitActivations(far)).containsExactly(0, 5);
    }

    @Test
    void aHeadWithoutADetectorSaysNothing() {
        Head head = head().withOutOfDistribution(DETECTOR).withOutOfDistribution(null);

        assertThat(head.outOfDistribution()).isNull();
        assertThat(head.decide(new float[] {1, 1}, OptionalDouble.empty()).outOfDistribution())
                .isNull();
    }

    @Test
    void aDetectorOfAnotherHeadIsRefused() {
        OutOfDistribution wide = new OutOfDistribution(3, new float[6], new float[6], 1);
        OutOfDistribution more = new OutOfDistribution(2, new float[3], new float[6], 1);

        assertThatThrownBy(() -> head().withOutOfDistribution(wide))
                .hasMessage("the out-of-distribution detector reads 3 activations and has 2 classes,"
                        + " but the first exit reads 2 and has 2");
        assertThatThrownBy(() -> head().withOutOfDistribution(more))
                .hasMessage("the out-of-distribution detector reads 2 activations and has 3 classes,"
                        + " but the first exit reads 2 and has 2");
    }

    /** Two layers that leave activations as they are, then double them; an exit behind each. */
    private static Head head() {
        return new Head(
                List.of(diagonal(1, Activation.RELU), diagonal(2, Activation.RELU)),
                List.of(
                        new EarlyExit(1, diagonal(1, Activation.IDENTITY), Criterion.MAX_SOFTMAX, 1, 0.5),
                        new EarlyExit(2, diagonal(1, Activation.IDENTITY), Criterion.MAX_SOFTMAX, 1, 0.5)));
    }

    private static Layer diagonal(float value, Activation activation) {
        Pattern dense = Pattern.generate(Junction.dense(2, 2), new Recipe(PatternFamily.DENSE, 0));
        return new Layer(dense, new float[] {value, 0, 0, value}, new float[2], activation);
    }
}
