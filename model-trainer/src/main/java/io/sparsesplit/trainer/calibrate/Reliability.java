package io.sparsesplit.trainer.calibrate;

import java.util.LinkedHashMap;
import java.util.Map;

/** What became of one wish over many calibrations. */
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
     * @param truth what the threshold does on all images there are
     * @param rest what it does on others than those that calibrated
     */
    void add(Wish wish, Outcome truth, Outcome rest) {
        broken += wish.holdsOn(truth) ? 0 : 1;
        brokenOnRest += wish.holdsOn(rest) ? 0 : 1;
        addWithoutChoice(truth);
    }

    /** Counts a calibration that found no threshold to keep the wish, and so promised nothing. */
    void addWithoutChoice(Outcome truth) {
        calibrations++;
        neverExiting += truth.localExits() == 0 ? 1 : 0;
        localExitRates += truth.localExitRate();
        accuracies += truth.accuracy();
        losses += truth.loss();
        greatestLoss = Math.max(greatestLoss, truth.loss());
    }

    /** Percent of the calibrations whose wish does not hold on all images there are. */
    double broken() {
        return percent(broken);
    }

    /** Percent of the calibrations whose wish does not hold on the images that did not calibrate. */
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
