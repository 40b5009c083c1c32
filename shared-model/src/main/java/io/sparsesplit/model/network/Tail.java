package io.sparsesplit.model.network;

import io.sparsesplit.model.codec.Features;
import java.util.Arrays;
import java.util.List;

/**
 * The part of a network that lives in the cloud: features to classes. It may also read which class the last exit takes the
 * image for, as a one-hot vector behind the features. Immutable.
 */
public final class Tail {

    private final List<Layer> layers;
    private final boolean readsExitClass;

    /**
     * A tail that reads features only.
     *
     * @throws IllegalArgumentException when there is no layer, they do not fit, or the last does not give logits
     */
    public Tail(List<Layer> layers) {
        this(layers, false);
    }

    /**
     * A tail from its layers.
     *
     * @param readsExitClass whether the last inputs of the first layer are the exit's class, one for each class
     * @throws IllegalArgumentException when there is no layer, they do not fit, the last does not give logits, or no input is
     *     left for features
     */
    public Tail(List<Layer> layers, boolean readsExitClass) {
        this.layers = Layers.chained("tail", layers);
        this.readsExitClass = readsExitClass;
        if (layers.get(layers.size() - 1).activation() != Activation.IDENTITY) {
            throw new IllegalArgumentException("the tail's last layer gives logits: its activation must be identity");
        }
        if (features() < 1) {
            throw new IllegalArgumentException(
                    "the tail reads %d inputs: the exit's class alone takes %d".formatted(inputs(), classes()));
        }
    }

    public List<Layer> layers() {
        return layers;
    }

    /** Length of the feature vector it reads, the exit's class not among it. */
    public int features() {
        return readsExitClass ? inputs() - classes() : inputs();
    }

    /** Whether it reads the exit's class too. */
    public boolean readsExitClass() {
        return readsExitClass;
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
     * @param features length {@link #features()}, and one of the {@link #classes()}, which is not looked at where the tail does
     *     not read it
     */
    public Classification classify(Features features) {
        float[] activations = readsExitClass ? withExitClass(features) : features.values();
        for (Layer layer : layers) {
            activations = layer.forward(activations);
        }
        return Classification.softmax(activations, 1);
    }

    private float[] withExitClass(Features features) {
        int length = features.values().length;
        if (length != features()) {
            throw new IllegalArgumentException(
                    "%d features given to a tail that reads %d".formatted(length, features()));
        }
        if (features.exitClass() < 0 || features.exitClass() >= classes()) {
            throw new IllegalArgumentException(
                    "the exit's class is 0 to %d, not %d".formatted(classes() - 1, features.exitClass()));
        }
        float[] inputs = Arrays.copyOf(features.values(), inputs());
        inputs[length + features.exitClass()] = 1;
        return inputs;
    }

    private int inputs() {
        return layers.get(0).junction().inputs();
    }
}
