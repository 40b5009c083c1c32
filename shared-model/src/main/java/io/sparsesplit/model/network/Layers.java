package io.sparsesplit.model.network;

import java.util.List;

/** Checks and sums that head and tail share. */
final class Layers {

    private Layers() {}

    static List<Layer> chained(String part, List<Layer> layers) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a " + part + " needs at least one layer");
        }
        for (int i = 1; i < layers.size(); i++) {
            int outputs = layers.get(i - 1).junction().outputs();
            int inputs = layers.get(i).junction().inputs();
            if (outputs != inputs) {
                throw new IllegalArgumentException(
                        "layer %d of the %s reads %d activations, but the layer before has %d"
                                .formatted(i + 1, part, inputs, outputs));
            }
        }
        return List.copyOf(layers);
    }

    static int parameters(List<Layer> layers) {
        return layers.stream().mapToInt(Layer::parameters).sum();
    }
}
