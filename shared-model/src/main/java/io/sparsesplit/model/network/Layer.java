package io.sparsesplit.model.network;

import io.sparsesplit.model.kernel.Kernel;
import io.sparsesplit.model.pattern.Junction;
import io.sparsesplit.model.pattern.Pattern;

/** A junction with its weights and biases, and the activation behind it. Immutable. */
public final class Layer {

    private final Pattern pattern;
    private final float[] weights;
    private final float[] biases;
    private final Activation activation;
    private final Kernel kernel;

    /**
     * A layer from its numbers.
     *
     * @param weights one per edge, in the canonical order of {@link Pattern}; copied
     * @param biases one per right neuron; copied
     * @throws IllegalArgumentException when a length does not fit the pattern
     */
    public Layer(Pattern pattern, float[] weights, float[] biases, Activation activation) {
        this.pattern = pattern;
        this.weights = weights.clone();
        this.biases = biases.clone();
        this.activation = activation;
        this.kernel = Kernel.of(pattern, this.weights, this.biases);
    }

    public Pattern pattern() {
        return pattern;
    }

    public Junction junction() {
        return pattern.junction();
    }

    public Activation activation() {
        return activation;
    }

    /** A copy of the weights, in canonical order. */
    public float[] weights() {
        return weights.clone();
    }

    /** A copy of the biases. */
    public float[] biases() {
        return biases.clone();
    }

    /** Weights and biases. */
    public int parameters() {
        return weights.length + biases.length;
    }

    /**
     * The activations of the right layer for one image.
     *
     * @param x activations of the left layer, length {@code inputs}
     * @return length {@code outputs}, owned by the caller
     * @throws IllegalArgumentException when {@code x} has another length
     */
    public float[] forward(float[] x) {
        if (x.length != junction().inputs()) {
            throw new IllegalArgumentException("%d activations given to a layer that reads %d"
                    .formatted(x.length, junction().inputs()));
        }
        float[] y = new float[junction().outputs()];
        kernel.forward(x, y);
        activation.apply(y, y.length);
        return y;
    }
}
