package io.sparsesplit.trainer.train;

import java.util.Arrays;
import java.util.List;

/** Derivatives of the loss by the weights and biases of each layer, exits last. */
final class Gradients {

    private final float[][] weights;
    private final float[][] biases;

    Gradients(List<TrainableLayer> layers) {
        weights =
                layers.stream().map(layer -> new float[layer.weights().length]).toArray(float[][]::new);
        biases = layers.stream().map(layer -> new float[layer.biases().length]).toArray(float[][]::new);
    }

    float[] weights(int layer) {
        return weights[layer];
    }

    float[] biases(int layer) {
        return biases[layer];
    }

    void clear() {
        for (int i = 0; i < weights.length; i++) {
            Arrays.fill(weights[i], 0);
            Arrays.fill(biases[i], 0);
        }
    }

    void add(Gradients other) {
        for (int i = 0; i < weights.length; i++) {
            add(other.weights[i], weights[i]);
            add(other.biases[i], biases[i]);
        }
    }

    private static void add(float[] from, float[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += from[i];
        }
    }
}
