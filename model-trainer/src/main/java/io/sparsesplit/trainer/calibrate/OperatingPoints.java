package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.trainer.calibrate.ClassTarget.Kind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Makes tables of operating points for samples of one size: for each loss of a fixed list the threshold furthest from 1 that is
 * shown not to lose more.
 *
 * <p>All bounds hold together with the confidence. Losses that so many images cannot show even when none is lost are left out,
 * which depends on their number alone. The level is divided by the number of tests that remain, and along the thresholds each
 * is a fixed sequence, see {@link CalibrationTarget}. A target for classes counts as one test however many points keep it: where it is broken
 * first, all points meet the same threshold with the same test.
 *
 * <p>Where at most so many of a class may be missed, larger shares of a fixed list are tried as well, for the case that the
 * target cannot be kept: the table is that of the smallest share with a point that is worth anything.
 */
final class OperatingPoints {

    /** Losses that points are made for, in percentage points against the tail alone. */
    static final List<Double> LOSSES = List.of(0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0);
    /** Shares of a class that may be missed, in percent, tried beside the share wished. */
    static final List<Double> MISSES = List.of(1.0, 2.0, 5.0, 10.0, 20.0);

    private static final double USUAL_CONFIDENCE = 0.95;

    private final int images;
    private final List<String> labels;
    private final double confidence;
    private final List<ClassTarget> recalls;
    private final List<List<ClassTarget>> misses;
    /** Tests of the loss by the number of tests that share the level. */
    private final Map<Integer, Map<Double, LossTest>> lossTests = new HashMap<>();

    /**
     * Prepares tables for samples of one size.
     *
     * @param target target whose confidence and classes the points keep; the confidence is 0.95 where it has none
     * @param labels names of the classes, in the order of the network's outputs
     */
    OperatingPoints(CalibrationTarget target, int images, List<String> labels) {
        this.images = images;
        this.labels = labels;
        this.confidence = Objects.requireNonNullElse(target.confidence(), USUAL_CONFIDENCE);
        this.recalls = of(target, Kind.MIN_RECALL);
        this.misses = shares(of(target, Kind.MISS));
    }

    private static List<ClassTarget> of(CalibrationTarget target, Kind kind) {
        return target.classes().stream().filter(asked -> asked.kind() == kind).toList();
    }

    /** Returns the targets as they are, then with larger shares. */
    private static List<List<ClassTarget>> shares(List<ClassTarget> asked) {
        return DoubleStream.concat(DoubleStream.of(0), MISSES.stream().mapToDouble(share -> share))
                .mapToObj(share -> asked.stream()
                        .map(target -> target.with(Math.max(share, target.percent())))
                        .toList())
                .distinct()
                .toList();
    }

    /** Returns the table of a sample. */
    PointTable table(ThresholdSweep path) {
        int tests = tests(path.classImages());
        double level = (1 - confidence) / tests;
        // What even the tail alone does not show, no point can keep.
        List<ClassTarget> shownRecalls = recalls.stream()
                .filter(target -> test(target, path.classImages(), level).passes(path.at(ThresholdSweep.STEPS)))
                .toList();
        List<PointTable> tables = provable(path.classImages(), level).stream()
                .map(shares ->
                        Stream.concat(shares.stream(), shownRecalls.stream()).toList())
                .map(classes -> table(path, classes, tests))
                .toList();
        return tables.stream()
                .filter(table -> table.best().isPresent())
                .findFirst()
                .or(() -> tables.stream().filter(PointTable::answers).findFirst())
                .or(() -> tables.stream().findFirst())
                .orElseGet(() -> new PointTable(confidence, List.of(), List.of()));
    }

    private PointTable table(ThresholdSweep path, List<ClassTarget> classes, int tests) {
        double level = (1 - confidence) / tests;
        IntPredicate keepsClasses = ClassTest.all(
                classes.stream()
                        .map(target -> test(target, path.classImages(), level))
                        .toList(),
                path);
        List<OperatingPoint> points = lossTests(tests).entrySet().stream()
                .map(rung -> point(path, rung.getKey(), rung.getValue(), keepsClasses))
                .toList();
        return new PointTable(confidence, classes, points);
    }

    private static OperatingPoint point(ThresholdSweep path, double maxLoss, LossTest test, IntPredicate keepsClasses) {
        int step = FixedSequence.downwards(s -> keepsClasses.test(s)
                        && (s == ThresholdSweep.STEPS
                                || test.passes(path.at(s).lost(), path.at(s).won())))
                .orElse(ThresholdSweep.STEPS);
        return new OperatingPoint(maxLoss, step, path.at(step));
    }

    private ClassTest test(ClassTarget target, List<Integer> classImages, double level) {
        return new ClassTest(target, labels, classImages, level);
    }

    /** Returns the least number of tests that has room for all that can be shown at its level. */
    private int tests(List<Integer> classImages) {
        int tests = 1;
        while (tests < shown(tests, classImages)) {
            tests++;
        }
        return tests;
    }

    private int shown(int tests, List<Integer> classImages) {
        double level = (1 - confidence) / tests;
        int shares = misses.get(0).isEmpty() ? 0 : provable(classImages, level).size();
        return (int) LOSSES.stream().filter(loss -> isProvable(loss, level)).count()
                + shares
                + (recalls.isEmpty() ? 0 : 1);
    }

    private List<List<ClassTarget>> provable(List<Integer> classImages, double level) {
        return misses.stream()
                .filter(shares -> shares.stream()
                        .allMatch(target -> test(target, classImages, level).canPass(classImages)))
                .toList();
    }

    private boolean isProvable(double points, double level) {
        return LossTest.fewestImages(points / 100, 1 - level) <= images;
    }

    private Map<Double, LossTest> lossTests(int tests) {
        return lossTests.computeIfAbsent(tests, number -> {
            double level = (1 - confidence) / number;
            Map<Double, LossTest> made = new LinkedHashMap<>();
            LOSSES.stream()
                    .filter(points -> isProvable(points, level))
                    .forEach(points -> made.put(points, new LossTest(images, points / 100, 1 - level)));
            return made;
        });
    }
}
