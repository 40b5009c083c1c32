package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.model.artifact.Manifest.Bound;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * States what a user wants of a threshold.
 *
 * <p>A promise holds for all images of the kind that the images were drawn from: the probability, over the draw, that the
 * threshold chosen breaks it is at most one less the confidence. Thresholds are tested one after the other, in an order that
 * was fixed beforehand, each at that level, until one fails; the last that passed is taken. Only the first threshold on the
 * way that breaks the promise can do harm, so that nothing is to be paid for trying many (fixed-sequence testing in
 * Angelopoulos, Bates, Candès, Jordan and Lei, Learn then Test, 2021). The order runs from the safe end, which needs no test:
 * down from 1, where no exit answers and nothing is lost, or up from 0, where exits answer every image.
 *
 * <p>Without a promise the images are taken at their word: of all thresholds at which the target holds on them the one furthest
 * from the safe end is taken.
 *
 * <p>Wishes for classes are tested with the others at each threshold, each at the full level: as all have to pass, a
 * threshold that breaks one of them passes with no more probability than that one's test does (intersection-union test).
 *
 * @param kind what is wanted
 * @param value what is wanted at least or at most, in percentage points or percent, 0 to 100
 * @param confidence confidence of the promise, in (0, 1); null for none
 * @param classes what is wanted of single classes as well; a promise holds for all of it together
 */
public record CalibrationTarget(
        Kind kind, double value, @Nullable Double confidence, List<ClassTarget> classes) {

    /** Tells apart what can be wanted. */
    public enum Kind {
        /** Exits and tail together lose at most so many percentage points against the tail alone. */
        MAX_LOSS,
        /** Exits and tail together get at least so many percent right. */
        TARGET_ACCURACY,
        /** Exits answer at least so many percent. */
        TARGET_EXIT_RATE;

        /** Returns the name used in manifests and, after two hyphens, on the command line, for example {@code max-loss}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when a value is out of its range; the message names the option
     */
    public CalibrationTarget {
        classes = List.copyOf(classes);
        if (!(value >= 0 && value <= 100)) {
            throw new IllegalArgumentException("--%s must be 0 to 100 %s, not %s"
                    .formatted(kind, kind == Kind.MAX_LOSS ? "percentage points" : "percent", value));
        }
        if (confidence != null && !(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "--confidence must be greater than 0 and less than 1, for example 0.95, not " + confidence);
        }
    }

    /** Makes a target for all classes together only. */
    public CalibrationTarget(Kind kind, double value, @Nullable Double confidence) {
        this(kind, value, confidence, List.of());
    }

    /**
     * Checks that the classes which the target names exist.
     *
     * @throws IllegalArgumentException when one does not; the message lists all labels
     */
    public void requireLabels(List<String> labels) {
        for (ClassTarget target : classes) {
            if (target.label() != null && !labels.contains(target.label())) {
                throw new IllegalArgumentException("--%s names the class '%s', but the classes are %s"
                        .formatted(target.kind(), target.label(), String.join(", ", labels)));
            }
        }
    }

    /** Returns the same target without a promise. */
    CalibrationTarget empirical() {
        return new CalibrationTarget(kind, value, null, classes);
    }

    /** Returns the options that state this target, for example {@code --max-loss 0.1 --miss 7=1.0 --confidence 0.95}. */
    public String options() {
        String forClasses =
                classes.stream().map(target -> target.option() + " ").collect(Collectors.joining());
        return "--%s %s %s%s"
                .formatted(kind, value, forClasses, confidence == null ? "--empirical" : "--confidence " + confidence);
    }

    /** Returns what is promised once the target is kept; null when nothing is. */
    @Nullable
    Bound bound() {
        return confidence == null
                ? null
                : new Bound(kind == Kind.MAX_LOSS ? LossTest.NAME : ClopperPearson.NAME, value, confidence);
    }

    /**
     * Returns the rule by which thresholds are chosen from so many images.
     *
     * @param labels names of the classes, in the order of the network's outputs, among them those that the target names
     */
    TargetRule rule(int images, List<String> labels) {
        return new TargetRule(this, images, labels);
    }

    /** Returns whether the target, with those for classes, holds on the very images that were counted. */
    boolean holdsOn(Outcome outcome, List<String> labels) {
        return holdsOverallOn(outcome) && classes.stream().allMatch(target -> target.holdsOn(outcome, labels));
    }

    /** Returns whether the target for all classes together holds on the very images that were counted. */
    boolean holdsOverallOn(Outcome outcome) {
        double wanted = value * outcome.images() / 100;
        return switch (kind) {
            case MAX_LOSS -> outcome.lost() - outcome.won() <= wanted;
            case TARGET_ACCURACY -> outcome.correct() >= wanted;
            case TARGET_EXIT_RATE -> outcome.localExits() >= wanted;
        };
    }
}
