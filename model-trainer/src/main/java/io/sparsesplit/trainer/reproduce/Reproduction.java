package io.sparsesplit.trainer.reproduce;

import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.trainer.data.Dataset;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.report.Run;
import io.sparsesplit.trainer.report.Table;
import io.sparsesplit.trainer.reproduce.Trial.Change;
import io.sparsesplit.trainer.train.Hyperparameters;
import io.sparsesplit.trainer.train.InputSelection;
import io.sparsesplit.trainer.train.SoftTargets;
import io.sparsesplit.trainer.train.WholeNetwork;
import java.util.function.IntConsumer;

/**
 * Makes the run of a trial and a seed.
 *
 * <p>The reference learns from all 60,000 training images, as the paper did. Everything else learns from those that are not
 * held out; those held out are what choices rest on. Test images are looked at once, after training, and not at all where a run
 * only serves to choose.
 */
final class Reproduction {

    private final Images images;
    private final Teacher teacher;

    Reproduction(Images images) {
        this.images = images;
        this.teacher = new Teacher(images);
    }

    /** A run with the network that it left. */
    record Made(Run run, WholeNetwork network) {}

    /**
     * Trains and measures.
     *
     * @param epochs in place of the recipe's when above 0
     * @param progress told of the images of each batch
     */
    Made run(Trial trial, long seed, int epochs, String command, IntConsumer progress) {
        Dataset dataset = images.square(trial.side());
        LabelledImages train = trial.holdsOut() ? dataset.train() : Images.all(dataset);
        Preprocessing preprocessing =
                InputSelection.of(dataset.preprocessing(), train, trial.shape().inputs());
        Hyperparameters usual = trial.hyperparameters(seed);
        Hyperparameters hyperparameters = epochs > 0 ? usual.withEpochs(epochs) : usual;
        SoftTargets teaching = trial.change() == Change.TEACHER ? teacher.teaching(epochs) : null;
        WholeNetwork network =
                WholeNetwork.train(trial.topology(), hyperparameters, preprocessing, train, teaching, progress);
        boolean tested = trial.table() != Table.ABLATION;
        return new Made(
                new Run(
                        trial.table(),
                        trial.row(),
                        trial.recipe(),
                        trial.shape().hidden(),
                        trial.shape().outDegree(),
                        trial.shape().inputs(),
                        "%dx%d".formatted(trial.side(), trial.side()),
                        trial.shape().parameters(),
                        seed,
                        hyperparameters.epochs(),
                        split(dataset, trial.holdsOut(), tested),
                        train.size(),
                        trial.holdsOut() ? dataset.validation().size() : 0,
                        tested ? dataset.test().size() : 0,
                        trial.holdsOut() ? network.accuracy(dataset.validation()) : null,
                        tested ? network.accuracy(dataset.test()) : null,
                        command),
                network);
    }

    private static String split(Dataset dataset, boolean holdsOut, boolean tested) {
        int train = dataset.train().size();
        int all = train + dataset.validation().size();
        return (holdsOut ? "train 0-%d, validation %d-%d".formatted(train - 1, train, all - 1) : "train 0-" + (all - 1))
                + (tested ? ", test 0-%d".formatted(dataset.test().size() - 1) : "");
    }
}
