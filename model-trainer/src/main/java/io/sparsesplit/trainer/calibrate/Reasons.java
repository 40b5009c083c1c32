package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.trainer.calibrate.CalibrationTarget.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Says why a target cannot be kept by exits that answer, and what could be asked for. */
final class Reasons {

    private final CalibrationTarget target;
    private final List<String> labels;
    private final ThresholdSweep path;

    Reasons(CalibrationTarget target, List<String> labels, ThresholdSweep path) {
        this.target = target;
        this.labels = labels;
        this.path = path;
    }

    /** Returns a sentence for all that stands in the way of the target itself, then of those for classes. */
    String text() {
        List<String> reasons = Stream.concat(
                        overall().stream(), target.classes().stream().flatMap(this::ofClass))
                .toList();
        return reasons.isEmpty()
                ? "no threshold keeps all of the target together; allow more."
                : reasons.get(0)
                        + reasons.stream()
                                .skip(1)
                                .map(reason ->
                                        " " + reason.substring(0, 1).toUpperCase(Locale.ROOT) + reason.substring(1))
                                .collect(Collectors.joining());
    }

    private Optional<String> overall() {
        if (target.kind() == Kind.TARGET_ACCURACY) {
            return unreachedAccuracy();
        }
        if (target.kind() == Kind.TARGET_EXIT_RATE) {
            return Optional.empty();
        }
        return target.rule(path.images(), labels).isKeptBeforeTheSafeEnd(path)
                ? Optional.empty()
                : Optional.of(lossThatCannotBeKept());
    }

    private Optional<String> unreachedAccuracy() {
        Double confidence = target.confidence();
        if (confidence == null) {
            double best = IntStream.rangeClosed(0, ThresholdSweep.STEPS)
                    .mapToDouble(step -> path.at(step).accuracy())
                    .max()
                    .orElseThrow();
            return best >= target.value()
                    ? Optional.empty()
                    : Optional.of(text(
                            "%s %% correct cannot be reached on these %d images: ask for %.2f %% or less.",
                            target.value(), path.images(), floor(best)));
        }
        Outcome tail = path.at(ThresholdSweep.STEPS);
        double lower = 100 * ClopperPearson.lower(tail.correct(), tail.images(), confidence);
        if (lower < target.value()) {
            return Optional.of(text(
                    "%s %% correct cannot be promised with confidence %s: the tail alone gets %d of %d images right;"
                            + " ask for %.2f %% or less, or for what was measured, with --empirical.",
                    target.value(), confidence, tail.correct(), tail.images(), floor(lower)));
        }
        Outcome first = path.at(ThresholdSweep.STEPS - 1);
        return target.rule(path.images(), labels).isKeptBeforeTheSafeEnd(path)
                ? Optional.empty()
                : Optional.of(text(
                        "with exits, even at the highest threshold, %s, only %d of %d images are right, too few to promise"
                                + " %s %% with confidence %s; ask for less.",
                        ThresholdSweep.threshold(ThresholdSweep.STEPS - 1),
                        first.correct(),
                        first.images(),
                        target.value(),
                        confidence));
    }

    private String lossThatCannotBeKept() {
        Double confidence = target.confidence();
        if (confidence == null) {
            return text(
                    "on these %d images every threshold loses more than %s points; allow more with --max-loss.",
                    path.images(), target.value());
        }
        if (target.value() == 0) {
            return "a loss of 0 points cannot be promised from any number of images; allow more with --max-loss.";
        }
        long fewest = LossTest.fewestImages(target.value() / 100, confidence);
        if (path.images() < fewest) {
            return text(
                    "%d images are too few to promise a loss of at most %s points with confidence %s;"
                            + " hold out at least %d, of which %d choose the threshold, or allow %.2f points.",
                    path.images(),
                    target.value(),
                    confidence,
                    Calibration.images(fewest),
                    fewest,
                    ceil(100 * LossTest.smallestLoss(path.images(), confidence)));
        }
        Outcome first = path.at(ThresholdSweep.STEPS - 1);
        return text(
                "even at the highest threshold, %s, exits lose %d of %d images and win %d, too many to promise a loss of at"
                        + " most %s points with confidence %s; allow more with --max-loss.",
                ThresholdSweep.threshold(ThresholdSweep.STEPS - 1),
                first.lost(),
                first.images(),
                first.won(),
                target.value(),
                confidence);
    }

    private Stream<String> ofClass(ClassTarget asked) {
        Double confidence = target.confidence();
        return confidence == null
                ? Stream.empty()
                : IntStream.of(asked.classes(labels))
                        .mapToObj(c -> ofClass(asked, c, confidence))
                        .flatMap(Optional::stream);
    }

    private Optional<String> ofClass(ClassTarget asked, int c, double confidence) {
        boolean miss = asked.kind() == ClassTarget.Kind.MISS;
        ClassOutcome counts = path.at(miss ? ThresholdSweep.STEPS - 1 : ThresholdSweep.STEPS)
                .classes()
                .get(c);
        double best = 100
                * (miss
                        ? LossTest.smallestLoss(counts.images(), confidence)
                        : ClopperPearson.lower(counts.images(), counts.images(), confidence));
        if (miss ? best > asked.percent() : best < asked.percent()) {
            return Optional.of(text(
                    miss
                            ? "%d images of class '%s' can promise at best %.1f %% missed, not %s %%."
                            : "%d images of class '%s' can promise at best a recall of %.1f %%, not %s %%.",
                    counts.images(),
                    labels.get(c),
                    miss ? Math.ceil(10 * best) / 10 : Math.floor(10 * best) / 10,
                    asked.percent()));
        }
        double bound = 100
                * (miss
                        ? 1 - ClopperPearson.lower(counts.images() - counts.missed(), counts.images(), confidence)
                        : ClopperPearson.lower(counts.recognised(), counts.images(), confidence));
        if (miss ? bound <= asked.percent() : bound >= asked.percent()) {
            return Optional.empty();
        }
        return Optional.of(
                miss
                        ? text(
                                "even at the highest threshold, %s, exits miss %d of %d images of class '%s', too many to"
                                        + " promise at most %s %%.",
                                ThresholdSweep.threshold(ThresholdSweep.STEPS - 1),
                                counts.missed(),
                                counts.images(),
                                labels.get(c),
                                asked.percent())
                        : text(
                                "the tail alone recognises %d of %d images of class '%s': ask for a recall of %.2f %% or less.",
                                counts.recognised(), counts.images(), labels.get(c), floor(bound)));
    }

    /** Rounds down to two decimals, so that what is named can be had. */
    private static double floor(double percent) {
        return Math.floor(100 * percent) / 100;
    }

    private static double ceil(double points) {
        return Math.ceil(100 * points) / 100;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
