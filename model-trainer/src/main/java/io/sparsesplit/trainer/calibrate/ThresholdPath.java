package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.Criterion;

/**
 * What exits and tail together do at every threshold there is to choose from: the multiples of 1/1000 from 0, where the first
 * exit answers every image, to 1, where no exit ever answers. All exits share the threshold.
 *
 * <p>Confidences are those of serving, to the bit: an image is answered here by the exit that answers it there.
 */
final class ThresholdPath {

    /** The last step; {@code step / STEPS} is a threshold. */
    static final int STEPS = 1000;

    private final Outcome[] outcomes;

    /**
     * Tries all thresholds.
     *
     * @param temperatures one per exit
     */
    ThresholdPath(Scores scores, double[] temperatures, Criterion criterion) {
        int[] localExits = new int[STEPS + 1];
        int[] lost = new int[STEPS + 1];
        int[] won = new int[STEPS + 1];
        int tailCorrect = 0;
        for (int image = 0; image < scores.images(); image++) {
            tailCorrect += scores.tailCorrect(image) ? 1 : 0;
            // The first exit answers up to the last threshold that it reaches, the next one from there up to its own.
            int answered = -1;
            for (int exit = 0; exit < scores.exits(); exit++) {
                Classification answer = Classification.softmax(scores.logits(exit, image), temperatures[exit]);
                int reached = reached(criterion.confidence(answer));
                if (reached > answered) {
                    boolean right = answer.classIndex() == scores.label(image);
                    boolean tailRight = scores.tailCorrect(image);
                    add(localExits, answered, reached, 1);
                    add(lost, answered, reached, tailRight && !right ? 1 : 0);
                    add(won, answered, reached, right && !tailRight ? 1 : 0);
                    answered = reached;
                }
            }
        }
        this.outcomes = outcomes(scores.images(), tailCorrect, localExits, lost, won);
    }

    static double threshold(int step) {
        return (double) step / STEPS;
    }

    int images() {
        return outcomes[0].images();
    }

    /**
     * What happens at a threshold.
     *
     * @param step 0 to {@link #STEPS}
     */
    Outcome at(int step) {
        return outcomes[step];
    }

    /** The last step whose threshold a confidence reaches; never {@link #STEPS}, which none does. */
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

    private static Outcome[] outcomes(int images, int tailCorrect, int[] localExits, int[] lost, int[] won) {
        Outcome[] outcomes = new Outcome[STEPS + 1];
        int exitsNow = 0;
        int lostNow = 0;
        int wonNow = 0;
        for (int step = STEPS; step >= 0; step--) {
            exitsNow += localExits[step];
            lostNow += lost[step];
            wonNow += won[step];
            outcomes[step] = new Outcome(images, exitsNow, tailCorrect - lostNow + wonNow, lostNow, wonNow);
        }
        return outcomes;
    }
}
