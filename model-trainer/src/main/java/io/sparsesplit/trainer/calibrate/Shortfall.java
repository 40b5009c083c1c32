package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.trainer.calibrate.CalibrationTarget.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds what a user must be told when a target is not kept, or when no exit answers.
 *
 * @param reasons one sentence or more on why it is so, and on what could be asked for
 * @param message text of the reasons, with what was asked for and what is promised instead
 */
public record Shortfall(String reasons, String message) {

    /** Returns what must be told; empty when the target is kept by exits that answer. */
    static Optional<Shortfall> of(CalibrationTarget target, List<String> labels, ThresholdSweep path, Choice choice) {
        OperatingPoint point = choice.instead();
        boolean shut = choice.step() == ThresholdSweep.STEPS && target.kind() != Kind.TARGET_EXIT_RATE;
        if (choice.kept() && !shut) {
            return Optional.empty();
        }
        String reasons = new Reasons(target, labels, path).text();
        if (point != null) {
            return Optional.of(new Shortfall(reasons, instead(target, reasons, point, choice.table())));
        }
        String exits = choice.step() == ThresholdSweep.STEPS ? "All images go to the tail: " : "";
        return Optional.of(new Shortfall(reasons, exits + reasons));
    }

    private static String instead(CalibrationTarget target, String reasons, OperatingPoint point, PointTable table) {
        return String.format(
                Locale.ROOT,
                "%s cannot be promised: %s%nPromised instead, with confidence %s: at most %s points lost%s. Threshold %s answers"
                        + " %.2f %% of these images on the edge. Another of the points is taken by 'sparsesplit calibrate MODEL"
                        + " --point LOSS'.",
                wanted(target),
                reasons,
                table.confidence(),
                point.maxLoss(),
                table.classes().stream().map(Shortfall::promise).collect(Collectors.joining()),
                ThresholdSweep.threshold(point.step()),
                point.outcome().localExitRate());
    }

    private static String promise(ClassTarget kept) {
        String label = Objects.requireNonNullElse(kept.label(), "");
        return kept.kind() == ClassTarget.Kind.MISS
                ? ", at most %s %% of class '%s' missed at the exit".formatted(kept.percent(), label)
                : ", at least %s %% of %s recognised"
                        .formatted(kept.percent(), label.isEmpty() ? "each class" : "class '" + label + "'");
    }

    private static String wanted(CalibrationTarget target) {
        return Stream.concat(
                        Stream.of("--%s %s".formatted(target.kind(), target.value())),
                        target.classes().stream().map(ClassTarget::option))
                .collect(Collectors.joining(" "));
    }
}
