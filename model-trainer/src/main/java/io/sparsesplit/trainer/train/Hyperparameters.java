package io.sparsesplit.trainer.train;

/**
 * How a network is trained.
 *
 * @param epochs passes over the training images
 * @param batch images per step
 * @param learningRate at its peak: it rises linearly over the first tenth of the steps, then falls to 0 along a cosine
 * @param weightDecay of AdamW
 * @param exitWeight of each exit's loss beside the tail's
 * @param seed of patterns, initial weights and the order of images
 * @param threads that share a batch; without influence on the result
 */
record Hyperparameters(
        int epochs, int batch, double learningRate, double weightDecay, double exitWeight, long seed, int threads) {

    private static final double WARM_UP = 0.1;

    Hyperparameters {
        require(epochs >= 1, "--epochs must be 1 or more, not " + epochs);
        require(batch >= 1, "--batch must be 1 or more, not " + batch);
        require(learningRate > 0 && learningRate < 1, "--lr must be between 0 and 1, not " + learningRate);
        require(
                weightDecay >= 0 && weightDecay < 1,
                "--weight-decay must be 0 or more and below 1, not " + weightDecay);
        require(
                exitWeight > 0 && exitWeight <= 100,
                "--exit-weight must be above 0 and at most 100, not " + exitWeight);
        require(threads >= 1, "--threads must be 1 or more, not " + threads);
    }

    /** The learning rate of a step, 0 to {@code steps - 1}. */
    double learningRate(int step, int steps) {
        double warmUp = Math.max(1, WARM_UP * steps);
        if (step < warmUp) {
            return learningRate * (step + 1) / (warmUp + 1);
        }
        return learningRate * 0.5 * (1 + StrictMath.cos(Math.PI * (step - warmUp) / (steps - warmUp)));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
