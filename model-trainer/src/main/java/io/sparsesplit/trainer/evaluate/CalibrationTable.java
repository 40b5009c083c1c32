package io.sparsesplit.trainer.evaluate;

import io.sparsesplit.model.artifact.Manifest.Bound;
import io.sparsesplit.model.artifact.Manifest.Calibration;
import io.sparsesplit.model.artifact.Manifest.ClassPromise;
import io.sparsesplit.model.artifact.Manifest.ExitSpec;
import io.sparsesplit.model.artifact.Manifest.Point;
import io.sparsesplit.model.artifact.Manifest.Points;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Prints a model's exits, and how their temperatures and threshold were chosen.
 *
 * @param exits exits of the model
 * @param calibration record of the calibration; null when there is none
 */
public record CalibrationTable(
        List<ExitSpec> exits, @Nullable Calibration calibration) {

    private static final String MAX_LOSS = "max-loss";
    private static final String ROW = "    %10s %10s %12s %10s%n";

    /** Prints a line for each exit, and more lines when it is recorded how they were calibrated. */
    public void print(PrintWriter out) {
        for (ExitSpec exit : exits) {
            out.printf(
                    Locale.ROOT,
                    "  exit        after layer %d: %s, temperature %s%n",
                    exit.afterLayer(),
                    exit.threshold() < 1 ? exit.criterion() + " at least " + exit.threshold() : "never answers",
                    exit.temperature());
        }
        if (calibration != null) {
            print(out, calibration);
        }
    }

    private static void print(PrintWriter out, Calibration calibration) {
        int images = calibration.thresholdImages();
        out.printf(Locale.ROOT, "  target      %s%n", target(calibration));
        if (calibration.classes() != null) {
            calibration.classes().forEach(promise -> out.printf("  target      %s%n", target(promise)));
        }
        Integer folds = calibration.folds();
        out.printf(
                Locale.ROOT,
                "  chosen on   %d %s images, temperatures on %d others%n",
                images,
                folds == null ? "held-out" : folds + "-fold cross-fitted",
                calibration.temperatureImages());
        out.printf(
                Locale.ROOT,
                "  there       %.2f %% correct, %.2f %% answered on the edge, %d lost and %d won against the tail alone%n",
                100.0 * calibration.correct() / images,
                100.0 * calibration.localExits() / images,
                calibration.lost(),
                calibration.won());
        if (calibration.calibrated() != null) {
            out.printf("  confidence  %s%n", confidence(calibration));
        }
        if (calibration.points() != null) {
            print(out, calibration.points(), images);
        }
    }

    private static String target(Calibration calibration) {
        Bound bound = calibration.bound();
        String target = calibration.wish() + " " + calibration.value();
        if (!calibration.kept() && bound != null) {
            boolean less = calibration.wish().equals(MAX_LOSS) && bound.value() <= calibration.value();
            return "%s, %s; max-loss %s is promised%s with confidence %s (%s)"
                    .formatted(
                            target,
                            less ? "but not with the following" : "kept by no threshold",
                            bound.value(),
                            less ? "" : " instead",
                            bound.confidence(),
                            bound.name());
        }
        if (!calibration.kept()) {
            return target + ", kept by no threshold";
        }
        return bound == null
                ? target + ", measured; nothing is promised"
                : "%s, promised with confidence %s (%s)".formatted(target, bound.confidence(), bound.name());
    }

    private static String target(ClassPromise promise) {
        String label = promise.label() == null ? "each class" : "class '" + promise.label() + "'";
        String target = "%s %s %% of %s".formatted(promise.wish(), promise.value(), label);
        Double bound = promise.bound();
        if (bound == null) {
            return target + ", not promised";
        }
        return bound == promise.value()
                ? target + ", promised"
                : "%s, %s %% is promised instead".formatted(target, bound);
    }

    private static String confidence(Calibration calibration) {
        return Boolean.TRUE.equals(calibration.calibrated())
                ? "calibrated"
                : "not calibrated: " + calibration.notCalibrated();
    }

    private static void print(PrintWriter out, Points points, int images) {
        out.printf("  points      any may be taken: all hold together with confidence %s%n", points.confidence());
        out.printf(ROW, "at most", "", "answered", "points");
        out.printf(ROW, "lost", "threshold", "on the edge", "measured");
        for (Point point : points.rows()) {
            out.printf(
                    ROW,
                    point.maxLoss(),
                    point.threshold() < 1 ? point.threshold() : "never",
                    String.format(Locale.ROOT, "%.2f %%", 100.0 * point.localExits() / images),
                    String.format(Locale.ROOT, "%.2f", 100.0 * (point.lost() - point.won()) / images));
        }
    }
}
