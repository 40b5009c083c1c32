package io.sparsesplit.trainer.calibrate;

import java.util.LinkedHashMap;
import java.util.Map;

/** How often the claims of one way to calibrate were broken, over many calibrations. */
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
     * @param truth what thresholds do on all images there are
     * @param rest what they do on others than those that calibrated
     */
    void add(Claims claims, ThresholdPath truth, ThresholdPath rest) {
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

    private static boolean areBroken(Claims claims, ThresholdPath path) {
        return claims.all().stream().anyMatch(claim -> !claim.holds().test(path.at(claim.step())));
    }

    /** Percent of the calibrations of which a claim does not hold on all images there are. */
    double broken() {
        return percent(broken);
    }

    /** Percent of the calibrations of which a claim does not hold on the images that did not calibrate. */
    double brokenOnRest() {
        return percent(brokenOnRest);
    }

    /** Percent of all images that exits answer, the mean over calibrations. */
    double localExitRate() {
        return localExitRates / calibrations;
    }

    /** Percentage points lost against the tail alone, the mean over calibrations. */
    double loss() {
        return losses / calibrations;
    }

    /** All of it, in percent and percentage points, by name. */
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
