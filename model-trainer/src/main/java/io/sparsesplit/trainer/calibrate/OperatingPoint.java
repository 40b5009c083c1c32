package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.model.artifact.Manifest.Point;

/**
 * Holds a threshold with the loss that it is shown not to exceed.
 *
 * @param maxLoss bound of the loss, in percentage points against the tail alone
 * @param step step of the threshold, see {@link ThresholdSweep}; the last step when no exit answers
 * @param outcome counts over the threshold images
 */
record OperatingPoint(double maxLoss, int step, Outcome outcome) {

    /** What a percentage point that may be lost has to buy, in percent answered on the edge. */
    static final double PRICE = 10;

    /** Returns the percentage answered on the edge, less the price of the bound. */
    double worth() {
        return outcome.localExitRate() - PRICE * maxLoss;
    }

    boolean answers() {
        return step < ThresholdSweep.STEPS;
    }

    Point record() {
        return new Point(
                maxLoss,
                ThresholdSweep.threshold(step),
                outcome.localExits(),
                outcome.correct(),
                outcome.lost(),
                outcome.won());
    }
}
