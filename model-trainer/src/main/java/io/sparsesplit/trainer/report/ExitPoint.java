package io.sparsesplit.trainer.report;

import java.nio.file.Path;

/**
 * What a model does at one threshold of its exit: an object of {@code exits.json}. Accuracies and rates in percent.
 *
 * @param model name
 * @param version of the model
 * @param split {@code validation} or {@code test}: the images asked
 * @param criterion held against the threshold, for example {@code max-softmax}
 * @param threshold least confidence to answer with, 0 to 1
 * @param localExitRate share of images that the exit answers
 * @param cascadeAccuracy of exit and tail together
 * @param exitAccuracy of the exit, asked for every image
 * @param tailAccuracy of the tail, asked for every image
 */
public record ExitPoint(
        String model,
        String version,
        String split,
        String criterion,
        double threshold,
        double localExitRate,
        double cascadeAccuracy,
        double exitAccuracy,
        double tailAccuracy) {

    public static final String FILE = "exits.json";
    public static final String VALIDATION = "validation";
    public static final String TEST = "test";

    public ExitPoint {
        require(
                split.equals(VALIDATION) || split.equals(TEST),
                "split must be %s or %s, not '%s'".formatted(VALIDATION, TEST, split));
        // A threshold above 1 is one that no image reaches.
        require(threshold >= 0 && threshold <= 2, "threshold must be 0 to 2, not " + threshold);
        requirePercent("localExitRate", localExitRate);
        requirePercent("cascadeAccuracy", cascadeAccuracy);
        requirePercent("exitAccuracy", exitAccuracy);
        requirePercent("tailAccuracy", tailAccuracy);
    }

    /** The file {@value #FILE} of a folder. */
    public static RecordFile<ExitPoint> in(Path folder) {
        return new RecordFile<>(
                folder.resolve(FILE), ExitPoint.class, "model", "version", "split", "criterion", "threshold");
    }

    private static void requirePercent(String field, double value) {
        require(value >= 0 && value <= 100, "%s must be 0 to 100 percent, not %s".formatted(field, value));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
