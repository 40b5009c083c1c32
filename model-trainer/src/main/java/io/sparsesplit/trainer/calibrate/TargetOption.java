package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.trainer.calibrate.CalibrationTarget.Kind;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Holds the options that say what is wanted of the threshold; a picocli mixin. */
public final class TargetOption {

    private static final double DEFAULT_MAX_LOSS = 0.1;

    @ArgGroup(exclusive = true)
    private @Nullable Values values;

    @Option(
            names = "--confidence",
            paramLabel = "C",
            description = "Least probability with which the target holds for all images of the kind of those held out.")
    private double confidence = 0.95;

    @Option(
            names = "--empirical",
            showDefaultValue = Visibility.NEVER,
            description = "Take the images held out at their word: the target holds on them, and nothing is promised.")
    private boolean empirical;

    @Option(
            names = "--miss",
            paramLabel = "CLASS=PERCENT",
            description = "Let exits answer at most so many percent of the images of this class with another class."
                    + " May be given for several classes.")
    private List<String> misses = List.of();

    @Option(
            names = "--min-recall",
            paramLabel = "[CLASS=]PERCENT",
            description =
                    "Recognise, on the edge or in the cloud, at least so many percent of the images of this class,"
                            + " or of each. May be given several times.")
    private List<String> recalls = List.of();

    /** Holds the options of which at most one is given. */
    static final class Values {

        @Option(
                names = "--max-loss",
                paramLabel = "POINTS",
                defaultValue = Option.NULL_VALUE,
                description =
                        "Lose at most so many percentage points against the tail alone; 0.1 when nothing is asked for.")
        private @Nullable Double maxLoss;

        @Option(
                names = "--target-accuracy",
                paramLabel = "PERCENT",
                defaultValue = Option.NULL_VALUE,
                description = "Get at least so many percent right.")
        private @Nullable Double accuracy;

        @Option(
                names = "--target-exit-rate",
                paramLabel = "PERCENT",
                defaultValue = Option.NULL_VALUE,
                description = "Answer at least so many percent on the edge.")
        private @Nullable Double exitRate;

        private CalibrationTarget target(@Nullable Double confidence, List<ClassTarget> classes) {
            if (accuracy != null) {
                return new CalibrationTarget(Kind.TARGET_ACCURACY, accuracy, confidence, classes);
            }
            return exitRate != null
                    ? new CalibrationTarget(Kind.TARGET_EXIT_RATE, exitRate, confidence, classes)
                    : new CalibrationTarget(Kind.MAX_LOSS, Objects.requireNonNull(maxLoss), confidence, classes);
        }
    }

    /**
     * Returns what the user wants.
     *
     * @throws IllegalArgumentException when a value is out of its range, or a target for a class cannot be read
     */
    public CalibrationTarget target() {
        Double promised = empirical ? null : Double.valueOf(confidence);
        List<ClassTarget> classes = Stream.concat(
                        misses.stream().map(text -> ClassTarget.parse(ClassTarget.Kind.MISS, text)),
                        recalls.stream().map(text -> ClassTarget.parse(ClassTarget.Kind.MIN_RECALL, text)))
                .toList();
        return values == null
                ? new CalibrationTarget(Kind.MAX_LOSS, DEFAULT_MAX_LOSS, promised, classes)
                : values.target(promised, classes);
    }

    /** Returns whether a target for the threshold was given at all. */
    boolean isGiven() {
        return values != null || empirical || !misses.isEmpty() || !recalls.isEmpty();
    }
}
