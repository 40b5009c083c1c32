package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.model.network.Criterion;
import java.util.List;

/**
 * Holds what became of a promise on images that neither trained nor calibrated.
 *
 * @param seed seed of the division
 * @param promised whether anything was promised
 * @param broken whether what was promised does not hold on these images
 * @param threshold threshold that was chosen; 1 when no exit answers
 * @param localExitRate share of these images that exits answer, in percent
 * @param loss loss against the tail alone on these images, in percentage points
 * @param accuracy accuracy of exits and tail together, in percent
 * @param recall recall of each class by exits and tail together, in percent; NaN for a class without images
 */
public record Redivision(
        long seed,
        boolean promised,
        boolean broken,
        double threshold,
        double localExitRate,
        double loss,
        double accuracy,
        List<Double> recall) {

    /**
     * Calibrates, and holds what is promised against other images.
     *
     * @param seed seed of the division
     * @param calibrating scores of the images that calibrate
     * @param rest scores of the images that the promise is held against, by the network that is to be published
     * @param labels names of the classes
     */
    public static Redivision of(
            long seed,
            Scores calibrating,
            Scores rest,
            Criterion criterion,
            CalibrationTarget target,
            List<String> labels) {
        Calibration calibration = new Calibration(calibrating, criterion);
        ThresholdSweep path = calibration.path();
        Claims claims = Claims.ofChoice(target, path.images(), labels).apply(path);
        ThresholdSweep truth = calibration.path(rest);
        Outcome outcome = truth.at(claims.step());
        return new Redivision(
                seed,
                !claims.all().isEmpty() && claims.step() < ThresholdSweep.STEPS,
                claims.all().stream().anyMatch(claim -> !claim.holds().test(truth.at(claim.step()))),
                ThresholdSweep.threshold(claims.step()),
                outcome.localExitRate(),
                outcome.loss(),
                outcome.accuracy(),
                outcome.classes().stream()
                        .map(c -> c.images() == 0 ? Double.NaN : 100.0 * c.recognised() / c.images())
                        .toList());
    }
}
