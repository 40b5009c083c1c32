package io.sparsesplit.trainer.calibrate;

import java.util.List;
import java.util.Random;

/** Scores of images that there never were, whose truth is known. */
final class SyntheticScores {

    static final List<String> LABELS = List.of("a", "b", "c", "d");

    private SyntheticScores() {}

    /**
     * Images of four classes. The label is drawn from {@code softmax(logits / temperature)}, so that an exit of that temperature
     * is perfectly calibrated; later exits have larger logits. The tail is right with a probability of its own.
     */
    static Scores of(int images, int exits, double temperature, double tailAccuracy, long seed) {
        Random random = new Random(seed);
        float[][][] logits = new float[exits][images][4];
        int[] tailClasses = new int[images];
        int[] labels = new int[images];
        for (int image = 0; image < images; image++) {
            double[] evidence = new double[4];
            double scale = 1 + 6 * random.nextDouble();
            for (int c = 0; c < 4; c++) {
                evidence[c] = scale * random.nextGaussian();
            }
            labels[image] = draw(evidence, random);
            for (int exit = 0; exit < exits; exit++) {
                for (int c = 0; c < 4; c++) {
                    logits[exit][image][c] = (float) (temperature * evidence[c] * (exit + 1) / exits);
                }
            }
            tailClasses[image] = (labels[image] + (random.nextDouble() < tailAccuracy ? 0 : 1)) % 4;
        }
        return new Scores(logits, tailClasses, labels);
    }

    /** By the Gumbel trick. */
    private static int draw(double[] logits, Random random) {
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < logits.length; c++) {
            double value = logits[c] - Math.log(-Math.log(1 - random.nextDouble()));
            if (value > most) {
                most = value;
                best = c;
            }
        }
        return best;
    }
}
