package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.model.artifact.Manifest.Calibration;
import io.sparsesplit.model.artifact.Manifest.Split;
import io.sparsesplit.model.artifact.Manifest.Training;
import io.sparsesplit.trainer.data.DataException;
import io.sparsesplit.trainer.data.Dataset;
import io.sparsesplit.trainer.data.DatasetReader;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.evaluate.SplitModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Holds the images of a published model: those that its weights were fitted to, and those that they were not.
 *
 * @param model the model
 * @param training the images that weights were fitted to
 * @param validation the training images that training held out
 * @param test the test images
 */
record HeldOut(SplitModel model, LabelledImages training, LabelledImages validation, LabelledImages test) {

    /**
     * Finds the images in the data that the model was trained on.
     *
     * @throws DataException when the model was trained on other data: there, nobody knows which images its weights have seen
     */
    static HeldOut of(SplitModel model, DatasetReader data) {
        Manifest manifest = model.manifest();
        Dataset dataset = data.read(manifest.preprocessing());
        if (!manifest.labels().equals(dataset.labels()) || !isTrainedOn(manifest.training(), dataset)) {
            throw new DataException(
                    ("%s %s was not trained on this data, divided in this way: name that data with --data, and the options"
                                    + " that divide it; 'sparsesplit inspect' says how the model was made")
                            .formatted(manifest.name(), manifest.version()));
        }
        return new HeldOut(model, dataset.train(), dataset.validation(), dataset.test());
    }

    private static boolean isTrainedOn(Training training, Dataset dataset) {
        Split split = training.split();
        return split != null
                && split.trainSha256().equals(dataset.split().trainSha256())
                && split.validationSha256().equals(dataset.split().validationSha256());
    }

    /**
     * Returns images that a promise can rest on: the validation images, or, for a model that was calibrated by cross-fitting, the
     * images of its folds with the scores that lie beside the model.
     *
     * @param folder folder of the model's version
     * @throws DataException when the model was calibrated by cross-fitting and has no scores beside it: its validation images then
     *     chose the state of its network
     */
    CalibrationSet calibrationSet(Path folder) {
        Manifest manifest = model.manifest();
        if (!isCrossFitted()) {
            return CalibrationSet.holdOut(validationScores(), manifest.labels(), validationSha256());
        }
        Calibration calibration = Objects.requireNonNull(manifest.calibration());
        Path file = folder.resolve(ScoresFile.NAME);
        if (Files.notExists(file)) {
            throw new DataException(
                    ("%s %s was calibrated by cross-fitting: its validation images chose the state of its network, so that no"
                                    + " promise can rest on them, and there is no %s beside it. Take one of its operating points"
                                    + " with --point, or train it again with the target")
                            .formatted(manifest.name(), manifest.version(), ScoresFile.NAME));
        }
        return CalibrationSet.crossFit(
                ScoresFile.read(file, calibration.dataSha256()),
                manifest.labels(),
                calibration.dataSha256(),
                Objects.requireNonNull(calibration.folds()));
    }

    private boolean isCrossFitted() {
        Calibration calibration = model.manifest().calibration();
        return calibration != null && CalibrationSet.CROSS_FIT.equals(calibration.method());
    }

    /**
     * Returns the scores of all images by networks that were not fitted to them, test images last. Of a model that was calibrated by
     * cross-fitting, these are the scores that lie beside it, if any, and the test images.
     *
     * @param folder folder of the model's version
     */
    Scores pool(Path folder) {
        if (isCrossFitted() && Files.notExists(folder.resolve(ScoresFile.NAME))) {
            return testScores();
        }
        return calibrationSet(folder).scores().and(testScores());
    }

    Scores validationScores() {
        return scores(validation);
    }

    Scores testScores() {
        return scores(test);
    }

    /** Returns the digest of the validation images, see {@link Scores#sha256}. */
    String validationSha256() {
        return Scores.sha256(
                validation.size(),
                image -> model.manifest().preprocessing().input(validation.picture(image)),
                validation::label);
    }

    private Scores scores(LabelledImages images) {
        return Scores.of(
                model.edge().head(),
                model.edge().codecs().standard(),
                model.cloud().tail(),
                images.size(),
                image -> model.manifest().preprocessing().input(images.picture(image)),
                images::label);
    }
}
