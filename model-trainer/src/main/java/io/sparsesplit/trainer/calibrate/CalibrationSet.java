package io.sparsesplit.trainer.calibrate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds the scores of images to calibrate with, given by networks that were not fitted to these images.
 *
 * @param scores scores of the images, in their order
 * @param labels names of the classes, in the order of the network's outputs
 * @param dataSha256 digest of the images, see {@link Scores#sha256}
 * @param folds number of networks, each of which scored the images that it was not fitted to; null when the images were held
 *     out, and the calibrated network itself scored them all
 */
public record CalibrationSet(
        Scores scores,
        List<String> labels,
        String dataSha256,
        @Nullable Integer folds) {

    static final String HOLD_OUT = "hold-out";
    static final String CROSS_FIT = "cross-fit";

    /**
     * Checks the number of folds.
     *
     * @throws IllegalArgumentException when there are folds, but fewer than 2
     */
    public CalibrationSet {
        labels = List.copyOf(labels);
        if (folds != null && folds < 2) {
            throw new IllegalArgumentException("cross-fitting needs 2 folds or more, not " + folds);
        }
    }

    /** Returns a set of images that were held out from training. */
    public static CalibrationSet holdOut(Scores scores, List<String> labels, String dataSha256) {
        return new CalibrationSet(scores, labels, dataSha256, null);
    }

    /** Returns a set of images in folds, each scored by a network that was fitted to the other folds. */
    public static CalibrationSet crossFit(Scores scores, List<String> labels, String dataSha256, int folds) {
        return new CalibrationSet(scores, labels, dataSha256, folds);
    }

    /** Returns the name used in manifests. */
    String method() {
        return folds == null ? HOLD_OUT : CROSS_FIT;
    }
}
