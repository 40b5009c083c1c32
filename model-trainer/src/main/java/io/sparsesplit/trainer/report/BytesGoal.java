package io.sparsesplit.trainer.report;

import static io.sparsesplit.trainer.report.Networks.text;

import io.sparsesplit.trainer.report.TransportVariant.Measured;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A figure of bytes that was to be reached, set before.
 *
 * <p>The choice is made on validation images. What loses 0.2 points there may lose 0.3 on test images, so a goal can still miss its
 * accuracy; the choice is not repeated then. Of the candidates with few enough bytes the most accurate is chosen. The one with the
 * fewest bytes stands nearest to the limit of accuracy, and falls below it on other images as often as not.
 *
 * @param what is measured
 * @param figure its mean is held against the limits
 * @param limits of the figure
 * @param scope of the figure, {@link BytesPoint#ALL} or {@link BytesPoint#CASCADE}
 * @param isAccurate whether answers are right often enough: by this a way is chosen on validation images, and held to it on test
 *     images
 * @param candidates ways to choose from: of those that reach the aim, or else the floor, the one that is right most often
 * @param competitor an honest one, and its figure
 */
record BytesGoal(
        String what,
        Function<Measured, Optional<Sample>> figure,
        Limits limits,
        String scope,
        Predicate<Measured> isAccurate,
        List<TransportVariant> candidates,
        String competitor) {

    /** Of {@link #row}. */
    static final List<String> HEADER =
            List.of("what", "sent", "floor", "aim", "reached", "worst", "n", "verdict", "honest competitor");

    /** Of {@link #choice}. */
    static final List<String> CHOICE_HEADER =
            List.of("what", "sent", "bits", "beta", "validation difference", "test accuracy", "test difference");

    /**
     * What is wanted at least, and what would be fine.
     *
     * @param isMoreBetter whether figures are to be above both, not below
     */
    record Limits(double floor, double aim, boolean isMoreBetter) {

        static Limits atMost(double floor, double aim) {
            return new Limits(floor, aim, false);
        }

        static Limits atLeast(double floor, double aim) {
            return new Limits(floor, aim, true);
        }

        Limits plus(double more) {
            return new Limits(floor + more, aim + more, isMoreBetter);
        }

        private GoalResult verdict(double figure) {
            return isMoreBetter
                    ? GoalResult.of(figure >= floor, figure >= aim)
                    : GoalResult.of(figure <= floor, figure <= aim);
        }
    }

    /** What was reached. */
    List<String> row() {
        Optional<Measured> tested = chosen().map(way -> way.tested(scope));
        Optional<Sample> reached = tested.flatMap(figure);
        GoalResult without = candidates.isEmpty() ? GoalResult.NOT_RUN : GoalResult.BELOW_THE_FLOOR;
        return List.of(
                what,
                sent(),
                Notation.percent(limits.floor()),
                Notation.percent(limits.aim()),
                text(reached, Sample::toString),
                text(reached, sample -> Notation.percent(sample.worst())),
                text(reached, sample -> String.valueOf(sample.runs())),
                reached.map(sample -> verdict(sample, tested.orElseThrow()))
                        .orElse(without)
                        .toString(),
                competitor);
    }

    /** By which way, and what it does to the answers. */
    List<String> choice() {
        Optional<TransportVariant> chosen = chosen();
        Optional<Measured> tested = chosen.map(way -> way.tested(scope));
        return List.of(
                what,
                sent(),
                chosen.map(way -> String.valueOf(way.bits())).orElse(Notation.NONE),
                chosen.map(way -> Notation.plain(way.beta())).orElse(Notation.NONE),
                text(chosen.flatMap(way -> way.validated(scope).difference()), Sample::asDifference),
                text(tested.flatMap(Measured::accuracy), Sample::toString),
                text(tested.flatMap(Measured::difference), Sample::asDifference));
    }

    /** By means over validation images, all of them sent. */
    private Optional<TransportVariant> chosen() {
        return candidates.stream()
                .filter(way -> validated(way).codedBytes().isPresent() && isAccurate.test(validated(way)))
                .min(Comparator.comparing(this::promise)
                        .thenComparing(
                                way -> -validated(way).accuracy().orElseThrow().mean()));
    }

    private GoalResult promise(TransportVariant way) {
        return limits.verdict(figure.apply(validated(way)).orElseThrow().mean());
    }

    private static Measured validated(TransportVariant way) {
        return way.validated(BytesPoint.ALL);
    }

    private String sent() {
        return scope.equals(BytesPoint.ALL) ? "every image" : "offloads";
    }

    private GoalResult verdict(Sample reached, Measured tested) {
        GoalResult verdict = limits.verdict(reached.mean());
        return verdict == GoalResult.BELOW_THE_FLOOR || isAccurate.test(tested) ? verdict : GoalResult.ACCURACY_MISSED;
    }
}
