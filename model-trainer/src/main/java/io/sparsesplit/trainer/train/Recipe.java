package io.sparsesplit.trainer.train;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Ways to train a network, good for networks of all sizes. */
public enum Recipe {

    /**
     * What Capogrosso et al. (FDL 2024) train with: Adam at 1e-3 with a decay of 1e-5, weights as for a dense network, biases
     * 0.1, 50 epochs, images as they are.
     */
    PAPER {
        @Override
        public Hyperparameters hyperparameters(int parameters, long seed, int threads) {
            return new Hyperparameters(
                    50, BATCH, 1e-3, Schedule.INVERSE, 0, Initialisation.DENSE, 0, EXIT_WEIGHT, seed, threads);
        }
    },

    /**
     * AdamW with warm-up and cosine, weights by in-degree, 60 epochs; small networks learn at a higher rate, larger ones from
     * more distorted pictures. Small training sets get smaller batches, and as many epochs as make 2,400 steps.
     */
    BEST {
        @Override
        public Hyperparameters hyperparameters(int parameters, long seed, int threads) {
            return new Hyperparameters(
                    60,
                    BATCH,
                    parameters < LARGE ? 0.02 : 0.01,
                    Schedule.COSINE,
                    0.05,
                    Initialisation.IN_DEGREE,
                    augmentation(parameters),
                    EXIT_WEIGHT,
                    seed,
                    threads);
        }

        @Override
        Hyperparameters fitted(Hyperparameters usual, int images) {
            if (images >= FEW_IMAGES) {
                return usual;
            }
            int stepsPerEpoch = (images + FEW_IMAGES_BATCH - 1) / FEW_IMAGES_BATCH;
            int epochs = Math.max(usual.epochs(), (LEAST_STEPS + stepsPerEpoch - 1) / stepsPerEpoch);
            return usual.withEpochs(epochs).withBatch(FEW_IMAGES_BATCH);
        }
    };

    private static final int BATCH = 256;

    /** Number of training images below which a recipe looks at how many there are. */
    private static final int FEW_IMAGES = 10_000;

    private static final int FEW_IMAGES_BATCH = 128;
    private static final int LEAST_STEPS = 2400;

    private static final double EXIT_WEIGHT = 0.3;
    private static final int SMALL = 4000;
    private static final int LARGE = 10_000;

    private static double augmentation(int parameters) {
        if (parameters < SMALL) {
            return 0.3;
        }
        return parameters < LARGE ? 0.5 : 0.8;
    }

    /**
     * How a network is trained.
     *
     * @param parameters of the whole network, exits included
     * @param seed see {@link Hyperparameters}
     * @param threads see {@link Hyperparameters}
     */
    public abstract Hyperparameters hyperparameters(int parameters, long seed, int threads);

    /**
     * Returns the recipe for a number of training images.
     *
     * @param usual hyperparameters for many images
     * @param images number of training images, 1 or more
     */
    Hyperparameters fitted(Hyperparameters usual, int images) {
        return usual;
    }

    /**
     * The recipe of a name.
     *
     * @throws IllegalArgumentException naming the recipes there are
     */
    public static Recipe of(String name) {
        return Arrays.stream(values())
                .filter(recipe -> recipe.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no recipe '%s'; choose one of %s"
                        .formatted(
                                name,
                                Arrays.stream(values()).map(Recipe::toString).collect(Collectors.joining(", ")))));
    }

    /** The name used on the command line, for example {@code best}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
