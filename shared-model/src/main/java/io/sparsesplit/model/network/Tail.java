package io.sparsesplit.model.network;

import java.util.List;

/** The part of a network that lives in the cloud: features to classes. Immutable. */
public final class Tail {

    private final List<Layer> layers;

    /**
     * A tail from its layers.
     *
     * @throws IllegalArgumentException when there is no layer, they do not fit, or the last does not give logits
     */
    public Tail(List<Layer> layers) {
        this.layers = Layers.chained("tail", layers);
        if (layers.get(layers.size() - 1).activation() != Activation.IDENTITY) {
            throw new IllegalArgumentException("the tail's last layer gives logits: its activation must be identity");
        }
    }

    public List<Layer> layers() {
        return layers;
    }

    /** Length of the feature vector it reads. */
    public int features() {
        return layers.get(0).junction().inputs();
    }

    /** Number of classes. */
    public int classes() {
        return layers.get(layers.size() - 1).junction().outputs();
    }

    /** Weights and biases. */
    public int parameters() {
        return Layers.parameters(layers);
    }

    /**
     * What the cloud thinks of an image.
     *
     * @param features length {@link #features()}
     */
    public Classification classify(float[] features) {
        float[] activations = features;
        for (Layer layer : layers) {
            activations = layer.forward(activations);
        }
        return Classification.softmax(activations, 1);
    }
}
