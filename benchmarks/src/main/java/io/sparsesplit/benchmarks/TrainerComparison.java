package io.sparsesplit.benchmarks;

import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.train.Hyperparameters;
import io.sparsesplit.trainer.train.Topology;
import io.sparsesplit.trainer.train.WholeTraining;

/**
 * What it takes to train one network in two ways.
 *
 * @param images trained on in all, those of an epoch times epochs
 * @param sparse by this project's trainer
 * @param dense by {@link MaskedDenseTrainer}
 */
record TrainerComparison(long images, Side sparse, Side dense) {

    /**
     * One of the ways.
     *
     * @param seconds for all epochs
     * @param loss mean over the images of the last epoch
     */
    record Side(double seconds, double loss) {}

    /**
     * Trains both from the same weights, epochs in turns, so that whatever else the machine does hits both. An epoch of each is
     * run before and thrown away, for the compiler.
     */
    static TrainerComparison run(
            Topology topology, Hyperparameters hyperparameters, Preprocessing preprocessing, LabelledImages images) {
        epochs(1, topology, hyperparameters, preprocessing, images);
        return epochs(hyperparameters.epochs(), topology, hyperparameters, preprocessing, images);
    }

    /** How many times as long the dense way takes. */
    double ratio() {
        return dense.seconds() / sparse.seconds();
    }

    private static TrainerComparison epochs(
            int count,
            Topology topology,
            Hyperparameters hyperparameters,
            Preprocessing preprocessing,
            LabelledImages images) {
        try (WholeTraining sparse = new WholeTraining(topology, hyperparameters, preprocessing, images, null);
                MaskedDenseTrainer dense =
                        new MaskedDenseTrainer(sparse.network().layers(), hyperparameters, preprocessing, images)) {
            double sparseSeconds = 0;
            double denseSeconds = 0;
            for (int e = 0; e < count; e++) {
                int epoch = e;
                sparseSeconds += seconds(() -> sparse.epoch(epoch, done -> {}));
                denseSeconds += seconds(() -> dense.epoch(epoch));
            }
            return new TrainerComparison(
                    (long) count * images.size(),
                    new Side(sparseSeconds, sparse.meanLoss()),
                    new Side(denseSeconds, dense.meanLoss()));
        }
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
