package io.sparsesplit.trainer.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.trainer.calibrate.CalibrationTarget.Kind;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatingPointsTest {

    private static final List<String> LABELS = SyntheticScores.LABELS;
    private static final Scores POOL = SyntheticScores.of(6000, 1, 1, 0.97, 12);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            20    |
            40    | 10.0
            240   | 2.0 3.0 5.0 10.0
            2000  | 0.5 1.0 2.0 3.0 5.0 10.0
            10000 | 0.1 0.2 0.5 1.0 2.0 3.0 5.0 10.0
            """)
    void lossesThatSoFewImagesCannotShowAreLeftOut(int thresholdImages, String losses) {
        PointTable table =
                table(new CalibrationTarget(Kind.MAX_LOSS, 0.1, 0.95), (int) Calibration.images(thresholdImages));
        assertThat(table.points().stream().map(OperatingPoint::maxLoss))
                .containsExactlyElementsOf(
                        losses == null
                                ? List.of()
                                : List.of(losses.split(" ")).stream()
                                        .map(Double::valueOf)
                                        .toList());
    }

    @Test
    void aLargerLossBuysAtLeastAsMuch() {
        List<OperatingPoint> points =
                table(new CalibrationTarget(Kind.MAX_LOSS, 0.1, 0.95), 5000).points();
        assertThat(points.stream().map(point -> point.outcome().localExits())).isSorted();
        assertThat(points.get(points.size() - 1).outcome().localExits())
                .isGreaterThan(points.get(0).outcome().localExits());
    }

    @Test
    void theBestPointIsTheOneThatBuysTenPercentForEachPoint() {
        PointTable table = table(new CalibrationTarget(Kind.MAX_LOSS, 0.1, 0.95), 800);
        OperatingPoint best = table.best().orElseThrow();
        assertThat(table.points())
                .allSatisfy(point -> assertThat(point.outcome().localExitRate() - 10 * point.maxLoss())
                        .isLessThanOrEqualTo(best.outcome().localExitRate() - 10 * best.maxLoss()));
    }

    /** Not one of all promises of all points is broken, in 19 of 20 samples. */
    @ParameterizedTest
    @CsvSource({"300, 0.1, false", "1000, 0.1, false", "1000, 0.1, true", "2500, 1, true"})
    void allPointsAreKeptTogether(int sample, double maxLoss, boolean withClasses) {
        CalibrationTarget target = new CalibrationTarget(
                Kind.MAX_LOSS,
                maxLoss,
                0.95,
                withClasses
                        ? List.of(
                                new ClassTarget(ClassTarget.Kind.MISS, "b", 4),
                                new ClassTarget(ClassTarget.Kind.MIN_RECALL, null, 70))
                        : List.of());
        int images = Calibration.thresholdImages(sample);
        List<Function<ThresholdSweep, Claims>> ways =
                List.of(Claims.ofPoints(target, images, LABELS), Claims.ofChoice(target, images, LABELS));
        List<Reliability> reliabilities =
                new Resplits(POOL, Criterion.MAX_SOFTMAX, sample, 100, 1).draw(true, ways, () -> {});

        assertThat(reliabilities).allSatisfy(reliability -> {
            assertThat(reliability.broken()).isLessThanOrEqualTo(5);
            assertThat(reliability.localExitRate()).isGreaterThan(10);
        });
    }

    @Test
    void aShareOfAClassThatCannotBeKeptIsReplacedByTheSmallestThatIsWorthSomething() {
        CalibrationTarget target = new CalibrationTarget(
                Kind.MAX_LOSS, 2, 0.95, List.of(new ClassTarget(ClassTarget.Kind.MISS, "c", 0.5)));
        PointTable table = table(target, 1000);
        ClassTarget kept = table.kept(target.classes().get(0)).orElseThrow();
        assertThat(kept.percent()).isIn(5.0, 10.0);
        assertThat(table.best()).isPresent();
    }

    @Test
    void aRecallThatTheTailAloneDoesNotShowIsNotKept() {
        ClassTarget high = new ClassTarget(ClassTarget.Kind.MIN_RECALL, "a", 99);
        ClassTarget low = new ClassTarget(ClassTarget.Kind.MIN_RECALL, "b", 70);
        PointTable table = table(new CalibrationTarget(Kind.MAX_LOSS, 2, 0.95, List.of(high, low)), 1000);
        assertThat(table.kept(high)).isEmpty();
        assertThat(table.kept(low)).contains(low);
        assertThat(table.answers()).isTrue();
    }

    private static PointTable table(CalibrationTarget target, int images) {
        ThresholdSweep path = new Calibration(SyntheticScores.of(images, 1, 1, 0.97, 6), Criterion.MAX_SOFTMAX).path();
        return new OperatingPoints(target, path.images(), LABELS).table(path);
    }
}
