package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.model.artifact.Manifest.Bound;
import io.sparsesplit.model.artifact.Manifest.ClassPromise;
import io.sparsesplit.model.artifact.Manifest.ExitSpec;
import io.sparsesplit.model.artifact.Manifest.Points;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.trainer.evaluate.CalibrationTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Holds a head with temperatures and a threshold, and how they were chosen.
 *
 * @param head calibrated head
 * @param record record of the choice, for the manifest
 * @param shortfall what a user must be told when no exit answers, or the target is not kept
 * @param guards signs that the network is not fit to be published
 */
public record Calibrated(Head head, Manifest.Calibration record, Optional<Shortfall> shortfall, Guards guards) {

    /** Least number of images that can calibrate: one for temperatures, and others for the threshold. */
    public static final int FEWEST_IMAGES = 5;

    private static final double USUAL_CONFIDENCE = 0.95;
    private static final double USUAL_LOSS = 0.1;

    /**
     * Calibrates a head with images that were held out, and whose classes are called by their index.
     *
     * @param scores scores that this head gives to images that no weight was fitted to
     * @param dataSha256 digest of these images, see {@link Scores#sha256}
     * @throws IllegalArgumentException when there are fewer than five images
     */
    public static Calibrated of(
            Head head, Scores scores, Criterion criterion, CalibrationTarget target, String dataSha256) {
        List<String> indices =
                IntStream.range(0, scores.classes()).mapToObj(Integer::toString).toList();
        return of(head, CalibrationSet.holdOut(scores, indices, dataSha256), criterion, target);
    }

    /**
     * Calibrates a head with a set of images.
     *
     * @throws IllegalArgumentException when there are fewer than five images, or the target names a class that is none
     */
    public static Calibrated of(Head head, CalibrationSet set, Criterion criterion, CalibrationTarget target) {
        target.requireLabels(set.labels());
        Calibration calibration = new Calibration(set.scores(), criterion);
        ThresholdSweep path = calibration.path();
        Choice choice = Choice.of(
                target,
                target.rule(path.images(), set.labels()),
                new OperatingPoints(target, path.images(), set.labels()),
                path);
        return new Calibrated(
                calibration.calibrated(head, choice.step()),
                record(set, calibration, target, choice),
                Shortfall.of(target, set.labels(), path, choice),
                calibration.guards(set.scores(), choice));
    }

    private static Manifest.Calibration record(
            CalibrationSet set, Calibration calibration, CalibrationTarget target, Choice choice) {
        ThresholdSweep path = calibration.path();
        Outcome outcome = path.at(choice.step());
        Optional<String> failure = calibration.failure();
        PointTable table = choice.table();
        return new Manifest.Calibration(
                target.kind().toString(),
                target.value(),
                choice.kept(),
                bound(target, choice),
                ThresholdSweep.threshold(1),
                calibration.temperatureImages(),
                path.images(),
                set.dataSha256(),
                outcome.localExits(),
                outcome.correct(),
                outcome.lost(),
                outcome.won(),
                set.method(),
                set.folds(),
                promises(target, choice),
                table.points().isEmpty() ? null : points(target, table),
                failure.isEmpty(),
                failure.orElse(null));
    }

    private static @Nullable Bound bound(CalibrationTarget target, Choice choice) {
        if (choice.instead() != null) {
            return new Bound(
                    LossTest.NAME, choice.instead().maxLoss(), choice.table().confidence());
        }
        return choice.kept() ? target.bound() : null;
    }

    private static @Nullable List<ClassPromise> promises(CalibrationTarget target, Choice choice) {
        if (choice.instead() != null) {
            return promises(target, asked -> choice.table().kept(asked));
        }
        boolean promised = choice.kept() && target.confidence() != null;
        return promises(target, asked -> Optional.of(asked).filter(kept -> promised));
    }

    private static @Nullable List<ClassPromise> promises(
            CalibrationTarget target, Function<ClassTarget, Optional<ClassTarget>> promised) {
        List<ClassPromise> promises = target.classes().stream()
                .map(asked -> new ClassPromise(
                        asked.kind().toString(),
                        asked.label(),
                        asked.percent(),
                        promised.apply(asked).map(ClassTarget::percent).orElse(null)))
                .toList();
        return promises.isEmpty() ? null : promises;
    }

    private static Points points(CalibrationTarget target, PointTable table) {
        return new Points(
                table.confidence(),
                promises(target, table::kept),
                table.points().stream().map(OperatingPoint::record).toList());
    }

    /**
     * Returns whether a number of held-out images is too small to promise a target or, for a target other than a loss, a loss of 0.1
     * points. A target without a promise needs no more.
     */
    public static boolean needsMoreThan(int images, CalibrationTarget target) {
        Double confidence = target.confidence();
        if (confidence == null) {
            return false;
        }
        double loss =
                target.kind() == CalibrationTarget.Kind.MAX_LOSS && target.value() > 0 ? target.value() : USUAL_LOSS;
        return images < Calibration.images(LossTest.fewestImages(loss / 100, confidence));
    }

    /**
     * Returns whether held-out images are too few to promise a target, or what it asks of single classes.
     *
     * @param classImages number of held-out images of each class
     * @param labels names of the classes, in the order of the network's outputs
     */
    public static boolean needsMoreThan(List<Integer> classImages, List<String> labels, CalibrationTarget target) {
        int images = classImages.stream().mapToInt(Integer::intValue).sum();
        Double confidence = target.confidence();
        if (confidence == null || needsMoreThan(images, target)) {
            return confidence != null;
        }
        List<Integer> forThreshold =
                classImages.stream().map(Calibration::thresholdImages).toList();
        return target.classes().stream()
                .anyMatch(asked -> !new ClassTest(asked, labels, forThreshold, 1 - confidence).canPass(forThreshold));
    }

    /** Returns whether the image at this place, counted from 0, serves for temperatures and not for the threshold. */
    public static boolean isForTemperatures(int image) {
        return image % Calibration.TEMPERATURE_EVERY == 0;
    }

    /** Prints what was chosen, which images it rests on, and what a user must be told. */
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
        guards.failures().forEach(failure -> out.println("  warning     " + failure));
        shortfall.ifPresent(told -> out.println(told.message()));
    }
}
