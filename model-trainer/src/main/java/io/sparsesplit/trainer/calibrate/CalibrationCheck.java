package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.model.network.Classification;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * Tests whether the confidence of exits is calibrated: whether of images with a confidence of {@code p} a share of {@code p} is
 * right.
 *
 * <p>The expected calibration error (Naeini, Cooper and Hauskrecht, Obtaining Well Calibrated Probabilities Using Bayesian
 * Binning, AAAI 2015; 15 bins of equal width) is more than 0 by chance already. What chance gives is simulated: the same
 * confidences, with answers that are right with just these probabilities. A confidence is not calibrated when its error is
 * greater than in 99 of 100 simulations, and greater than their mean by 2 points or more, which a user would notice.
 */
final class CalibrationCheck {

    private static final int BINS = 15;
    private static final int SIMULATIONS = 300;
    private static final int GREATER_IN_ALL_BUT = 3;
    private static final double NOTICEABLE = 0.02;

    private CalibrationCheck() {}

    /**
     * Returns why the exits are not calibrated; empty when they are.
     *
     * @param scores scores of images that no temperature was fitted to
     */
    static Optional<String> failure(Scores scores, double[] temperatures) {
        for (int exit = 0; exit < scores.exits(); exit++) {
            if (Temperature.isAtBound(temperatures[exit])) {
                return Optional.of(String.format(
                        Locale.ROOT, "the temperature of exit %d, %s, is at its bound", exit + 1, temperatures[exit]));
            }
            Optional<String> failure = failure(scores, exit, temperatures[exit]);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> failure(Scores scores, int exit, double temperature) {
        int images = scores.images();
        double[] confidences = new double[images];
        boolean[] right = new boolean[images];
        for (int image = 0; image < images; image++) {
            Classification answer = Classification.softmax(scores.logits(exit, image), temperature);
            confidences[image] = answer.probability();
            right[image] = answer.classIndex() == scores.label(image);
        }
        double error = error(confidences, right);
        Random random = new Random(exit);
        double[] byChance = new double[SIMULATIONS];
        for (int s = 0; s < SIMULATIONS; s++) {
            for (int image = 0; image < images; image++) {
                right[image] = random.nextDouble() < confidences[image];
            }
            byChance[s] = error(confidences, right);
        }
        Arrays.sort(byChance);
        double mean = Arrays.stream(byChance).sum() / SIMULATIONS;
        boolean calibrated = error <= byChance[SIMULATIONS - 1 - GREATER_IN_ALL_BUT] || error - mean < NOTICEABLE;
        return calibrated
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "the expected calibration error of exit %d is %.1f points on %d images, where chance gives %.1f",
                        exit + 1,
                        100 * error,
                        images,
                        100 * mean));
    }

    /** Returns the mean over images of the distance between confidence and share of right answers, by bins. */
    static double error(double[] confidences, boolean[] right) {
        double[] difference = new double[BINS];
        for (int image = 0; image < confidences.length; image++) {
            int bin = (int) Math.min(BINS - 1, confidences[image] * BINS);
            difference[bin] += confidences[image] - (right[image] ? 1 : 0);
        }
        return confidences.length == 0
                ? 0
                : Arrays.stream(difference).map(Math::abs).sum() / confidences.length;
    }
}
