package io.sparsesplit.trainer.train;

import io.sparsesplit.model.artifact.Manifest.Training;
import io.sparsesplit.model.artifact.Model;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.trainer.calibrate.Calibrated;
import io.sparsesplit.trainer.calibrate.CalibrationSet;
import io.sparsesplit.trainer.calibrate.CalibrationTarget;
import io.sparsesplit.trainer.calibrate.Scores;
import io.sparsesplit.trainer.calibrate.ScoresFile;
import io.sparsesplit.trainer.data.Dataset;
import io.sparsesplit.trainer.evaluate.Evaluation;
import io.sparsesplit.trainer.history.History;
import io.sparsesplit.trainer.novelty.NoneOfThese;
import io.sparsesplit.trainer.novelty.NoneOfTheseOption;
import io.sparsesplit.trainer.progress.Progress;
import io.sparsesplit.trainer.report.model.ModelCompanions;
import io.sparsesplit.trainer.report.model.ReportInput;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/**
 * The training of one model version: its network, its calibration, and its publication with a report and a history.
 *
 * @param name name of the model
 * @param version version of the model
 * @param command command that trains the same model again
 * @param trainer shape and recipe of the network
 * @param dataset images to train with
 * @param teaching what a teacher says of the training images; null without one
 * @param calibration images that thresholds come from
 * @param criterion criterion of the exits
 * @param target what is wanted of the threshold
 * @param noneOfThese out-of-distribution detector that is wanted
 */
record ModelTraining(
        String name,
        String version,
        String command,
        SplitTrainer trainer,
        Dataset dataset,
        @Nullable SoftTargets teaching,
        CalibrationImages calibration,
        Criterion criterion,
        CalibrationTarget target,
        NoneOfTheseOption noneOfThese) {

    /**
     * A model with its measured figures, not yet published.
     *
     * @param trained trained network
     * @param set images that it was calibrated with
     * @param calibrated its head with temperatures and threshold
     * @param detecting the same head with an out-of-distribution detector, if one is wanted
     * @param test what it does on the test images
     */
    record Result(
            TrainedSplit trained, CalibrationSet set, Calibrated calibrated, NoneOfThese detecting, Evaluation test) {

        /** Returns one sentence for each sign that the network is not fit to be published. */
        List<String> failures() {
            List<String> failures = new ArrayList<>(calibrated.guards().failures());
            if (trained.outcomes().stream().anyMatch(outcome -> !outcome.finite())) {
                failures.add("the loss was not a finite number");
            }
            return failures;
        }
    }

    /**
     * Trains and calibrates.
     *
     * @param resume whether to go on from the checkpoint
     * @param history history that hears of every epoch
     * @param err stream for progress
     */
    Result run(Checkpoints checkpoints, boolean resume, History history, PrintWriter err) throws IOException {
        TrainedSplit trained;
        try (TrainingProgress progress =
                new TrainingProgress(trainer.epochs(), dataset.train().size(), history, err)) {
            trained = trainer.train(
                    dataset.preprocessing(),
                    dataset.train(),
                    teaching,
                    calibration.choosing(),
                    checkpoints.network(),
                    resume,
                    progress);
        }
        for (PhaseOutcome outcome : trained.outcomes()) {
            if (!outcome.sentence().isEmpty()) {
                history.remark(outcome.sentence());
            }
        }
        String sha256 = trained.sha256(calibration.images());
        CalibrationSet set = calibration.isCrossFit()
                ? CalibrationSet.crossFit(crossFitted(checkpoints), dataset.labels(), sha256, calibration.folds())
                : CalibrationSet.holdOut(trained.scores(calibration.images()), dataset.labels(), sha256);
        Calibrated calibrated = Calibrated.of(trained.head(), set, criterion, target);
        NoneOfThese detecting = noneOfThese.applied(
                calibrated.head(),
                null,
                trained.preprocessing(),
                dataset.train(),
                dataset.validation(),
                trained.sha256(dataset.validation()));
        Evaluation test = Evaluation.of(
                calibrated.head(),
                trained.codecs().standard(),
                trained.tail(),
                trained.preprocessing(),
                dataset.test());
        return new Result(trained, set, calibrated, detecting, test);
    }

    private Scores crossFitted(Checkpoints checkpoints) throws IOException {
        CrossFit crossFit = new CrossFit(trainer, dataset, calibration.foldOf(), calibration.folds());
        try (ProgressBar bar = Progress.bar("calibrate")
                .setInitialMax(crossFit.trainedImages())
                .setUnit(" images", 1)
                .build()) {
            return crossFit.scores(teaching, checkpoints::fold, new TrainingRun.Listener() {
                @Override
                public void images(long more) {
                    bar.stepBy(more);
                }
            });
        }
    }

    /**
     * Publishes a result, with a report and the history beside the model.
     *
     * @return folder of the version
     */
    Path publish(Result result, ModelRepository repository, History history) throws IOException {
        TrainedSplit trained = result.trained();
        Model model = new Model(
                name,
                version,
                dataset.labels(),
                trained.preprocessing(),
                result.detecting().head(),
                trained.tail(),
                trained.codecs(),
                new Training(
                        command,
                        trainer.hyperparameters().seed(),
                        dataset.sha256(),
                        dataset.train().size(),
                        dataset.validation().size(),
                        dataset.split()),
                result.test().measured(),
                result.calibrated().record(),
                result.detecting().record());
        ModelCompanions companions = new ModelCompanions(
                split -> new ReportInput(split, dataset.test(), result.test(), history.run(), history.epochs()),
                calibration.isCrossFit() ? Map.of(ScoresFile.NAME, ScoresFile.bytes(result.set())) : Map.of());
        Map<String, byte[]> files = new LinkedHashMap<>();
        Path folder = repository.publish(model, (edge, cloud) -> {
            files.putAll(companions.files(edge, cloud));
            return files;
        });
        history.published(figures(result), files);
        return folder;
    }

    private static Map<String, Double> figures(Result result) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("test_exit_accuracy", result.test().exitAccuracy());
        figures.put("test_tail_accuracy", result.test().tailAccuracy());
        figures.put("test_cascade_accuracy", result.test().cascadeAccuracy());
        figures.put("test_local_exit_rate", result.test().localExitRate());
        return figures;
    }
}
