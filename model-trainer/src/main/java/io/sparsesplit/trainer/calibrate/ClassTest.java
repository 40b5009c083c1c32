package io.sparsesplit.trainer.calibrate;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Tests exactly whether a target holds for all images of a class, by the bound of Clopper and Pearson over the images of the class.
 * A target for each class is one test for each of them, of which all must pass.
 */
final class ClassTest {

    private static final int NOTHING_PASSES = -1;

    private final ClassTarget.Kind kind;
    private final int[] classes;
    /** The most images that may be missed, or the fewest that must be recognised, of each of these classes. */
    private final int[] limits;

    /**
     * Makes the test for so many images of each class.
     *
     * @param labels names of all classes, in the order of the network's outputs
     * @param images number of images of each class
     * @param level probability of passing wrongly, in (0, 1)
     */
    ClassTest(ClassTarget target, List<String> labels, List<Integer> images, double level) {
        this.kind = target.kind();
        this.classes = target.classes(labels);
        this.limits = IntStream.of(classes)
                .map(c -> limit(target, images.get(c), level))
                .toArray();
    }

    private static int limit(ClassTarget target, int images, double level) {
        double probability = target.percent() / 100;
        if (target.kind() == ClassTarget.Kind.MISS) {
            return probability >= 1 ? images : LossTest.clopperPearson(images, probability, level);
        }
        return ClopperPearson.fewestHits(images, probability, 1 - level);
    }

    /** Returns whether there are enough images of the class for any outcome to pass. */
    boolean canPass(List<Integer> images) {
        return IntStream.range(0, classes.length)
                .allMatch(i -> kind == ClassTarget.Kind.MISS
                        ? limits[i] != NOTHING_PASSES
                        : limits[i] <= images.get(classes[i]));
    }

    boolean passes(Outcome outcome) {
        return IntStream.range(0, classes.length).allMatch(i -> {
            ClassOutcome counts = outcome.classes().get(classes[i]);
            return kind == ClassTarget.Kind.MISS ? counts.missed() <= limits[i] : counts.recognised() >= limits[i];
        });
    }

    /**
     * Returns a condition that is true at the steps of a path at which all tests pass.
     *
     * @return condition on a step; where no exit answers nothing is missed, which needs no test
     */
    static IntPredicate all(List<ClassTest> tests, ThresholdSweep path) {
        return step -> tests.stream()
                .allMatch(test -> (step == ThresholdSweep.STEPS && test.kind == ClassTarget.Kind.MISS)
                        || test.passes(path.at(step)));
    }
}
