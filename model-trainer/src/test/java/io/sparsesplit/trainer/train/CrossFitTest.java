package io.sparsesplit.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.artifact.Manifest.Split;
import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.pattern.PatternFamily;
import io.sparsesplit.trainer.calibrate.Calibrated;
import io.sparsesplit.trainer.calibrate.CalibrationSet;
import io.sparsesplit.trainer.calibrate.CalibrationTarget;
import io.sparsesplit.trainer.calibrate.Scores;
import io.sparsesplit.trainer.calibrate.ScoresFile;
import io.sparsesplit.trainer.data.Dataset;
import io.sparsesplit.trainer.data.DatasetSummary;
import io.sparsesplit.trainer.data.Folds;
import io.sparsesplit.trainer.data.LabelledImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrossFitTest {

    private static final Preprocessing PIXELS = new Preprocessing(8, 8, 64);
    private static final int CLASSES = 5;
    private static final int FOLDS = 4;
    private static final String DIGEST = "00".repeat(32);

    @TempDir
    private Path folder;

    @Test
    void theResultIsTheSameForAnyNumberOfThreads() throws IOException {
        Dataset dataset = dataset(ToyImages.bars(200, 8, CLASSES, 3), ToyImages.bars(40, 8, CLASSES, 4));
        assertThat(bytes(scores(dataset, 3))).isEqualTo(bytes(scores(dataset, 1)));
    }

    /**
     * Labels are drawn at random: nobody can know them from other images. A network that had seen an image would be right about it
     * far more often than chance.
     */
    @Test
    void noNetworkHasSeenTheImagesThatItScores() throws IOException {
        LabelledImages noise = ToyImages.bars(240, 8, CLASSES, 3);
        Random random = new Random(5);
        byte[][] pictures = new byte[noise.size()][];
        for (int image = 0; image < pictures.length; image++) {
            pictures[image] = noise.picture(image);
        }
        LabelledImages drawn = new LabelledImages(
                8, 8, 1, pictures, random.ints(pictures.length, 0, CLASSES).toArray());
        Dataset dataset = dataset(drawn.range(0, 200), drawn.range(200, 240));
        Calibrated calibrated = Calibrated.of(
                trainer(1)
                        .train(
                                PIXELS,
                                dataset.train(),
                                null,
                                dataset.validation(),
                                new Checkpoint(folder.resolve("x.checkpoint"), "x"),
                                false,
                                new TrainingRun.Listener() {})
                        .head(),
                CalibrationSet.crossFit(scores(dataset, 2), dataset.labels(), DIGEST, FOLDS),
                Criterion.MAX_SOFTMAX,
                new CalibrationTarget(CalibrationTarget.Kind.TARGET_EXIT_RATE, 100, null));
        double share =
                (double) calibrated.record().correct() / calibrated.record().thresholdImages();
        assertThat(share).isBetween(0.05, 0.35);
    }

    private Scores scores(Dataset dataset, int threads) throws IOException {
        LabelledImages pool = dataset.train().followedBy(dataset.validation());
        CrossFit crossFit = new CrossFit(trainer(threads), dataset, Folds.of(pool, FOLDS, 1), FOLDS);
        return crossFit.scores(
                null,
                fold -> new Checkpoint(folder.resolve(threads + "-" + fold + ".checkpoint"), "fold " + fold),
                new TrainingRun.Listener() {});
    }

    private static byte[] bytes(Scores scores) {
        List<String> labels = new ArrayList<>();
        for (int c = 0; c < CLASSES; c++) {
            labels.add("" + c);
        }
        return ScoresFile.bytes(CalibrationSet.crossFit(scores, labels, DIGEST, FOLDS));
    }

    private static SplitTrainer trainer(int threads) {
        return new SplitTrainer(
                Topology.of(
                        List.of(64, 16, 24, CLASSES), List.of(4, 24, 5), List.of(PatternFamily.RANDOM), 1, List.of(1)),
                ToyTraining.of(12, 20, 0.02, 0, 0.3, 7, threads),
                Compression.of(Codec.PACKED, 4, false),
                new float[] {1, 1, 1, 1, 1});
    }

    private static Dataset dataset(LabelledImages train, LabelledImages validation) {
        List<String> labels = List.of("0", "1", "2", "3", "4");
        return new Dataset(
                labels,
                PIXELS,
                train,
                validation,
                validation,
                new TreeMap<>(),
                new DatasetSummary(labels, List.of(), List.of()),
                new Split("drawn", 0, validation.size(), DIGEST, DIGEST, DIGEST));
    }
}
