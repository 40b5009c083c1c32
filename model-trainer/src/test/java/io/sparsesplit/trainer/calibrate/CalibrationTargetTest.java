package io.sparsesplit.trainer.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.trainer.calibrate.CalibrationTarget.Kind;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTargetTest {

    private static final int STEPS = ThresholdSweep.STEPS;

    private final ThresholdSweep path =
            new Calibration(SyntheticScores.of(5000, 2, 1, 0.97, 6), Criterion.MAX_SOFTMAX).path();

    @ParameterizedTest
    @EnumSource
    void aWishTakenAtItsWordHoldsOnTheImagesAndOneStepFurtherItDoesNot(Kind kind) {
        CalibrationTarget target =
                new CalibrationTarget(kind, kind == Kind.MAX_LOSS ? 1 : kind == Kind.TARGET_ACCURACY ? 96 : 40, null);
        int step = choose(target).orElseThrow();
        assertThat(step).isBetween(1, STEPS - 1);
        assertThat(target.holdsOverallOn(path.at(step))).isTrue();
        assertThat(target.holdsOverallOn(path.at(step + (kind == Kind.TARGET_EXIT_RATE ? 1 : -1))))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aPromiseStaysOnTheSafeSideOfWhatWasMeasured(Kind kind) {
        CalibrationTarget target =
                new CalibrationTarget(kind, kind == Kind.MAX_LOSS ? 1 : kind == Kind.TARGET_ACCURACY ? 96 : 40, 0.95);
        int promised = choose(target).orElseThrow();
        int measured = choose(target.empirical()).orElseThrow();
        assertThat(promised).isBetween(1, STEPS - 1);
        assertThat(kind == Kind.TARGET_EXIT_RATE ? measured - promised : promised - measured)
                .isPositive();
    }

    @Test
    void aLargerLossLetsTheEdgeAnswerMore() {
        List<Integer> localExits = List.of(0.2, 0.5, 1.0, 2.0, 5.0).stream()
                .map(points -> path.at(choose(new CalibrationTarget(Kind.MAX_LOSS, points, 0.95))
                                .orElseThrow())
                        .localExits())
                .toList();
        assertThat(localExits).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aPromiseGoesNoFurtherThanTheFirstThresholdThatFails() {
        CalibrationTarget target = new CalibrationTarget(Kind.MAX_LOSS, 1, 0.95);
        int step = choose(target).orElseThrow();
        LossTest test = new LossTest(path.images(), 0.01, 0.95);
        for (int s = step; s < STEPS; s++) {
            assertThat(test.passes(path.at(s).lost(), path.at(s).won())).isTrue();
        }
        assertThat(test.passes(path.at(step - 1).lost(), path.at(step - 1).won()))
                .isFalse();
    }

    @Test
    void theEndsOfAllWishes() {
        assertThat(choose(new CalibrationTarget(Kind.MAX_LOSS, 0, 0.95))).hasValue(STEPS);
        assertThat(choose(new CalibrationTarget(Kind.MAX_LOSS, 100, 0.95))).hasValue(0);
        assertThat(choose(new CalibrationTarget(Kind.MAX_LOSS, 100, null))).hasValue(0);
        assertThat(choose(new CalibrationTarget(Kind.TARGET_ACCURACY, 0, 0.95))).hasValue(0);
        assertThat(choose(new CalibrationTarget(Kind.TARGET_ACCURACY, 100, 0.95)))
                .isEmpty();
        assertThat(choose(new CalibrationTarget(Kind.TARGET_ACCURACY, 100, null)))
                .isEmpty();
        assertThat(choose(new CalibrationTarget(Kind.TARGET_EXIT_RATE, 0, 0.95)))
                .hasValue(STEPS);
        assertThat(choose(new CalibrationTarget(Kind.TARGET_EXIT_RATE, 100, 0.95)))
                .hasValue(0);
    }

    @Test
    void anAccuracyThatTheTailDoesNotProveIsNotLookedForFurtherDown() {
        // The exits are always right, the tail hardly ever.
        float[][][] logits = new float[1][1000][];
        for (int image = 0; image < 1000; image++) {
            logits[0][image] = new float[] {0, image / 100f};
        }
        int[] tailClasses = new int[1000];
        int[] labels = new int[1000];
        java.util.Arrays.fill(labels, 1);
        ThresholdSweep rising =
                new ThresholdSweep(new Scores(logits, tailClasses, labels), new double[] {1}, Criterion.MAX_SOFTMAX);
        CalibrationTarget target = new CalibrationTarget(Kind.TARGET_ACCURACY, 90, 0.95);

        assertThat(target.holdsOverallOn(rising.at(0))).isTrue();
        assertThat(target.rule(1000, List.of("0", "1")).choose(rising)).isEmpty();
        assertThat(target.empirical().rule(1000, List.of("0", "1")).choose(rising))
                .hasValue(0);
    }

    @ParameterizedTest
    @EnumSource
    void aWishForAClassIsKeptWithTheOther(Kind kind) {
        List<ClassTarget> classes = List.of(new ClassTarget(ClassTarget.Kind.MISS, "b", 3));
        for (Double confidence : new Double[] {0.95, null}) {
            CalibrationTarget alone = new CalibrationTarget(
                    kind, kind == Kind.MAX_LOSS ? 5 : kind == Kind.TARGET_ACCURACY ? 92 : 30, confidence);
            CalibrationTarget both = new CalibrationTarget(alone.kind(), alone.value(), confidence, classes);
            int step = choose(both).orElseThrow();
            assertThat(both.holdsOn(path.at(step), SyntheticScores.LABELS)).isTrue();
            assertThat(step).isBetween(1, STEPS - 1);
            assertThat(kind == Kind.TARGET_EXIT_RATE ? 0 : step - choose(alone).orElseThrow())
                    .isGreaterThanOrEqualTo(0);
        }
    }

    @Test
    void anExitRateThatMissesMoreOfAClassThanAllowedIsKeptNowhere() {
        CalibrationTarget target = new CalibrationTarget(
                Kind.TARGET_EXIT_RATE, 90, 0.95, List.of(new ClassTarget(ClassTarget.Kind.MISS, "b", 3)));
        assertThat(choose(target)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MAX_LOSS         | -1  | --max-loss must be 0 to 100 percentage points, not -1.0
            MAX_LOSS         | NaN | --max-loss must be 0 to 100 percentage points, not NaN
            TARGET_ACCURACY  | 101 | --target-accuracy must be 0 to 100 percent, not 101.0
            TARGET_EXIT_RATE | 200 | --target-exit-rate must be 0 to 100 percent, not 200.0
            """)
    void aValueOutOfItsRange(Kind kind, double value, String message) {
        assertThatThrownBy(() -> new CalibrationTarget(kind, value, 0.95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 95, Double.NaN})
    void aConfidenceThatIsNone(double confidence) {
        assertThatThrownBy(() -> new CalibrationTarget(Kind.MAX_LOSS, 1, confidence))
                .hasMessage("--confidence must be greater than 0 and less than 1, for example 0.95, not " + confidence);
    }

    @Test
    void aWishCanBeWrittenAsOptions() {
        assertThat(new CalibrationTarget(Kind.MAX_LOSS, 0.1, 0.95).options())
                .isEqualTo("--max-loss 0.1 --confidence 0.95");
        assertThat(new CalibrationTarget(Kind.TARGET_EXIT_RATE, 90, null).options())
                .isEqualTo("--target-exit-rate 90.0 --empirical");
    }

    private OptionalInt choose(CalibrationTarget target) {
        return target.rule(path.images(), SyntheticScores.LABELS).choose(path);
    }
}
