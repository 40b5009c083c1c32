package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.model.artifact.Manifest.Bound;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a user wants of a threshold.
 *
 * <p>A promise holds for all images of the kind that the images were drawn from: the probability, over the draw, that the
 * threshold chosen breaks it is at most one less the confidence. Thresholds are tested one after the other, in an order that
 * was fixed beforehand, each at that level, until one fails; the last that passed is taken. Only the first threshold on the
 * way that breaks the promise can do harm, so that nothing is to be paid for trying many (fixed-sequence testing in
 * Angelopoulos, Bates, Candès, Jordan and Lei, Learn then Test, 2021). The order runs from the safe end, which needs no test:
 * down from 1, where no exit answers and nothing is lost, or up from 0, where exits answer every image.
 *
 * <p>Without a promise the images are taken at their word: of all thresholds at which the wish holds on them the one furthest
 * from the safe end is taken.
 *
 * @param kind what is wanted
 * @param value percentage points or percent, 0 to 100
 * @param confidence of the promise, in (0, 1); null for none
 */
public record Wish(Kind kind, double value, @Nullable Double confidence) {

    /** What can be wanted. */
    public enum Kind {
        /** Exits and tail together lose at most so many percentage points against the tail alone. */
        MAX_LOSS,
        /** Exits and tail together get at least so many percent right. */
        TARGET_ACCURACY,
        /** Exits answer at least so many percent. */
        TARGET_EXIT_RATE;

        /** The name used in manifests and, after two hyphens, on the command line, for example {@code max-loss}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException naming the option that is wrong
     */
    public Wish {
        if (!(value >= 0 && value <= 100)) {
            throw new IllegalArgumentException("--%s must be 0 to 100 %s, not %s"
                    .formatted(kind, kind == Kind.MAX_LOSS ? "percentage points" : "percent", value));
        }
        if (confidence != null && !(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "--confidence must be greater than 0 and less than 1, for example 0.95, not " + confidence);
        }
    }

    /** The same wish, measured only. */
    Wish empirical() {
        return new Wish(kind, value, null);
    }

    /** The options that say so, for example {@code --max-loss 0.1 --confidence 0.95}. */
    public String options() {
        return "--%s %s %s".formatted(kind, value, confidence == null ? "--empirical" : "--confidence " + confidence);
    }

    /** What is promised once the wish is kept; null when nothing is. */
    @Nullable
    Bound bound() {
        return confidence == null
                ? null
                : new Bound(kind == Kind.MAX_LOSS ? LossTest.NAME : ClopperPearson.NAME, value, confidence);
    }

    /** The rule by which thresholds are chosen from so many images. */
    Rule rule(int images) {
        return new Rule(this, test(images));
    }

    /** Whether the wish holds on the very images that were counted. */
    boolean holdsOn(Outcome outcome) {
        double wanted = value * outcome.images() / 100;
        return switch (kind) {
            case MAX_LOSS -> outcome.lost() - outcome.won() <= wanted;
            case TARGET_ACCURACY -> outcome.correct() >= wanted;
            case TARGET_EXIT_RATE -> outcome.localExits() >= wanted;
        };
    }

    /** Whether an outcome over so many images shows that the wish holds for all images; without a promise, on those. */
    private Predicate<Outcome> test(int images) {
        if (confidence == null) {
            return this::holdsOn;
        }
        if (kind == Kind.MAX_LOSS) {
            LossTest test = new LossTest(images, value / 100, confidence);
            return outcome -> test.passes(outcome.lost(), outcome.won());
        }
        int fewest = ClopperPearson.fewestHits(images, value / 100, confidence);
        return outcome -> (kind == Kind.TARGET_ACCURACY ? outcome.correct() : outcome.localExits()) >= fewest;
    }

    /** A wish, ready to be applied to paths over one number of images. */
    record Rule(Wish wish, Predicate<Outcome> test) {

        /** The step chosen; empty when the wish is kept nowhere. */
        OptionalInt choose(ThresholdPath path) {
            boolean upwards = wish.kind == Kind.TARGET_EXIT_RATE;
            int safe = upwards ? 0 : ThresholdPath.STEPS;
            int towards = upwards ? 1 : -1;
            OptionalInt chosen = OptionalInt.empty();
            for (int step = safe; step >= 0 && step <= ThresholdPath.STEPS; step += towards) {
                if ((step == safe && isKeptAtSafeEnd()) || test.test(path.at(step))) {
                    chosen = OptionalInt.of(step);
                } else if (wish.confidence != null) {
                    break;
                }
            }
            return chosen;
        }

        /** A loss or an exit rate is known there without looking at an image; the accuracy is the tail's. */
        private boolean isKeptAtSafeEnd() {
            return wish.kind != Kind.TARGET_ACCURACY;
        }
    }
}
