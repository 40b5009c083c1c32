package io.sparsesplit.trainer.train;

import java.util.Locale;

/** Ways to come by images that thresholds can be calibrated with. */
enum CalibrationMethod {
    /** Cross-fitting where too few images are held out, the held-out images otherwise. */
    AUTO,
    /** The held-out images. */
    HOLD_OUT,
    /** All images that are not test images, each scored by a network that has not seen it. */
    CROSS_FIT;

    /** Returns the name used on the command line and in manifests, for example {@code cross-fit}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
