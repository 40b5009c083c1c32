package io.sparsesplit.trainer.train;

/** Hyperparameters of which most do not matter. */
public final class ToyTraining {

    private ToyTraining() {}

    public static Hyperparameters of(
            int epochs, int batch, double learningRate, double weightDecay, double exitWeight, long seed, int threads) {
        return new Hyperparameters(
                epochs,
                batch,
                learningRate,
                Schedule.COSINE,
                weightDecay,
                Initialisation.IN_DEGREE,
                0,
                exitWeight,
                seed,
                threads);
    }
}
