package io.sparsesplit.trainer.calibrate;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Holds the threshold that was chosen for a target.
 *
 * <p>The target comes first. Where it cannot be promised, and no exit would ever answer, the best operating point is taken
 * instead. A target that so many images cannot prove leaves the points as the only promise, which is then broken with a
 * probability of at most one less the confidence. A target that they could prove, but do not, has used that probability
 * already: each of the two promises keeps the confidence, but both in a row only twice as much is certain of.
 *
 * @param step step of the threshold, see {@link ThresholdSweep}; the last step when no exit answers
 * @param kept whether the target is kept
 * @param instead operating point taken in place of the target; null when none was
 * @param table operating points to choose from
 */
record Choice(int step, boolean kept, @Nullable OperatingPoint instead, PointTable table) {

    /**
     * Chooses a threshold.
     *
     * @param rule rule of the target, for as many images as the path has
     */
    static Choice of(CalibrationTarget target, TargetRule rule, OperatingPoints points, ThresholdSweep path) {
        OptionalInt step = rule.choose(path);
        PointTable table = points.table(path);
        boolean nothingLost =
                target.kind() == CalibrationTarget.Kind.MAX_LOSS && step.orElse(0) == ThresholdSweep.STEPS;
        if (target.confidence() == null || (step.isPresent() && !nothingLost)) {
            return new Choice(step.orElse(ThresholdSweep.STEPS), step.isPresent(), null, table);
        }
        return table.best()
                .map(point -> new Choice(point.step(), false, point, table))
                .orElseGet(() -> new Choice(ThresholdSweep.STEPS, step.isPresent(), null, table));
    }
}
