package io.sparsesplit.trainer.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.trainer.calibrate.ClassTarget.Kind;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassTargetTest {

    private static final List<String> LABELS = List.of("ok", "defective");

    @ParameterizedTest
    @CsvSource({
        "MISS, defective=1%, defective, 1",
        "MISS, defective=0.5, defective, 0.5",
        "MISS, a=b=2, a=b, 2",
        "MIN_RECALL, 95%, , 95",
        "MIN_RECALL, ok=100, ok, 100"
    })
    void aWishIsReadAsItIsTyped(Kind kind, String text, String label, double percent) {
        assertThat(ClassTarget.parse(kind, text)).isEqualTo(new ClassTarget(kind, label, percent));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MISS       | defective=x   | --miss must be CLASS=PERCENT, for example --miss ok=1, not defective=x
            MISS       | defective=    | --miss must be CLASS=PERCENT, for example --miss ok=1, not defective=
            MISS       | 1%            | --miss needs a class: --miss CLASS=PERCENT, for example --miss ok=1
            MISS       | defective=101 | --miss must be 0 to 100 percent, not 101.0
            MIN_RECALL | -1            | --min-recall must be 0 to 100 percent, not -1.0
            MIN_RECALL | NaN           | --min-recall must be 0 to 100 percent, not NaN
            """)
    void whatCannotBeReadIsRefused(Kind kind, String text, String message) {
        assertThatThrownBy(() -> ClassTarget.parse(kind, text)).hasMessage(message);
    }

    @Test
    void aWishIsWrittenAsTheOptionThatSaysIt() {
        CalibrationTarget target = new CalibrationTarget(
                CalibrationTarget.Kind.MAX_LOSS,
                1,
                0.95,
                List.of(ClassTarget.parse(Kind.MISS, "big dent=1"), ClassTarget.parse(Kind.MIN_RECALL, "90")));
        assertThat(target.options())
                .isEqualTo("--max-loss 1.0 --miss 'big dent=1.0' --min-recall 90.0 --confidence 0.95");
    }

    /** {@code 0.95^58 = 0.051, 0.95^59 = 0.0485}. */
    @Test
    void theFewestImagesOfAClassThatPromiseAShare() {
        ClassTarget target = new ClassTarget(Kind.MISS, "defective", 5);
        assertThat(test(target, 58).canPass(List.of(1000, 58))).isFalse();
        assertThat(test(target, 59).canPass(List.of(1000, 59))).isTrue();
        assertThat(test(target, 59).passes(outcome(59, 0, 59))).isTrue();
        assertThat(test(target, 59).passes(outcome(59, 1, 58))).isFalse();
        ClassTarget recall = new ClassTarget(Kind.MIN_RECALL, "defective", 95);
        assertThat(test(recall, 58).canPass(List.of(1000, 58))).isFalse();
        assertThat(test(recall, 59).passes(outcome(59, 0, 59))).isTrue();
        assertThat(test(recall, 59).passes(outcome(59, 0, 58))).isFalse();
    }

    @Test
    void aRecallOfEachClassIsAskedOfEach() {
        ClassTarget each = new ClassTarget(Kind.MIN_RECALL, null, 80);
        assertThat(test(each, 100).passes(outcome(100, 0, 100))).isTrue();
        assertThat(test(each, 100).passes(outcome(100, 0, 80))).isFalse();
        assertThat(each.holdsOn(outcome(100, 0, 80), LABELS)).isTrue();
        assertThat(each.holdsOn(outcome(100, 0, 79), LABELS)).isFalse();
    }

    @Test
    void theEndsOfTheRange() {
        assertThat(test(new ClassTarget(Kind.MISS, "defective", 100), 5).passes(outcome(5, 5, 0)))
                .isTrue();
        assertThat(test(new ClassTarget(Kind.MISS, "defective", 0), 5000).canPass(List.of(1000, 5000)))
                .isFalse();
        assertThat(test(new ClassTarget(Kind.MIN_RECALL, "defective", 0), 5).passes(outcome(5, 5, 0)))
                .isTrue();
        assertThat(test(new ClassTarget(Kind.MIN_RECALL, "defective", 100), 5000)
                        .canPass(List.of(1000, 5000)))
                .isFalse();
    }

    @Test
    void whereNoExitAnswersNothingIsMissedWhateverTheNumberOfImages() {
        ThresholdSweep path = new Calibration(SyntheticScores.of(50, 1, 1, 0.9, 2), Criterion.MARGIN).path();
        ClassTest none =
                new ClassTest(new ClassTarget(Kind.MISS, "a", 1), SyntheticScores.LABELS, path.classImages(), 0.05);
        IntPredicate passes = ClassTest.all(List.of(none), path);
        assertThat(passes.test(ThresholdSweep.STEPS)).isTrue();
        assertThat(passes.test(ThresholdSweep.STEPS - 1)).isFalse();
    }

    private static ClassTest test(ClassTarget target, int defective) {
        return new ClassTest(target, LABELS, List.of(1000, defective), 0.05);
    }

    private static Outcome outcome(int defective, int missed, int recognised) {
        return new Outcome(
                1000 + defective,
                500,
                1000 + recognised,
                0,
                0,
                List.of(new ClassOutcome(1000, 0, 1000), new ClassOutcome(defective, missed, recognised)));
    }
}
