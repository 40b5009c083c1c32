package io.sparsesplit.trainer.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Holds the signs, seen in calibration, that a network is not fit to be published.
 *
 * @param failures one sentence for each sign; empty when there is none
 */
public record Guards(List<String> failures) {

    /** Percent of the images for each point that may be lost: with less, every other image answered is lost. */
    private static final double FEW = 2;

    private static final double NEARLY_ALWAYS = 0.9;

    /** Copies the list. */
    public Guards {
        failures = List.copyOf(failures);
    }

    /** Returns whether there is no sign. */
    public boolean passed() {
        return failures.isEmpty();
    }

    static Guards of(Scores scores, double[] temperatures, Choice choice) {
        List<String> failures = new ArrayList<>();
        for (int exit = 0; exit < scores.exits(); exit++) {
            if (Temperature.isAtBound(temperatures[exit]) && !isHumble(scores, exit, temperatures[exit])) {
                failures.add(text(
                        "the temperature of exit %d is %s, at its bound: its confidence says nothing about the images held out",
                        exit + 1, temperatures[exit]));
            }
            weakExit(scores, exit, failures);
        }
        uselessExits(choice, failures);
        return new Guards(failures);
    }

    /** Returns whether an exit is nearly always right and only says so too timidly, which a low temperature mends. */
    private static boolean isHumble(Scores scores, int exit, double temperature) {
        long right = IntStream.range(0, scores.images())
                .filter(image -> scores.exitClass(exit, image) == scores.label(image))
                .count();
        return temperature < 1 && right >= NEARLY_ALWAYS * scores.images();
    }

    /**
     * Adds a failure when exits never answer, and not for want of images: not even where the largest loss is allowed they answer
     * many.
     */
    private static void uselessExits(Choice choice, List<String> failures) {
        List<OperatingPoint> points = choice.table().points();
        if (choice.step() < ThresholdSweep.STEPS || points.isEmpty()) {
            return;
        }
        OperatingPoint last = points.get(points.size() - 1);
        if (last.outcome().localExitRate() < FEW * last.maxLoss()) {
            failures.add(text(
                    "the threshold is 1, at its bound: even where %s points may be lost, exits answer only %.2f %% of the images",
                    last.maxLoss(), last.outcome().localExitRate()));
        }
    }

    /**
     * Adds a failure when an exit is right less often than one that always gives the most frequent class. Training with class
     * weights may give accuracy away for the recall of rare classes, and is not meant.
     */
    private static void weakExit(Scores scores, int exit, List<String> failures) {
        int classes = scores.classes();
        int[] images = new int[classes];
        int[] right = new int[classes];
        for (int image = 0; image < scores.images(); image++) {
            images[scores.label(image)]++;
            right[scores.label(image)] += scores.exitClass(exit, image) == scores.label(image) ? 1 : 0;
        }
        int majority = IntStream.of(images).max().orElse(0);
        int correct = IntStream.of(right).sum();
        double recall = IntStream.range(0, classes)
                .filter(c -> images[c] > 0)
                .mapToDouble(c -> (double) right[c] / images[c])
                .average()
                .orElse(1);
        if (correct < majority && recall < (1 + 1.0 / classes) / 2) {
            failures.add(text(
                    "exit %d is right for %.2f %% of the images, less than the share of the most frequent class, %.2f %%; its"
                            + " mean recall is %.2f %%",
                    exit + 1, 100.0 * correct / scores.images(), 100.0 * majority / scores.images(), 100 * recall));
        }
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
