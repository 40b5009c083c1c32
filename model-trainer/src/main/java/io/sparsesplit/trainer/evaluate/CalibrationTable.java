package io.sparsesplit.trainer.evaluate;

import io.sparsesplit.model.artifact.Manifest.Bound;
import io.sparsesplit.model.artifact.Manifest.Calibration;
import io.sparsesplit.model.artifact.Manifest.ExitSpec;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A model's exits and how their temperatures and threshold were chosen, for a person. */
public record CalibrationTable(
        List<ExitSpec> exits, @Nullable Calibration calibration) {

    /** A line for each exit, and some more when it is known how they were calibrated. */
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
        out.printf(Locale.ROOT, "  wish        %s%n", wish(calibration));
        out.printf(
                Locale.ROOT,
                "  chosen on   %d held-out images, temperatures on %d others%n",
                images,
                calibration.temperatureImages());
        out.printf(
                Locale.ROOT,
                "  there       %.2f %% correct, %.2f %% answered on the edge, %d lost and %d won against the tail alone%n",
                100.0 * calibration.correct() / images,
                100.0 * calibration.localExits() / images,
                calibration.lost(),
                calibration.won());
    }

    private static String wish(Calibration calibration) {
        Bound bound = calibration.bound();
        String wish = calibration.wish() + " " + calibration.value();
        if (!calibration.kept()) {
            return wish + ", kept by no threshold";
        }
        return bound == null
                ? wish + ", measured; nothing is promised"
                : "%s, promised with confidence %s (%s)".formatted(wish, bound.confidence(), bound.name());
    }
}
