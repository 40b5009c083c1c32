package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.Criterion;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Counts what exits and tail together do at every threshold that can be chosen: the multiples of 1/1000 from 0, where the first
 * exit answers every image, to 1, where no exit ever answers. All exits share the threshold.
 *
 * <p>Confidences are those of serving, to the bit: an image is answered here by the exit that answers it there.
 */
final class ThresholdSweep {

    /** Number of the last step; the threshold of a step is {@code step / STEPS}. */
    static final int STEPS = 1000;

    private final int images;
    private final int[] classImages;
    private final int[] localExits = new int[STEPS + 1];
    private final int[] lost = new int[STEPS + 1];
    private final int[] won = new int[STEPS + 1];
    /** Images that an exit answers with another class, by class and step. */
    private final int[][] missed;
    /** Images recognised, by class and step. */
    private final int[][] recognised;

    /**
     * Tries all thresholds.
     *
     * @param temperatures temperature of each exit
     */
    ThresholdSweep(Scores scores, double[] temperatures, Criterion criterion) {
        this.images = scores.images();
        this.classImages = new int[scores.classes()];
        this.missed = new int[scores.classes()][STEPS + 1];
        this.recognised = new int[scores.classes()][STEPS + 1];
        for (int image = 0; image < images; image++) {
            int label = scores.label(image);
            boolean tailRight = scores.tailCorrect(image);
            classImages[label]++;
            recognised[label][STEPS] += tailRight ? 1 : 0;
            // The first exit answers up to the last threshold that it reaches, the next one from there up to its own.
            int answered = -1;
            for (int exit = 0; exit < scores.exits(); exit++) {
                Classification answer = Classification.softmax(scores.logits(exit, image), temperatures[exit]);
                int reached = reached(criterion.confidence(answer));
                if (reached > answered) {
                    boolean right = answer.classIndex() == label;
                    add(localExits, answered, reached, 1);
                    add(lost, answered, reached, tailRight && !right ? 1 : 0);
                    add(won, answered, reached, right && !tailRight ? 1 : 0);
                    add(missed[label], answered, reached, right ? 0 : 1);
                    add(recognised[label], answered, reached, (right ? 1 : 0) - (tailRight ? 1 : 0));
                    answered = reached;
                }
            }
        }
        sum(localExits);
        sum(lost);
        sum(won);
        for (int c = 0; c < classImages.length; c++) {
            sum(missed[c]);
            sum(recognised[c]);
        }
    }

    static double threshold(int step) {
        return (double) step / STEPS;
    }

    /** Returns the step of a threshold that is a multiple of 1/1000. */
    static int step(double threshold) {
        return (int) Math.round(threshold * STEPS);
    }

    int images() {
        return images;
    }

    /** Returns the number of images of each class, in the order of the network's outputs. */
    List<Integer> classImages() {
        return IntStream.of(classImages).boxed().toList();
    }

    /**
     * Returns the counts at a threshold.
     *
     * @param step step of the threshold, 0 to {@link #STEPS}
     */
    Outcome at(int step) {
        List<ClassOutcome> classes = IntStream.range(0, classImages.length)
                .mapToObj(c -> new ClassOutcome(classImages[c], missed[c][step], recognised[c][step]))
                .toList();
        int correct = classes.stream().mapToInt(ClassOutcome::recognised).sum();
        return new Outcome(images, localExits[step], correct, lost[step], won[step], classes);
    }

    /** Returns the last step whose threshold a confidence reaches; never {@link #STEPS}, which none does. */
    private static int reached(double confidence) {
        int step = (int) Math.min(STEPS - 1, confidence * STEPS);
        while (step < STEPS - 1 && threshold(step + 1) <= confidence) {
            step++;
        }
        while (step > 0 && threshold(step) > confidence) {
            step--;
        }
        return step;
    }

    /** Adds to all steps above one up to another: as changes, to be summed from the last step down. */
    private static void add(int[] changes, int above, int upTo, int count) {
        changes[upTo] += count;
        if (above >= 0) {
            changes[above] -= count;
        }
    }

    private static void sum(int[] changes) {
        for (int step = STEPS - 1; step >= 0; step--) {
            changes[step] += changes[step + 1];
        }
    }
}
