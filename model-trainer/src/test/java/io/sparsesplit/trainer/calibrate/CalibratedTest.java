package io.sparsesplit.trainer.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.model.network.Activation;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.network.EarlyExit;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.Layer;
import io.sparsesplit.model.pattern.Junction;
import io.sparsesplit.model.pattern.Pattern;
import io.sparsesplit.model.pattern.Pattern.Recipe;
import io.sparsesplit.model.pattern.PatternFamily;
import io.sparsesplit.trainer.calibrate.CalibrationTarget.Kind;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CalibratedTest {

    private static final CalibrationTarget USUAL = new CalibrationTarget(Kind.MAX_LOSS, 0.1, 0.95);

    private final Head head = new Head(
            List.of(dense(4, Activation.RELU)),
            List.of(new EarlyExit(1, dense(4, Activation.IDENTITY), Criterion.MAX_SOFTMAX, 1, 0)));

    @Test
    void threeHundredImagesGetAnEdgeThatAnswersWithAKeptBound() {
        Calibrated calibrated = calibrated(SyntheticScores.of(300, 1, 1, 0.97, 3), USUAL);
        Manifest.Calibration record = calibrated.record();
        assertThat(record.kept()).isFalse();
        assertThat(Objects.requireNonNull(record.bound()).value()).isGreaterThan(0.1);
        assertThat(record.localExits()).isGreaterThan(record.thresholdImages() / 4);
        assertThat(calibrated.head().exits().get(0).threshold()).isLessThan(1);
        assertThat(calibrated.shortfall().orElseThrow().message())
                .contains("--max-loss 0.1 cannot be promised: 240 images are too few", "Promised instead");
        assertThat(calibrated.guards().passed()).isTrue();
        assertThat(record.method()).isEqualTo("hold-out");
    }

    @Test
    void anExitThatIsWorthNothingNeverAnswersAndIsWarnedOf() {
        // The logits say nothing of the label, and are sure of it.
        Scores scores = SyntheticScores.of(1000, 1, 1, 0.97, 3);
        float[][][] logits = new float[1][1000][];
        for (int image = 0; image < 1000; image++) {
            logits[0][image] = scores.logits(0, (image + 1) % 1000);
        }
        int[] tail = new int[1000];
        int[] labels = new int[1000];
        for (int image = 0; image < 1000; image++) {
            tail[image] = scores.tailClass(image);
            labels[image] = scores.label(image);
        }
        Calibrated calibrated = calibrated(new Scores(logits, tail, labels), USUAL);
        assertThat(calibrated.record().localExits()).isZero();
        assertThat(calibrated.record().kept()).isTrue();
        assertThat(calibrated.head().exits().get(0).threshold()).isEqualTo(1);
        assertThat(calibrated.shortfall().orElseThrow().message())
                .startsWith("All images go to the tail: 800 images are too few");
        assertThat(calibrated.guards().failures())
                .anySatisfy(failure -> assertThat(failure)
                        .matches(
                                "exit 1 is right for 2\\d\\.\\d\\d % of the images, less than the share of the most frequent"
                                        + " class, 2\\d\\.\\d\\d %; its mean recall is 2\\d\\.\\d\\d %"))
                .anySatisfy(failure -> assertThat(failure)
                        .matches(
                                "the threshold is 1, at its bound: even where 10.0 points may be lost, exits answer only"
                                        + " \\d+\\.\\d\\d % of the images"));
    }

    @Test
    void anExitThatGivesAccuracyAwayForARareClassIsNotWarnedOf() {
        // 970 of one class, 50 of them taken for the rare one; all 30 of that are found.
        float[][][] logits = new float[1][1000][];
        int[] labels = new int[1000];
        for (int image = 0; image < 1000; image++) {
            labels[image] = image < 970 ? 0 : 1;
            logits[0][image] = image < 920 ? new float[] {3, 0} : new float[] {0, 3};
        }
        Calibrated calibrated = Calibrated.of(
                head,
                CalibrationSet.holdOut(new Scores(logits, labels, labels), List.of("ok", "defective"), ""),
                Criterion.MAX_SOFTMAX,
                USUAL);
        assertThat(calibrated.guards().failures()).noneMatch(failure -> failure.contains("most frequent class"));
    }

    @Test
    void howTheImagesWereScoredIsRecorded() {
        Scores scores = SyntheticScores.of(300, 1, 1, 0.97, 3);
        CalibrationSet set = CalibrationSet.crossFit(scores, SyntheticScores.LABELS, "00", 5);
        Manifest.Calibration record =
                Calibrated.of(head, set, Criterion.MAX_SOFTMAX, USUAL).record();
        assertThat(record.method()).isEqualTo("cross-fit");
        assertThat(record.folds()).isEqualTo(5);
        assertThatThrownBy(() -> CalibrationSet.crossFit(scores, SyntheticScores.LABELS, "00", 1))
                .hasMessage("cross-fitting needs 2 folds or more, not 1");
    }

    @Test
    void aCalibratedExitIsSaidToBeOneAndAnOtherIsNot() {
        assertThat(calibrated(SyntheticScores.of(2000, 1, 3, 0.97, 3), USUAL)
                        .record()
                        .calibrated())
                .isTrue();
        // Confidences on two scales: one temperature does not do for both.
        Scores even = SyntheticScores.of(2000, 1, 0.2, 0.97, 3);
        Scores uneven = even.and(SyntheticScores.of(2000, 1, 8, 0.97, 4));
        int[] mixed = IntStream.range(0, 4000).map(i -> i * 7 % 4000).toArray();
        Manifest.Calibration record = calibrated(uneven.select(mixed), USUAL).record();
        assertThat(record.calibrated()).isFalse();
        assertThat(record.notCalibrated())
                .matches(
                        "the expected calibration error of exit 1 is \\d+\\.\\d points on 3200 images, where chance gives"
                                + " \\d\\.\\d");
    }

    @Test
    void aTemperatureAtItsBoundIsWarnedOf() {
        Calibrated calibrated = calibrated(SyntheticScores.of(1000, 1, 400, 0.97, 3), USUAL);
        assertThat(calibrated.record().calibrated()).isFalse();
        assertThat(calibrated.record().notCalibrated()).isEqualTo("the temperature of exit 1, 20.0, is at its bound");
        assertThat(calibrated.guards().failures().get(0))
                .isEqualTo(
                        "the temperature of exit 1 is 20.0, at its bound: its confidence says nothing about the images held out");
    }

    @Test
    void aWishForAClassThatThereIsNotIsRefused() {
        CalibrationTarget target =
                new CalibrationTarget(Kind.MAX_LOSS, 1, 0.95, List.of(new ClassTarget(ClassTarget.Kind.MISS, "e", 1)));
        assertThatThrownBy(() -> calibrated(SyntheticScores.of(300, 1, 1, 0.97, 3), target))
                .hasMessage("--miss names the class 'e', but the classes are a, b, c, d");
    }

    @Test
    void fewImagesOfAClassAreTooFewForAWishAboutIt() {
        List<String> labels = List.of("ok", "defective");
        CalibrationTarget target = new CalibrationTarget(
                Kind.MAX_LOSS, 1, 0.95, List.of(new ClassTarget(ClassTarget.Kind.MISS, "defective", 5)));
        // 59 choose the threshold.
        assertThat(Calibrated.needsMoreThan(List.of(1000, 74), labels, target)).isFalse();
        assertThat(Calibrated.needsMoreThan(List.of(1000, 72), labels, target)).isTrue();
        assertThat(Calibrated.needsMoreThan(List.of(100, 74), labels, target)).isTrue();
        assertThat(Calibrated.needsMoreThan(List.of(100, 7), labels, target.empirical()))
                .isFalse();
    }

    @Test
    void anAccuracyThatOnlyTheTailAloneReachesIsSaid() {
        // Of the 100 images whose exit is surest, all are lost; the tail is always right.
        float[][][] logits = new float[1][1000][];
        int[] classes = new int[1000];
        for (int image = 0; image < 1000; image++) {
            logits[0][image] = image % 10 == 1 ? new float[] {0, 90, 0, 0} : new float[] {image % 3, 0, 0, 0};
        }
        Calibrated calibrated =
                calibrated(new Scores(logits, classes, classes), new CalibrationTarget(Kind.TARGET_ACCURACY, 99, 0.95));
        assertThat(calibrated.record().kept()).isTrue();
        assertThat(calibrated.record().localExits()).isZero();
        assertThat(calibrated.shortfall().orElseThrow().message())
                .isEqualTo(
                        "All images go to the tail: with exits, even at the highest threshold, 0.999, only 700 of 800 images"
                                + " are right, too few to promise 99.0 % with confidence 0.95; ask for less.");
    }

    private Calibrated calibrated(Scores scores, CalibrationTarget target) {
        return Calibrated.of(
                head, CalibrationSet.holdOut(scores, SyntheticScores.LABELS, "00"), Criterion.MAX_SOFTMAX, target);
    }

    private static Layer dense(int neurons, Activation activation) {
        return new Layer(
                Pattern.generate(Junction.dense(neurons, neurons), new Recipe(PatternFamily.DENSE, 0)),
                new float[neurons * neurons],
                new float[neurons],
                activation);
    }
}
