package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.network.Head;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Fits temperatures for a head's exits, and counts what each threshold does, on images that the network was not fitted to.
 *
 * <p>Every fifth image, the first included, serves for temperatures, the others for the threshold: a promise about the
 * threshold would not hold if the confidences that it is compared to had been fitted to the same images.
 *
 * <p>All exits share one threshold. Calibrated confidences of different exits mean the same, and a threshold for each was not
 * clearly better on held-out images.
 */
final class Calibration {

    static final int TEMPERATURE_EVERY = 5;

    private final Criterion criterion;
    private final double[] temperatures;
    private final Scores thresholdScores;
    private final int temperatureImages;

    /**
     * Fits the temperatures.
     *
     * @throws IllegalArgumentException when there are too few images
     */
    Calibration(Scores scores, Criterion criterion) {
        if (scores.images() < Calibrated.FEWEST_IMAGES) {
            throw new IllegalArgumentException(
                    "calibration needs at least %d images that no weight was fitted to, not %d"
                            .formatted(Calibrated.FEWEST_IMAGES, scores.images()));
        }
        Scores temperatureScores = scores.select(part(scores, true));
        this.criterion = criterion;
        this.temperatures = IntStream.range(0, scores.exits())
                .mapToDouble(exit -> Temperature.of(temperatureScores, exit))
                .toArray();
        this.temperatureImages = temperatureScores.images();
        this.thresholdScores = scores.select(part(scores, false));
    }

    /** Returns how many of so many images serve for the threshold. */
    static int thresholdImages(int images) {
        return images - (images + TEMPERATURE_EVERY - 1) / TEMPERATURE_EVERY;
    }

    /** Returns how many images it takes for so many to serve for the threshold. */
    static long images(long thresholdImages) {
        return thresholdImages + (thresholdImages + TEMPERATURE_EVERY - 2) / (TEMPERATURE_EVERY - 1);
    }

    /** Returns the counts of the threshold images at every threshold that can be chosen. */
    ThresholdSweep path() {
        return path(thresholdScores);
    }

    /** Returns the counts of other images at every threshold, at the same temperatures. */
    ThresholdSweep path(Scores scores) {
        return new ThresholdSweep(scores, temperatures, criterion);
    }

    int temperatureImages() {
        return temperatureImages;
    }

    /** Returns why the confidences of the threshold images are not calibrated; empty when they are. */
    Optional<String> failure() {
        return CalibrationCheck.failure(thresholdScores, temperatures);
    }

    /** Returns the signs, in all images, that the network is not fit to be published. */
    Guards guards(Scores scores, Choice choice) {
        return Guards.of(scores, temperatures, choice);
    }

    /**
     * Returns the head with these temperatures, this criterion and a threshold.
     *
     * @param step step of the threshold; at the last step no exit ever answers
     */
    Head calibrated(Head head, int step) {
        double threshold = ThresholdSweep.threshold(step);
        return new Head(
                head.layers(),
                IntStream.range(0, temperatures.length)
                        .mapToObj(exit -> head.exits().get(exit).calibrated(criterion, temperatures[exit], threshold))
                        .toList());
    }

    private static int[] part(Scores scores, boolean forTemperatures) {
        return IntStream.range(0, scores.images())
                .filter(image -> (image % TEMPERATURE_EVERY == 0) == forTemperatures)
                .toArray();
    }
}
