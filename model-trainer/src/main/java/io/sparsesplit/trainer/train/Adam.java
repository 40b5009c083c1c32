package io.sparsesplit.trainer.train;

import java.util.List;

/**
 * AdamW (Loshchilov and Hutter, 2019) with moments 0.9 and 0.999, over existing edges only. Weight decay is decoupled, and
 * spares biases.
 */
final class Adam {

    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final float EPSILON = 1e-8f;

    private final List<TrainableLayer> layers;
    private final List<Boolean> frozen;
    private final double weightDecay;
    private final Gradients first;
    private final Gradients second;
    private int steps;

    /** @param frozen which layers stay as they are */
    Adam(List<TrainableLayer> layers, List<Boolean> frozen, double weightDecay) {
        this.layers = layers;
        this.frozen = frozen;
        this.weightDecay = weightDecay;
        this.first = new Gradients(layers);
        this.second = new Gradients(layers);
    }

    /** Running means of the gradients; live. */
    Gradients firstMoments() {
        return first;
    }

    /** Running means of the squared gradients; live. */
    Gradients secondMoments() {
        return second;
    }

    int steps() {
        return steps;
    }

    /** As if so many steps had been made, for going on from a checkpoint. */
    void resumeAfter(int stepsMade) {
        steps = stepsMade;
    }

    /** One step against the gradients. */
    void step(Gradients gradients, double learningRate) {
        steps++;
        float rate = (float) (learningRate / (1 - StrictMath.pow(BETA_1, steps)));
        float correction = (float) (1 / (1 - StrictMath.pow(BETA_2, steps)));
        float keep = (float) (1 - learningRate * weightDecay);
        for (int i = 0; i < layers.size(); i++) {
            if (frozen.get(i)) {
                continue;
            }
            TrainableLayer layer = layers.get(i);
            step(layer.weights(), gradients.weights(i), first.weights(i), second.weights(i), rate, correction, keep);
            step(layer.biases(), gradients.biases(i), first.biases(i), second.biases(i), rate, correction, 1);
        }
    }

    private static void step(
            float[] values, float[] gradient, float[] m, float[] v, float rate, float correction, float keep) {
        for (int i = 0; i < values.length; i++) {
            float g = gradient[i];
            m[i] = (float) BETA_1 * m[i] + (float) (1 - BETA_1) * g;
            v[i] = (float) BETA_2 * v[i] + (float) (1 - BETA_2) * g * g;
            values[i] = keep * values[i] - rate * m[i] / ((float) Math.sqrt(v[i] * correction) + EPSILON);
        }
    }
}
