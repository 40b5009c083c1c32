package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.network.Head;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Temperatures and a threshold for a head's exits, from images that the network was not fitted to.
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

    /** How many of so many images serve for the threshold. */
    static int thresholdImages(int images) {
        return images - (images + TEMPERATURE_EVERY - 1) / TEMPERATURE_EVERY;
    }

    /** How many images it takes for so many to serve for the threshold. */
    static long images(long thresholdImages) {
        return thresholdImages + (thresholdImages + TEMPERATURE_EVERY - 2) / (TEMPERATURE_EVERY - 1);
    }

    /** What can be chosen from: the threshold images at every threshold. */
    ThresholdPath path() {
        return path(thresholdScores);
    }

    /** Other images at every threshold, by the same temperatures. */
    ThresholdPath path(Scores scores) {
        return new ThresholdPath(scores, temperatures, criterion);
    }

    int temperatureImages() {
        return temperatureImages;
    }

    /** Why confidences are not calibrated, by the threshold images; empty when they are. */
    Optional<String> failure() {
        return CalibrationCheck.failure(thresholdScores, temperatures);
    }

    /** Signs that the network is not fit to be published, by all images. */
    Guards guards(Scores scores, Choice choice) {
        return Guards.of(scores, temperatures, choice);
    }

    /**
     * The head with these temperatures, this criterion and a threshold.
     *
     * @param step the threshold; with the last one no exit ever answers
     */
    Head calibrated(Head head, int step) {
        double threshold = ThresholdPath.threshold(step);
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
