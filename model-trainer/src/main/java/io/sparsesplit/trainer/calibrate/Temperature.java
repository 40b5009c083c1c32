package io.sparsesplit.trainer.calibrate;

/**
 * Fits temperatures, for temperature scaling (Guo et al., On Calibration of Modern Neural Networks, ICML 2017): an exit's logits
 * are divided by the one number that makes the labels most probable.
 *
 * <p>Few images would lead it astray: where all of them are answered right, no temperature is too low. So it has a prior
 * around 1, whose weight is that of some 30 images: the maximum a posteriori of {@code ln T} under a Student distribution, whose
 * heavy tails give way where many images speak for a temperature far from 1.
 */
final class Temperature {

    private static final double LOWEST = 0.05;
    private static final double HIGHEST = 20;
    private static final int STEPS_PER_UNIT = 1000;
    /** Weight of {@code ln(1 + (ln T)^2)}: 30 images, each with a usual Fisher information of 0.1, halved. */
    private static final double PRIOR = 1.5;

    private Temperature() {}

    /**
     * Returns the temperature of an exit, found by golden-section search on a logarithmic scale.
     *
     * @return a multiple of 1/1000 in [0.05, 20]; 1 when there is no image
     */
    static double of(Scores scores, int exit) {
        if (scores.images() == 0) {
            return 1;
        }
        double ratio = (Math.sqrt(5) - 1) / 2;
        double low = StrictMath.log(LOWEST);
        double high = StrictMath.log(HIGHEST);
        for (int i = 0; i < 40; i++) {
            double left = high - ratio * (high - low);
            double right = low + ratio * (high - low);
            if (cost(scores, exit, left) < cost(scores, exit, right)) {
                high = right;
            } else {
                low = left;
            }
        }
        return Math.round(StrictMath.exp((low + high) / 2) * STEPS_PER_UNIT) / (double) STEPS_PER_UNIT;
    }

    /** Returns whether a temperature is the lowest or the highest there is. */
    static boolean isAtBound(double temperature) {
        return temperature <= LOWEST * 1.01 || temperature >= HIGHEST * 0.99;
    }

    private static double cost(Scores scores, int exit, double logarithm) {
        return surprise(scores, exit, StrictMath.exp(logarithm)) + PRIOR * StrictMath.log1p(logarithm * logarithm);
    }

    /** Returns {@code sum -ln p(label)}. */
    private static double surprise(Scores scores, int exit, double temperature) {
        double sum = 0;
        for (int image = 0; image < scores.images(); image++) {
            float[] z = scores.logits(exit, image);
            double max = Double.NEGATIVE_INFINITY;
            for (float logit : z) {
                max = Math.max(max, logit);
            }
            double total = 0;
            for (float logit : z) {
                total += StrictMath.exp((logit - max) / temperature);
            }
            sum += StrictMath.log(total) - (z[scores.label(image)] - max) / temperature;
        }
        return sum;
    }
}
