package io.sparsesplit.trainer.calibrate;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Holds the threshold that was chosen for a wish.
 *
 * <p>The wish comes first. Where it cannot be promised, and no exit would ever answer, the best operating point is taken
 * instead. A wish that so many images cannot prove leaves the points as the only promise, which is then broken with a
 * probability of at most one less the confidence. A wish that they could prove, but do not, has used that probability
 * already: each of the two promises keeps the confidence, but both in a row only twice as much is certain of.
 *
 * @param step step of the threshold, see {@link ThresholdPath}; the last step when no exit answers
 * @param kept whether the wish is kept
 * @param instead operating point taken in place of the wish; null when none was
 * @param table operating points to choose from
 */
record Choice(int step, boolean kept, @Nullable OperatingPoint instead, PointTable table) {

    /**
     * Chooses a threshold.
     *
     * @param rule rule of the wish, for as many images as the path has
     */
    static Choice of(Wish wish, WishRule rule, OperatingPoints points, ThresholdPath path) {
        OptionalInt step = rule.choose(path);
        PointTable table = points.table(path);
        boolean nothingLost = wish.kind() == Wish.Kind.MAX_LOSS && step.orElse(0) == ThresholdPath.STEPS;
        if (wish.confidence() == null || (step.isPresent() && !nothingLost)) {
            return new Choice(step.orElse(ThresholdPath.STEPS), step.isPresent(), null, table);
        }
        return table.best()
                .map(point -> new Choice(point.step(), false, point, table))
                .orElseGet(() -> new Choice(ThresholdPath.STEPS, step.isPresent(), null, table));
    }
}
