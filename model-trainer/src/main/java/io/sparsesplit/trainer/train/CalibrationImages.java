package io.sparsesplit.trainer.train;

import io.sparsesplit.trainer.calibrate.Calibrated;
import io.sparsesplit.trainer.calibrate.CalibrationTarget;
import io.sparsesplit.trainer.data.Dataset;
import io.sparsesplit.trainer.data.Folds;
import io.sparsesplit.trainer.data.LabelledImages;
import java.util.stream.IntStream;

/**
 * The images that thresholds are calibrated with, and those that choose between states of a network. No image does both: a
 * promise rests on images that nothing was chosen by. Held out, every fifth image serves for temperatures, and it is these that
 * choose; cross-fitted, the validation images choose, and each is scored by the network of a fold that has not seen it.
 */
final class CalibrationImages {

    /** Seed of the order in which images are dealt into folds. */
    private static final long SEED = 1;

    private final LabelledImages choosing;
    private final LabelledImages images;
    private final int[] foldOf;
    private final int folds;

    private CalibrationImages(LabelledImages choosing, LabelledImages images, int[] foldOf, int folds) {
        this.choosing = choosing;
        this.images = images;
        this.foldOf = foldOf;
        this.folds = folds;
    }

    /**
     * Divides what a data set has.
     *
     * @param folds number of folds of a cross-fit
     * @throws IllegalArgumentException when there are more folds than images, or fewer than two
     */
    static CalibrationImages of(CalibrationMethod method, int folds, CalibrationTarget target, Dataset dataset) {
        LabelledImages validation = dataset.validation();
        boolean crossFit = method == CalibrationMethod.CROSS_FIT
                || (method == CalibrationMethod.AUTO && Calibrated.needsMoreThan(validation.size(), target));
        if (!crossFit) {
            int[] forTemperatures = IntStream.range(0, validation.size())
                    .filter(Calibrated::isForTemperatures)
                    .toArray();
            return new CalibrationImages(validation.select(forTemperatures), validation, new int[0], 0);
        }
        LabelledImages pool = dataset.train().followedBy(validation);
        return new CalibrationImages(validation, pool, Folds.of(pool, folds, SEED), folds);
    }

    /** Whether the images are scored by the networks of folds. */
    boolean isCrossFit() {
        return folds > 0;
    }

    /** Returns the value of the option {@code --calibration}, with the folds behind it: {@code cross-fit --folds 5}. */
    String arguments() {
        return isCrossFit()
                ? "%s --folds %d".formatted(CalibrationMethod.CROSS_FIT, folds)
                : CalibrationMethod.HOLD_OUT.toString();
    }

    /** Returns the number of folds; 0 for held-out images. */
    int folds() {
        return folds;
    }

    /** Returns the fold of each image; empty for held-out images. */
    int[] foldOf() {
        return foldOf;
    }

    /** Returns the images that choose between the states of the network to be published. */
    LabelledImages choosing() {
        return choosing;
    }

    /** Returns the images that thresholds are calibrated with. */
    LabelledImages images() {
        return images;
    }
}
