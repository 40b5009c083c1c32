package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.model.artifact.Manifest.ExitSpec;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.trainer.evaluate.CalibrationTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A head with temperatures and a threshold, and how they came about.
 *
 * @param head the calibrated one
 * @param record for the manifest
 * @param shortfall what a user must be told when no exit answers, or the wish is not kept: one sentence with what to do
 */
public record Calibrated(Head head, Manifest.Calibration record, Optional<String> shortfall) {

    /** Images needed at least: one for temperatures, and others for the threshold. */
    public static final int FEWEST_IMAGES = 5;

    private static final double USUAL_CONFIDENCE = 0.95;
    private static final double USUAL_LOSS = 0.1;

    /**
     * Calibrates a head.
     *
     * @param scores of images that no weight was fitted to, by this head
     * @param dataSha256 of these images, see {@link Scores#sha256}
     * @throws IllegalArgumentException when there are fewer than five images
     */
    public static Calibrated of(Head head, Scores scores, Criterion criterion, Wish wish, String dataSha256) {
        Calibration calibration = new Calibration(scores, criterion);
        ThresholdPath path = calibration.path();
        OptionalInt step = wish.rule(path.images()).choose(path);
        Outcome outcome = path.at(step.orElse(ThresholdPath.STEPS));
        Manifest.Calibration chosen = new Manifest.Calibration(
                wish.kind().toString(),
                wish.value(),
                step.isPresent(),
                step.isPresent() ? wish.bound() : null,
                ThresholdPath.threshold(1),
                calibration.temperatureImages(),
                path.images(),
                dataSha256,
                outcome.localExits(),
                outcome.correct(),
                outcome.lost(),
                outcome.won());
        return new Calibrated(calibration.calibrated(head, step), chosen, shortfall(wish, path, step));
    }

    /**
     * Whether so many held-out images are too few to promise a wish, or, for a wish other than a loss, a loss of 0.1 points.
     * A wish without a promise needs no more.
     */
    public static boolean needsMoreThan(int images, Wish wish) {
        Double confidence = wish.confidence();
        if (confidence == null) {
            return false;
        }
        double loss = wish.kind() == Wish.Kind.MAX_LOSS && wish.value() > 0 ? wish.value() : USUAL_LOSS;
        return images < Calibration.images(LossTest.fewestImages(loss / 100, confidence));
    }

    /** Whether the image at this place serves for temperatures, not for the threshold. */
    public static boolean isForTemperatures(int image) {
        return image % Calibration.TEMPERATURE_EVERY == 0;
    }

    /** What was chosen and why, for a person. */
    public void print(PrintWriter out) {
        List<ExitSpec> exits = head.exits().stream()
                .map(exit -> new ExitSpec(exit.afterLayer(), exit.criterion(), exit.temperature(), exit.threshold()))
                .toList();
        new CalibrationTable(exits, record).print(out);
        double confidence =
                record.bound() == null ? USUAL_CONFIDENCE : record.bound().confidence();
        out.printf(
                Locale.ROOT,
                "  accuracy    at least %.2f %% with confidence %s, had this threshold been fixed beforehand%n",
                100 * ClopperPearson.lower(record.correct(), record.thresholdImages(), confidence),
                confidence);
        shortfall.ifPresent(out::println);
    }

    private static Optional<String> shortfall(Wish wish, ThresholdPath path, OptionalInt step) {
        if (step.isEmpty()) {
            return Optional.of(unreachedAccuracy(wish, path));
        }
        return step.getAsInt() == ThresholdPath.STEPS && wish.kind() == Wish.Kind.MAX_LOSS
                ? Optional.of("All images go to the tail: " + lossThatCannotBeKept(wish, path))
                : Optional.empty();
    }

    private static String unreachedAccuracy(Wish wish, ThresholdPath path) {
        Double confidence = wish.confidence();
        if (confidence == null) {
            double best = 0;
            for (int s = 0; s <= ThresholdPath.STEPS; s++) {
                best = Math.max(best, path.at(s).accuracy());
            }
            return text(
                    "%s %% correct cannot be reached on these %d images: ask for %.2f %% or less.",
                    wish.value(), path.images(), floor(best));
        }
        Outcome tail = path.at(ThresholdPath.STEPS);
        return text(
                "%s %% correct cannot be promised with confidence %s: the tail alone gets %d of %d images right;"
                        + " ask for %.2f %% or less, or for what was measured, with --empirical.",
                wish.value(),
                confidence,
                tail.correct(),
                tail.images(),
                floor(100 * ClopperPearson.lower(tail.correct(), tail.images(), confidence)));
    }

    private static String lossThatCannotBeKept(Wish wish, ThresholdPath path) {
        Double confidence = wish.confidence();
        if (confidence == null) {
            return text(
                    "on these %d images every threshold loses more than %s points; allow more with --max-loss.",
                    path.images(), wish.value());
        }
        if (wish.value() == 0) {
            return "a loss of 0 points cannot be promised from any number of images; allow more with --max-loss.";
        }
        if (!new LossTest(path.images(), wish.value() / 100, confidence).canPass()) {
            long fewest = LossTest.fewestImages(wish.value() / 100, confidence);
            return text(
                    "%d images are too few to promise a loss of at most %s points with confidence %s;"
                            + " hold out at least %d, of which %d choose the threshold, or allow %.2f points.",
                    path.images(),
                    wish.value(),
                    confidence,
                    Calibration.images(fewest),
                    fewest,
                    ceil(100 * LossTest.smallestLoss(path.images(), confidence)));
        }
        Outcome first = path.at(ThresholdPath.STEPS - 1);
        return text(
                "even at the highest threshold, %s, exits lose %d of %d images and win %d, too many to promise a loss of at"
                        + " most %s points with confidence %s; allow more with --max-loss.",
                ThresholdPath.threshold(ThresholdPath.STEPS - 1),
                first.lost(),
                first.images(),
                first.won(),
                wish.value(),
                confidence);
    }

    /** To two decimals, so that what is named can be had. */
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
