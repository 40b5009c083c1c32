package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.trainer.calibrate.Wish.Kind;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Applies a wish to paths over one number of images.
 *
 * <p>A wish for the exit rate is tested from threshold 0 upwards, wishes for classes from threshold 1 downwards. Where both are
 * given, each is tested in its own order at half the level, and a threshold is chosen that both have passed.
 */
final class WishRule {

    private final Wish wish;
    private final List<String> labels;
    private final double level;
    private final Predicate<Outcome> overall;

    WishRule(Wish wish, int images, List<String> labels) {
        this.wish = wish;
        this.labels = labels;
        Double confidence = wish.confidence();
        boolean twoSequences =
                wish.kind() == Kind.TARGET_EXIT_RATE && !wish.classes().isEmpty();
        this.level = confidence == null ? 1 : (1 - confidence) / (twoSequences ? 2 : 1);
        this.overall = confidence == null ? wish::holdsOverallOn : overall(wish, images, 1 - level);
    }

    private static Predicate<Outcome> overall(Wish wish, int images, double confidence) {
        if (wish.kind() == Kind.MAX_LOSS) {
            LossTest test = new LossTest(images, wish.value() / 100, confidence);
            return outcome -> test.passes(outcome.lost(), outcome.won());
        }
        int fewest = ClopperPearson.fewestHits(images, wish.value() / 100, confidence);
        return outcome -> (wish.kind() == Kind.TARGET_ACCURACY ? outcome.correct() : outcome.localExits()) >= fewest;
    }

    /** Returns the step that is chosen; empty when the wish is kept nowhere. */
    OptionalInt choose(ThresholdPath path) {
        if (wish.confidence() == null) {
            return measured(path);
        }
        IntPredicate classes = classes(path);
        if (wish.kind() != Kind.TARGET_EXIT_RATE) {
            return FixedSequence.downwards(step -> classes.test(step) && isKept(path, step, ThresholdPath.STEPS));
        }
        OptionalInt fast = FixedSequence.upwards(step -> isKept(path, step, 0));
        OptionalInt safe = FixedSequence.downwards(classes);
        return safe.isPresent() && safe.getAsInt() <= fast.orElse(-1) ? fast : OptionalInt.empty();
    }

    /** Returns whether the wish for all classes together is kept where exits may answer: at the highest threshold but 1. */
    boolean isKeptBeforeTheSafeEnd(ThresholdPath path) {
        return overall.test(path.at(ThresholdPath.STEPS - 1));
    }

    /** A loss or an exit rate is known at its safe end without looking at an image; the accuracy there is the tail's. */
    private boolean isKept(ThresholdPath path, int step, int safe) {
        return (step == safe && wish.kind() != Kind.TARGET_ACCURACY) || overall.test(path.at(step));
    }

    private IntPredicate classes(ThresholdPath path) {
        List<ClassTest> tests = wish.classes().stream()
                .map(asked -> new ClassTest(asked, labels, path.classImages(), level))
                .toList();
        return ClassTest.all(tests, path);
    }

    private OptionalInt measured(ThresholdPath path) {
        IntPredicate holds = step -> wish.holdsOn(path.at(step), labels);
        IntStream steps = IntStream.rangeClosed(0, ThresholdPath.STEPS).filter(holds);
        return wish.kind() == Kind.TARGET_EXIT_RATE ? steps.max() : steps.min();
    }
}
