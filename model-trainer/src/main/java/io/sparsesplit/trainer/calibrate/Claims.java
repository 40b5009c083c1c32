package io.sparsesplit.trainer.calibrate;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Holds what a calibration claims for all images, so that it can be held against the truth.
 *
 * @param step step of the threshold that would be published
 * @param all claims that must all hold; none when nothing is claimed
 */
record Claims(int step, List<Claim> all) {

    /**
     * Claims something of one threshold.
     *
     * @param step step of the threshold
     * @param holds whether it holds on images that were counted
     */
    record Claim(int step, Predicate<Outcome> holds) {}

    /**
     * Returns a way to claim that a target holds at the threshold chosen for it; nothing is claimed where no threshold was chosen.
     */
    static Function<ThresholdSweep, Claims> ofWish(CalibrationTarget target, int images, List<String> labels) {
        TargetRule rule = target.rule(images, labels);
        return path -> {
            OptionalInt step = rule.choose(path);
            List<Claim> claims = step.stream()
                    .mapToObj(s -> new Claim(s, outcome -> target.holdsOn(outcome, labels)))
                    .toList();
            return new Claims(step.orElse(ThresholdSweep.STEPS), claims);
        };
    }

    /** Returns a way to claim what would be published: the target, or an operating point in its place. */
    static Function<ThresholdSweep, Claims> ofChoice(CalibrationTarget target, int images, List<String> labels) {
        TargetRule rule = target.rule(images, labels);
        OperatingPoints points = new OperatingPoints(target, images, labels);
        return path -> {
            Choice choice = Choice.of(target, rule, points, path);
            OperatingPoint instead = choice.instead();
            if (instead != null) {
                return new Claims(choice.step(), List.of(claim(instead, choice.table(), labels)));
            }
            Claim kept = new Claim(choice.step(), outcome -> target.holdsOn(outcome, labels));
            return new Claims(choice.step(), choice.kept() ? List.of(kept) : List.of());
        };
    }

    /** Returns a way to claim all operating points together, of which the best would be published. */
    static Function<ThresholdSweep, Claims> ofPoints(CalibrationTarget target, int images, List<String> labels) {
        OperatingPoints points = new OperatingPoints(target, images, labels);
        return path -> {
            PointTable table = points.table(path);
            return new Claims(
                    table.best().map(OperatingPoint::step).orElse(ThresholdSweep.STEPS),
                    table.points().stream()
                            .map(point -> claim(point, table, labels))
                            .toList());
        };
    }

    private static Claim claim(OperatingPoint point, PointTable table, List<String> labels) {
        CalibrationTarget promised = new CalibrationTarget(
                CalibrationTarget.Kind.MAX_LOSS, point.maxLoss(), table.confidence(), table.classes());
        return new Claim(point.step(), outcome -> promised.holdsOn(outcome, labels));
    }
}
