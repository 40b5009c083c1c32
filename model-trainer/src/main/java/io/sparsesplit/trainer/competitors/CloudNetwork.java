package io.sparsesplit.trainer.competitors;

import io.sparsesplit.model.image.Fit;
import io.sparsesplit.model.image.Picture;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.pattern.PatternFamily;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.train.Augmentation;
import io.sparsesplit.trainer.train.Hyperparameters;
import io.sparsesplit.trainer.train.Recipe;
import io.sparsesplit.trainer.train.Topology;
import io.sparsesplit.trainer.train.WholeNetwork;
import io.sparsesplit.trainer.train.WholeTraining;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A dense network in the cloud that classifies what it sees of pictures.
 *
 * @param hidden neurons of its hidden layers
 * @param classes that it tells apart
 * @param epochs passes over the training images
 */
record CloudNetwork(List<Integer> hidden, int classes, int epochs) {

    /** Neurons of all layers, for example {@code 784,512,256,10}. */
    String shape(PictureCodec codec) {
        return neurons(codec).stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /**
     * Trains the network with the recipe {@link Recipe#BEST} on what it sees of distorted pictures.
     *
     * @param train original pictures
     * @param progress told of the images of each batch
     */
    WholeNetwork train(PictureCodec codec, LabelledImages train, long seed, IntConsumer progress) {
        List<Integer> neurons = neurons(codec);
        Topology topology = Topology.whole(neurons, neurons.subList(1, neurons.size()), List.of(PatternFamily.DENSE));
        Hyperparameters hyperparameters = hyperparameters(topology.parameters(), seed);
        Augmentation augmentation =
                new Augmentation(hyperparameters.augmentation(), preprocessing(train.width(), train.height()), seed);
        SeenPictures seen = new SeenPictures(codec, train, augmentation);
        try (WholeTraining training = new WholeTraining(
                topology,
                // Pictures are distorted before they are coded: distorted afterwards, they would have greys and
                // edges that the codec never makes.
                hyperparameters.withAugmentation(0).withEpochs(epochs),
                preprocessing(codec.width(), codec.height()),
                seen.images(),
                null)) {
            for (int epoch = 0; epoch < epochs; epoch++) {
                seen.distort(epoch);
                training.epoch(epoch, progress);
            }
            return training.network();
        }
    }

    private List<Integer> neurons(PictureCodec codec) {
        return Stream.of(Stream.of(codec.width() * codec.height()), hidden.stream(), Stream.of(classes))
                .flatMap(layer -> layer)
                .toList();
    }

    private static Hyperparameters hyperparameters(int parameters, long seed) {
        return Recipe.BEST.hyperparameters(
                parameters, seed, Runtime.getRuntime().availableProcessors());
    }

    private static Preprocessing preprocessing(int width, int height) {
        return Preprocessing.of(Fit.STROKES, width, height, Picture.GREY);
    }
}
