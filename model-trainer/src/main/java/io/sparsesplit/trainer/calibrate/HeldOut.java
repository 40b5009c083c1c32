package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.model.artifact.Manifest.Training;
import io.sparsesplit.trainer.data.DataException;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.data.Mnist;
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
    static HeldOut of(SplitModel model, Mnist data) {
        Manifest manifest = model.manifest();
        Training training = manifest.training();
        if (!training.dataSha256().equals(data.sha256())
                || training.trainImages() < 0
                || training.validationImages() < 0
                || training.trainImages() > data.train().size() - training.validationImages()) {
            throw new DataException(
                    ("%s %s was not trained on this data: name the folder of the files it was trained on with"
                                    + " --data; 'sparsesplit inspect' says how it was made")
                            .formatted(manifest.name(), manifest.version()));
        }
        int from = training.trainImages();
        return new HeldOut(model, data.train().range(from, from + training.validationImages()), data.test());
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
                image -> model.manifest().preprocessing().input(validation.image(image)),
                validation::label);
    }

    private Scores scores(LabelledImages images) {
        return Scores.of(
                model.edge().head(),
                model.edge().codec(),
                model.cloud().tail(),
                images.size(),
                image -> model.manifest().preprocessing().input(images.image(image)),
                images::label);
    }
}
