package io.sparsesplit.trainer.train;

import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.trainer.calibrate.CalibrationTarget;
import io.sparsesplit.trainer.calibrate.Redivision;
import io.sparsesplit.trainer.calibrate.Scores;
import io.sparsesplit.trainer.data.Dataset;
import io.sparsesplit.trainer.data.Folds;
import io.sparsesplit.trainer.data.LabelledImages;
import java.io.IOException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trainings with samples of one data set. A sample is divided as a folder of its own would be: eight ninths train, the rest
 * chooses between states, and all of it calibrates by cross-fitting. What it is measured on is everything else.
 */
final class RedividedTraining {

    /** Parts that a data set is dealt into, of which a sample has some. */
    private static final int PARTS = 100;

    private static final int VALIDATION_PARTS = 9;

    private final Dataset dataset;
    private final LabelledImages all;
    private final int sampleParts;
    private final int parts;
    private final int folds;
    private final CalibrationTarget target;

    /**
     * Trainings with a data set.
     *
     * @param withoutTest whether the test images are left out altogether
     * @param sample number of images that train and calibrate; null for half of them
     * @throws IllegalArgumentException when the sample is too small or leaves nothing
     */
    RedividedTraining(
            Dataset dataset, boolean withoutTest, @Nullable Integer sample, int folds, CalibrationTarget target) {
        this.dataset = dataset;
        LabelledImages chosenBy = dataset.train().followedBy(dataset.validation());
        this.all = withoutTest ? chosenBy : chosenBy.followedBy(dataset.test());
        this.parts = Math.min(PARTS, all.size());
        this.folds = folds;
        this.target = target;
        int wanted = sample == null ? all.size() / 2 : sample;
        this.sampleParts = (int) Math.round((double) parts * wanted / all.size());
        if (sampleParts < 1 || sampleParts >= parts) {
            throw new IllegalArgumentException("--sample must be at least %d and leave as many of the %d images, not %d"
                    .formatted((all.size() + parts - 1) / parts, all.size(), wanted));
        }
    }

    /** Returns the number of images of the whole data set. */
    int images() {
        return all.size();
    }

    /** Returns about how many images a sample has. */
    int sampleImages() {
        return (int) Math.round((double) sampleParts * all.size() / parts);
    }

    /** Returns about how many of them train. */
    int trainImages() {
        return sampleImages() * (VALIDATION_PARTS - 1) / VALIDATION_PARTS;
    }

    /**
     * Trains and calibrates with a sample.
     *
     * @param seed seed of the division
     * @param trainer trainer of the networks
     */
    Redivision run(long seed, SplitTrainer trainer) throws IOException {
        int[] partOf = Folds.of(all, parts, seed);
        LabelledImages sample = all.select(IntStream.range(0, partOf.length)
                .filter(image -> partOf[image] < sampleParts)
                .toArray());
        LabelledImages rest = all.select(IntStream.range(0, partOf.length)
                .filter(image -> partOf[image] >= sampleParts)
                .toArray());
        int[] ninth = Folds.of(sample, VALIDATION_PARTS, seed);
        Dataset divided = new Dataset(
                dataset.labels(),
                dataset.preprocessing(),
                sample.select(IntStream.range(0, ninth.length)
                        .filter(i -> ninth[i] > 0)
                        .toArray()),
                sample.select(IntStream.range(0, ninth.length)
                        .filter(i -> ninth[i] == 0)
                        .toArray()),
                rest,
                dataset.sha256(),
                dataset.summary(),
                dataset.split());
        TrainingRun.Listener unheard = new TrainingRun.Listener() {};
        TrainedSplit trained = trainer.train(
                divided.preprocessing(), divided.train(), null, divided.validation(), null, false, unheard);
        CrossFit crossFit = new CrossFit(
                trainer, divided, Folds.of(divided.train().followedBy(divided.validation()), folds, 1), folds);
        Scores scores = crossFit.scores(null, null, unheard);
        return Redivision.of(seed, scores, trained.scores(rest), Criterion.MAX_SOFTMAX, target, dataset.labels());
    }
}
