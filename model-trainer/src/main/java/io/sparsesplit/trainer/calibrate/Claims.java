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
     * Returns a way to claim that a wish holds at the threshold chosen for it; nothing is claimed where no threshold was chosen.
     */
    static Function<ThresholdPath, Claims> ofWish(Wish wish, int images, List<String> labels) {
        WishRule rule = wish.rule(images, labels);
        return path -> {
            OptionalInt step = rule.choose(path);
            List<Claim> claims = step.stream()
                    .mapToObj(s -> new Claim(s, outcome -> wish.holdsOn(outcome, labels)))
                    .toList();
            return new Claims(step.orElse(ThresholdPath.STEPS), claims);
        };
    }

    /** Returns a way to claim what would be published: the wish, or an operating point in its place. */
    static Function<ThresholdPath, Claims> ofChoice(Wish wish, int images, List<String> labels) {
        WishRule rule = wish.rule(images, labels);
        OperatingPoints points = new OperatingPoints(wish, images, labels);
        return path -> {
            Choice choice = Choice.of(wish, rule, points, path);
            OperatingPoint instead = choice.instead();
            if (instead != null) {
                return new Claims(choice.step(), List.of(claim(instead, choice.table(), labels)));
            }
            Claim kept = new Claim(choice.step(), outcome -> wish.holdsOn(outcome, labels));
            return new Claims(choice.step(), choice.kept() ? List.of(kept) : List.of());
        };
    }

    /** Returns a way to claim all operating points together, of which the best would be published. */
    static Function<ThresholdPath, Claims> ofPoints(Wish wish, int images, List<String> labels) {
        OperatingPoints points = new OperatingPoints(wish, images, labels);
        return path -> {
            PointTable table = points.table(path);
            return new Claims(
                    table.best().map(OperatingPoint::step).orElse(ThresholdPath.STEPS),
                    table.points().stream()
                            .map(point -> claim(point, table, labels))
                            .toList());
        };
    }

    private static Claim claim(OperatingPoint point, PointTable table, List<String> labels) {
        Wish promised = new Wish(Wish.Kind.MAX_LOSS, point.maxLoss(), table.confidence(), table.classes());
        return new Claim(point.step(), outcome -> promised.holdsOn(outcome, labels));
    }
}
