package io.sparsesplit.trainer.train;

import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.EarlyExit;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.Tail;
import java.util.ArrayList;
import java.util.List;

/**
 * Temperatures and a threshold for a head's exits, from images that the network was not fitted to.
 *
 * <p>Temperature scaling (Guo et al., ICML 2017): each exit's logits are divided by the number that makes the labels most
 * probable. The threshold, one for all exits, is the smallest multiple of 1/1000 at which exits and tail together lose no
 * more than the wish against the tail alone.
 */
final class Calibration {

    private static final int STEPS = 1000;
    private static final double LOWEST_TEMPERATURE = 0.05;
    private static final double HIGHEST_TEMPERATURE = 20;

    private final Head head;
    private final Inputs validation;
    private final float[][][] logits;
    private final boolean[] tailCorrect;

    Calibration(Head head, FeatureCodec codec, Tail tail, Inputs validation) {
        this.head = head;
        this.validation = validation;
        this.logits = new float[head.exits().size()][validation.size()][];
        this.tailCorrect = new boolean[validation.size()];
        for (int image = 0; image < validation.size(); image++) {
            float[] activations = validation.vector(image);
            int exit = 0;
            for (int layer = 0; layer < head.layers().size(); layer++) {
                activations = head.layers().get(layer).forward(activations);
                if (head.exits().get(exit).afterLayer() == layer + 1) {
                    logits[exit][image] = head.exits().get(exit).classifier().forward(activations);
                    exit++;
                }
            }
            Classification answer = tail.classify(codec.decode(codec.encode(activations)));
            tailCorrect[image] = answer.classIndex() == validation.label(image);
        }
    }

    /**
     * The head with calibrated exits.
     *
     * @param maxLoss images lost against the tail alone, as a share, 0 to 1
     */
    Head calibrated(double maxLoss) {
        List<EarlyExit> exits = new ArrayList<>();
        for (int e = 0; e < logits.length; e++) {
            exits.add(head.exits().get(e).calibrated(temperature(logits[e]), 0));
        }
        double threshold = threshold(exits, maxLoss);
        return new Head(
                head.layers(),
                exits.stream()
                        .map(exit -> exit.calibrated(exit.temperature(), threshold))
                        .toList());
    }

    private double threshold(List<EarlyExit> exits, double maxLoss) {
        double[][] confidence = new double[exits.size()][validation.size()];
        boolean[][] correct = new boolean[exits.size()][validation.size()];
        for (int e = 0; e < exits.size(); e++) {
            for (int image = 0; image < validation.size(); image++) {
                Classification answer =
                        Classification.softmax(logits[e][image], exits.get(e).temperature());
                confidence[e][image] = exits.get(e).criterion().confidence(answer);
                correct[e][image] = answer.classIndex() == validation.label(image);
            }
        }
        int wanted = (int) Math.ceil(count(tailCorrect) - maxLoss * validation.size());
        for (int step = 0; step < STEPS; step++) {
            double threshold = (double) step / STEPS;
            if (cascadeCorrect(confidence, correct, threshold) >= wanted) {
                return threshold;
            }
        }
        return 1;
    }

    private int cascadeCorrect(double[][] confidence, boolean[][] correct, double threshold) {
        int count = 0;
        for (int image = 0; image < validation.size(); image++) {
            boolean answer = tailCorrect[image];
            for (int e = confidence.length - 1; e >= 0; e--) {
                answer = confidence[e][image] >= threshold ? correct[e][image] : answer;
            }
            count += answer ? 1 : 0;
        }
        return count;
    }

    /** Golden-section search for the temperature, on a logarithmic scale. */
    private double temperature(float[][] exitLogits) {
        double ratio = (Math.sqrt(5) - 1) / 2;
        double low = StrictMath.log(LOWEST_TEMPERATURE);
        double high = StrictMath.log(HIGHEST_TEMPERATURE);
        for (int i = 0; i < 40; i++) {
            double left = high - ratio * (high - low);
            double right = low + ratio * (high - low);
            if (surprise(exitLogits, StrictMath.exp(left)) < surprise(exitLogits, StrictMath.exp(right))) {
                high = right;
            } else {
                low = left;
            }
        }
        return Math.round(StrictMath.exp((low + high) / 2) * STEPS) / (double) STEPS;
    }

    /** {@code sum -ln p(label)} */
    private double surprise(float[][] exitLogits, double temperature) {
        double sum = 0;
        for (int image = 0; image < exitLogits.length; image++) {
            float[] z = exitLogits[image];
            double max = Double.NEGATIVE_INFINITY;
            for (float logit : z) {
                max = Math.max(max, logit);
            }
            double total = 0;
            for (float logit : z) {
                total += StrictMath.exp((logit - max) / temperature);
            }
            sum += StrictMath.log(total) - (z[validation.label(image)] - max) / temperature;
        }
        return sum;
    }

    private static int count(boolean[] values) {
        int count = 0;
        for (boolean value : values) {
            count += value ? 1 : 0;
        }
        return count;
    }
}
