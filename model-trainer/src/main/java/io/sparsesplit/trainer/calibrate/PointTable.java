package io.sparsesplit.trainer.calibrate;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Holds operating points whose bounds hold together, so that anyone may choose one after looking at them.
 *
 * @param confidence least probability, over the draw of the images, that all bounds of all points hold; in (0, 1)
 * @param classes targets for classes that every point keeps
 * @param points one for each loss that so many images can show, smallest first
 */
record PointTable(double confidence, List<ClassTarget> classes, List<OperatingPoint> points) {

    /** Returns the point that is worth most; empty when none is worth more than no exit at all. */
    Optional<OperatingPoint> best() {
        return points.stream()
                .filter(point -> point.worth() > 0)
                // Of equals the first is kept, whose bound is smallest.
                .max(Comparator.comparingDouble(OperatingPoint::worth)
                        .thenComparing(Comparator.comparingDouble(OperatingPoint::maxLoss)
                                .reversed()));
    }

    /**
     * Returns the target that every point keeps in the place of one that was asked for: the same, or with a larger share missed.
     */
    Optional<ClassTarget> kept(ClassTarget asked) {
        return classes.stream()
                .filter(target -> target.kind() == asked.kind()
                        && Objects.equals(target.label(), asked.label())
                        && (target.kind() == ClassTarget.Kind.MISS
                                ? target.percent() >= asked.percent()
                                : target.percent() == asked.percent()))
                .findFirst();
    }

    boolean answers() {
        return points.stream().anyMatch(OperatingPoint::answers);
    }
}
