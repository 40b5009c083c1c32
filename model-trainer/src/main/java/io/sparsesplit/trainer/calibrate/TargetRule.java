package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.trainer.calibrate.CalibrationTarget.Kind;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Applies a target to paths over one number of images.
 *
 * <p>A target for the exit rate is tested from threshold 0 upwards, targets for classes from threshold 1 downwards. Where both are
 * given, each is tested in its own order at half the level, and a threshold is chosen that both have passed.
 */
final class TargetRule {

    private final CalibrationTarget target;
    private final List<String> labels;
    private final double level;
    private final Predicate<Outcome> overall;

    TargetRule(CalibrationTarget target, int images, List<String> labels) {
        this.target = target;
        this.labels = labels;
        Double confidence = target.confidence();
        boolean twoSequences =
                target.kind() == Kind.TARGET_EXIT_RATE && !target.classes().isEmpty();
        this.level = confidence == null ? 1 : (1 - confidence) / (twoSequences ? 2 : 1);
        this.overall = confidence == null ? target::holdsOverallOn : overall(target, images, 1 - level);
    }

    private static Predicate<Outcome> overall(CalibrationTarget target, int images, double confidence) {
        if (target.kind() == Kind.MAX_LOSS) {
            LossTest test = new LossTest(images, target.value() / 100, confidence);
            return outcome -> test.passes(outcome.lost(), outcome.won());
        }
        int fewest = ClopperPearson.fewestHits(images, target.value() / 100, confidence);
        return outcome -> (target.kind() == Kind.TARGET_ACCURACY ? outcome.correct() : outcome.localExits()) >= fewest;
    }

    /** Returns the step that is chosen; empty when the target is kept nowhere. */
    OptionalInt choose(ThresholdSweep path) {
        if (target.confidence() == null) {
            return measured(path);
        }
        IntPredicate classes = classes(path);
        if (target.kind() != Kind.TARGET_EXIT_RATE) {
            return FixedSequence.downwards(step -> classes.test(step) && isKept(path, step, ThresholdSweep.STEPS));
        }
        OptionalInt fast = FixedSequence.upwards(step -> isKept(path, step, 0));
        OptionalInt safe = FixedSequence.downwards(classes);
        return safe.isPresent() && safe.getAsInt() <= fast.orElse(-1) ? fast : OptionalInt.empty();
    }

    /** Returns whether the target for all classes together is kept where exits may answer: at the highest threshold but 1. */
    boolean isKeptBeforeTheSafeEnd(ThresholdSweep path) {
        return overall.test(path.at(ThresholdSweep.STEPS - 1));
    }

    /** A loss or an exit rate is known at its safe end without looking at an image; the accuracy there is the tail's. */
    private boolean isKept(ThresholdSweep path, int step, int safe) {
        return (step == safe && target.kind() != Kind.TARGET_ACCURACY) || overall.test(path.at(step));
    }

    private IntPredicate classes(ThresholdSweep path) {
        List<ClassTest> tests = target.classes().stream()
                .map(asked -> new ClassTest(asked, labels, path.classImages(), level))
                .toList();
        return ClassTest.all(tests, path);
    }

    private OptionalInt measured(ThresholdSweep path) {
        IntPredicate holds = step -> target.holdsOn(path.at(step), labels);
        IntStream steps = IntStream.rangeClosed(0, ThresholdSweep.STEPS).filter(holds);
        return target.kind() == Kind.TARGET_EXIT_RATE ? steps.max() : steps.min();
    }
}
