package io.sparsesplit.trainer.calibrate;

import java.util.LinkedHashMap;
import java.util.Map;

/** Counts how often the claims of one way to calibrate were broken, over many calibrations. */
final class Reliability {

    private int calibrations;
    private int broken;
    private int brokenOnRest;
    private int neverExiting;
    private double localExitRates;
    private double accuracies;
    private double losses;
    private double greatestLoss = Double.NEGATIVE_INFINITY;

    /**
     * Counts a calibration.
     *
     * @param truth counts of what thresholds do on all images there are
     * @param rest counts of what they do on images that did not calibrate
     */
    void add(Claims claims, ThresholdSweep truth, ThresholdSweep rest) {
        broken += areBroken(claims, truth) ? 1 : 0;
        brokenOnRest += areBroken(claims, rest) ? 1 : 0;
        Outcome outcome = truth.at(claims.step());
        calibrations++;
        neverExiting += outcome.localExits() == 0 ? 1 : 0;
        localExitRates += outcome.localExitRate();
        accuracies += outcome.accuracy();
        losses += outcome.loss();
        greatestLoss = Math.max(greatestLoss, outcome.loss());
    }

    private static boolean areBroken(Claims claims, ThresholdSweep path) {
        return claims.all().stream().anyMatch(claim -> !claim.holds().test(path.at(claim.step())));
    }

    /** Returns the percentage of the calibrations of which a claim does not hold on all images there are. */
    double broken() {
        return percent(broken);
    }

    /** Returns the percentage of the calibrations of which a claim does not hold on the images that did not calibrate. */
    double brokenOnRest() {
        return percent(brokenOnRest);
    }

    /** Returns the percentage of all images that exits answer, as a mean over calibrations. */
    double localExitRate() {
        return localExitRates / calibrations;
    }

    /** Returns the loss against the tail alone in percentage points, as a mean over calibrations. */
    double loss() {
        return losses / calibrations;
    }

    /** Returns all figures by name, in percent and percentage points. */
    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("brokenOnPool", broken());
        figures.put("brokenOnRest", brokenOnRest());
        figures.put("neverExiting", percent(neverExiting));
        figures.put("meanLocalExitRate", localExitRate());
        figures.put("meanAccuracy", accuracies / calibrations);
        figures.put("meanLoss", loss());
        figures.put("greatestLoss", greatestLoss);
        return figures;
    }

    private double percent(int count) {
        return 100.0 * count / calibrations;
    }
}
