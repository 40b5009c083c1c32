package io.sparsesplit.trainer.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.trainer.calibrate.Wish.Kind;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WishTest {

    private static final int STEPS = ThresholdPath.STEPS;

    private final ThresholdPath path =
            new Calibration(SyntheticScores.of(5000, 2, 1, 0.97, 6), Criterion.MAX_SOFTMAX).path();

    @ParameterizedTest
    @EnumSource
    void aWishTakenAtItsWordHoldsOnTheImagesAndOneStepFurtherItDoesNot(Kind kind) {
        Wish wish = new Wish(kind, kind == Kind.MAX_LOSS ? 1 : kind == Kind.TARGET_ACCURACY ? 96 : 40, null);
        int step = choose(wish).orElseThrow();
        assertThat(step).isBetween(1, STEPS - 1);
        assertThat(wish.holdsOverallOn(path.at(step))).isTrue();
        assertThat(wish.holdsOverallOn(path.at(step + (kind == Kind.TARGET_EXIT_RATE ? 1 : -1))))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aPromiseStaysOnTheSafeSideOfWhatWasMeasured(Kind kind) {
        Wish wish = new Wish(kind, kind == Kind.MAX_LOSS ? 1 : kind == Kind.TARGET_ACCURACY ? 96 : 40, 0.95);
        int promised = choose(wish).orElseThrow();
        int measured = choose(wish.empirical()).orElseThrow();
        assertThat(promised).isBetween(1, STEPS - 1);
        assertThat(kind == Kind.TARGET_EXIT_RATE ? measured - promised : promised - measured)
                .isPositive();
    }

    @Test
    void aLargerLossLetsTheEdgeAnswerMore() {
        List<Integer> localExits = List.of(0.2, 0.5, 1.0, 2.0, 5.0).stream()
                .map(points -> path.at(
                                choose(new Wish(Kind.MAX_LOSS, points, 0.95)).orElseThrow())
                        .localExits())
                .toList();
        assertThat(localExits).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aPromiseGoesNoFurtherThanTheFirstThresholdThatFails() {
        Wish wish = new Wish(Kind.MAX_LOSS, 1, 0.95);
        int step = choose(wish).orElseThrow();
        LossTest test = new LossTest(path.images(), 0.01, 0.95);
        for (int s = step; s < STEPS; s++) {
            assertThat(test.passes(path.at(s).lost(), path.at(s).won())).isTrue();
        }
        assertThat(test.passes(path.at(step - 1).lost(), path.at(step - 1).won()))
                .isFalse();
    }

    @Test
    void theEndsOfAllWishes() {
        assertThat(choose(new Wish(Kind.MAX_LOSS, 0, 0.95))).hasValue(STEPS);
        assertThat(choose(new Wish(Kind.MAX_LOSS, 100, 0.95))).hasValue(0);
        assertThat(choose(new Wish(Kind.MAX_LOSS, 100, null))).hasValue(0);
        assertThat(choose(new Wish(Kind.TARGET_ACCURACY, 0, 0.95))).hasValue(0);
        assertThat(choose(new Wish(Kind.TARGET_ACCURACY, 100, 0.95))).isEmpty();
        assertThat(choose(new Wish(Kind.TARGET_ACCURACY, 100, null))).isEmpty();
        assertThat(choose(new Wish(Kind.TARGET_EXIT_RATE, 0, 0.95))).hasValue(STEPS);
        assertThat(choose(new Wish(Kind.TARGET_EXIT_RATE, 100, 0.95))).hasValue(0);
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
        ThresholdPath rising =
                new ThresholdPath(new Scores(logits, tailClasses, labels), new double[] {1}, Criterion.MAX_SOFTMAX);
        Wish wish = new Wish(Kind.TARGET_ACCURACY, 90, 0.95);

        assertThat(wish.holdsOverallOn(rising.at(0))).isTrue();
        assertThat(wish.rule(1000, List.of("0", "1")).choose(rising)).isEmpty();
        assertThat(wish.empirical().rule(1000, List.of("0", "1")).choose(rising))
                .hasValue(0);
    }

    @ParameterizedTest
    @EnumSource
    void aWishForAClassIsKeptWithTheOther(Kind kind) {
        List<ClassWish> classes = List.of(new ClassWish(ClassWish.Kind.MISS, "b", 3));
        for (Double confidence : new Double[] {0.95, null}) {
            Wish alone = new Wish(kind, kind == Kind.MAX_LOSS ? 5 : kind == Kind.TARGET_ACCURACY ? 92 : 30, confidence);
            Wish both = new Wish(alone.kind(), alone.value(), confidence, classes);
            int step = choose(both).orElseThrow();
            assertThat(both.holdsOn(path.at(step), SyntheticScores.LABELS)).isTrue();
            assertThat(step).isBetween(1, STEPS - 1);
            assertThat(kind == Kind.TARGET_EXIT_RATE ? 0 : step - choose(alone).orElseThrow())
                    .isGreaterThanOrEqualTo(0);
        }
    }

    @Test
    void anExitRateThatMissesMoreOfAClassThanAllowedIsKeptNowhere() {
        Wish wish = new Wish(Kind.TARGET_EXIT_RATE, 90, 0.95, List.of(new ClassWish(ClassWish.Kind.MISS, "b", 3)));
        assertThat(choose(wish)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MAX_LOSS         | -1  | --max-loss must be 0 to 100 percentage points, not -1.0
            MAX_LOSS         | NaN | --max-loss must be 0 to 100 percentage points, not NaN
            TARGET_ACCURACY  | 101 | --target-accuracy must be 0 to 100 percent, not 101.0
            TARGET_EXIT_RATE | 200 | --target-exit-rate must be 0 to 100 percent, not 200.0
            """)
    void aValueOutOfItsRange(Kind kind, double value, String message) {
        assertThatThrownBy(() -> new Wish(kind, value, 0.95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 95, Double.NaN})
    void aConfidenceThatIsNone(double confidence) {
        assertThatThrownBy(() -> new Wish(Kind.MAX_LOSS, 1, confidence))
                .hasMessage("--confidence must be greater than 0 and less than 1, for example 0.95, not " + confidence);
    }

    @Test
    void aWishCanBeWrittenAsOptions() {
        assertThat(new Wish(Kind.MAX_LOSS, 0.1, 0.95).options()).isEqualTo("--max-loss 0.1 --confidence 0.95");
        assertThat(new Wish(Kind.TARGET_EXIT_RATE, 90, null).options())
                .isEqualTo("--target-exit-rate 90.0 --empirical");
    }

    private OptionalInt choose(Wish wish) {
        return wish.rule(path.images(), SyntheticScores.LABELS).choose(path);
    }
}
