package io.sparsesplit.trainer.train;

/**
 * How a network is trained.
 *
 * @param epochs passes over the training images
 * @param batch images per step
 * @param learningRate at its peak
 * @param schedule how the learning rate changes
 * @param weightDecay of AdamW
 * @param initialisation of weights and biases
 * @param augmentation share of the images that are distorted in an epoch, see {@link Augmentation}
 * @param exitWeight of each exit's loss beside the tail's
 * @param seed of patterns, initial weights, the order of images and their distortions
 * @param threads that share a batch; without influence on the result
 */
public record Hyperparameters(
        int epochs,
        int batch,
        double learningRate,
        Schedule schedule,
        double weightDecay,
        Initialisation initialisation,
        double augmentation,
        double exitWeight,
        long seed,
        int threads) {

    public Hyperparameters {
        require(epochs >= 1, "--epochs must be 1 or more, not " + epochs);
        require(batch >= 1, "--batch must be 1 or more, not " + batch);
        require(learningRate > 0 && learningRate < 1, "--lr must be between 0 and 1, not " + learningRate);
        require(
                weightDecay >= 0 && weightDecay < 1,
                "--weight-decay must be 0 or more and below 1, not " + weightDecay);
        require(augmentation >= 0 && augmentation <= 1, "--augment must be 0 to 1, not " + augmentation);
        require(
                exitWeight > 0 && exitWeight <= 100,
                "--exit-weight must be above 0 and at most 100, not " + exitWeight);
        require(threads >= 1, "--threads must be 1 or more, not " + threads);
    }

    /** The same with another share of distorted images. */
    public Hyperparameters withAugmentation(double share) {
        return new Hyperparameters(
                epochs, batch, learningRate, schedule, weightDecay, initialisation, share, exitWeight, seed, threads);
    }

    /** The same with another number of epochs. */
    public Hyperparameters withEpochs(int count) {
        return new Hyperparameters(
                count,
                batch,
                learningRate,
                schedule,
                weightDecay,
                initialisation,
                augmentation,
                exitWeight,
                seed,
                threads);
    }

    /** Returns the same with another number of images per step. */
    Hyperparameters withBatch(int images) {
        return new Hyperparameters(
                epochs,
                images,
                learningRate,
                schedule,
                weightDecay,
                initialisation,
                augmentation,
                exitWeight,
                seed,
                threads);
    }

    /** The same on another number of threads. */
    public Hyperparameters withThreads(int count) {
        return new Hyperparameters(
                epochs,
                batch,
                learningRate,
                schedule,
                weightDecay,
                initialisation,
                augmentation,
                exitWeight,
                seed,
                count);
    }

    /** The learning rate of a step, 0 to {@code steps - 1}. */
    public double learningRate(int step, int steps) {
        return learningRate * schedule.factor(step, steps);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
