package io.sparsesplit.trainer.train;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The options of training that say how; a picocli mixin. */
final class RecipeOption {

    @Option(
            names = "--recipe",
            description =
                    "best: AdamW, warm-up and cosine, weights by in-degree, distorted images for networks that can"
                            + " afford them; paper: as the reference does it. The options below change parts of either.")
    private Recipe recipe = Recipe.BEST;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = Option.NULL_VALUE,
            description = "Passes over the training images. Default: 60, and more for small sets.")
    private @Nullable Integer epochs;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = Option.NULL_VALUE,
            description = "Images per step. Default: 256, and 128 for fewer than 10000 training images.")
    private @Nullable Integer batch;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            defaultValue = Option.NULL_VALUE,
            description = "Peak learning rate; by default it depends on the size of the network.")
    private @Nullable Double learningRate;

    @Option(names = "--weight-decay", paramLabel = "D", defaultValue = Option.NULL_VALUE, description = "Of AdamW.")
    private @Nullable Double weightDecay;

    @Option(
            names = "--augment",
            paramLabel = "SHARE",
            defaultValue = Option.NULL_VALUE,
            description =
                    "Share of images that are distorted in an epoch, 0 to 1; by default it depends on the size of the"
                            + " network.")
    private @Nullable Double augmentation;

    @Option(
            names = "--exit-weight",
            paramLabel = "W",
            defaultValue = Option.NULL_VALUE,
            description = "Of each exit's loss beside the tail's.")
    private @Nullable Double exitWeight;

    @Option(names = "--seed", paramLabel = "S", description = "Of patterns, initial weights, order and distortions.")
    private long seed = 1;

    @Option(
            names = "--threads",
            paramLabel = "N",
            showDefaultValue = Visibility.NEVER,
            description = "Without influence on the result. Default: all processors.")
    private int threads = Runtime.getRuntime().availableProcessors();

    Recipe recipe() {
        return recipe;
    }

    /**
     * The recipe, with what was chosen instead.
     *
     * @param parameters number of parameters of the whole network, exits included
     * @param images number of training images
     */
    Hyperparameters hyperparameters(int parameters, int images) {
        Hyperparameters usual = recipe.fitted(recipe.hyperparameters(parameters, seed, threads), images);
        return new Hyperparameters(
                epochs == null ? usual.epochs() : epochs,
                batch == null ? usual.batch() : batch,
                learningRate == null ? usual.learningRate() : learningRate,
                usual.schedule(),
                weightDecay == null ? usual.weightDecay() : weightDecay,
                usual.initialisation(),
                augmentation == null ? usual.augmentation() : augmentation,
                exitWeight == null ? usual.exitWeight() : exitWeight,
                seed,
                threads);
    }

    /** All of it as options, each with a space before it; but not the number of threads. */
    String arguments(Hyperparameters chosen) {
        return " --recipe %s --epochs %d --batch %d --lr %s --weight-decay %s --augment %s --exit-weight %s --seed %d"
                .formatted(
                        recipe,
                        chosen.epochs(),
                        chosen.batch(),
                        chosen.learningRate(),
                        chosen.weightDecay(),
                        chosen.augmentation(),
                        chosen.exitWeight(),
                        chosen.seed());
    }
}
