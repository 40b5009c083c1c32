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

/**
 * The images that a published model's weights were not fitted to.
 *
 * @param model the model
 * @param validation the training images that training held out
 * @param test the test images
 */
record HeldOut(SplitModel model, LabelledImages validation, LabelledImages test) {

    /**
     * Finds them in the data that the model was trained on.
     *
     * @throws DataException when it was trained on other data: there, nobody knows which images its weights have seen
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
        return new HeldOut(model, dataset.validation(), dataset.test());
    }

    private static boolean isTrainedOn(Training training, Dataset dataset) {
        Split split = training.split();
        return split != null
                && split.trainSha256().equals(dataset.split().trainSha256())
                && split.validationSha256().equals(dataset.split().validationSha256());
    }

    /**
     * Checks that there are validation images that no weight was fitted to.
     *
     * @throws DataException when the model was cross-fitted, and then fitted to all images but the test images
     */
    void requireValidation() {
        if (isCrossFitted()) {
            throw new DataException(
                    ("%s %s was fitted to all its images but the test images, and calibrated by the networks of folds: none is"
                                    + " left to calibrate with. Take one of its operating points with --point, or train it again"
                                    + " with the wish")
                            .formatted(model.manifest().name(), model.manifest().version()));
        }
    }

    private boolean isCrossFitted() {
        Calibration calibration = model.manifest().calibration();
        return calibration != null && CalibrationSet.CROSS_FIT.equals(calibration.method());
    }

    /** The scores of all images that no weight was fitted to, validation images before test images. */
    Scores pool() {
        return isCrossFitted() ? testScores() : validationScores().and(testScores());
    }

    Scores validationScores() {
        return scores(validation);
    }

    Scores testScores() {
        return scores(test);
    }

    /** Of the validation images, see {@link Scores#sha256}. */
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
