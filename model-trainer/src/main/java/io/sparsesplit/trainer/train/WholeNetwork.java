package io.sparsesplit.trainer.train;

import io.sparsesplit.model.codec.Features;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.Layer;
import io.sparsesplit.model.network.Tail;
import io.sparsesplit.trainer.data.LabelledImages;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A network that is neither split nor left early, for measuring shapes and recipes. Immutable. */
public final class WholeNetwork {

    private final Preprocessing preprocessing;
    private final Tail layers;

    WholeNetwork(Preprocessing preprocessing, List<Layer> layers) {
        this.preprocessing = preprocessing;
        // Input vectors to classes is what a tail does that follows no head.
        this.layers = new Tail(layers);
    }

    /**
     * Trains a network from its first epoch to its last.
     *
     * @param topology without exits
     * @param images of the size of the preprocessing's picture
     * @param teaching what a teacher says of the images; null without one
     * @param progress told of the images of each batch
     */
    public static WholeNetwork train(
            Topology topology,
            Hyperparameters hyperparameters,
            Preprocessing preprocessing,
            LabelledImages images,
            @Nullable SoftTargets teaching,
            IntConsumer progress) {
        try (WholeTraining training = new WholeTraining(topology, hyperparameters, preprocessing, images, teaching)) {
            for (int epoch = 0; epoch < hyperparameters.epochs(); epoch++) {
                training.epoch(epoch, progress);
            }
            return training.network();
        }
    }

    /** From input to classes. */
    public List<Layer> layers() {
        return layers.layers();
    }

    /** Share of images that are classified right, in percent. */
    public double accuracy(LabelledImages images) {
        int correct = 0;
        for (int image = 0; image < images.size(); image++) {
            int answer = answer(images, image).classIndex();
            correct += answer == images.label(image) ? 1 : 0;
        }
        return 100.0 * correct / images.size();
    }

    /**
     * What this network teaches others of images.
     *
     * @param share of it in what is learned, 0 to 1; labels have the rest
     */
    public SoftTargets teaching(LabelledImages images, double share) {
        float[][] probabilities = new float[images.size()][];
        for (int image = 0; image < probabilities.length; image++) {
            probabilities[image] = answer(images, image).probabilities();
        }
        return new SoftTargets(probabilities, share);
    }

    private Classification answer(LabelledImages images, int image) {
        return layers.classify(new Features(preprocessing.input(images.picture(image)), 0));
    }
}
