package io.sparsesplit.trainer.compare;

import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.evaluate.Evaluation;
import io.sparsesplit.trainer.evaluate.Predictor;
import io.sparsesplit.trainer.evaluate.SplitModel;
import java.util.Arrays;
import java.util.BitSet;

/** Holds the figures of a model on test images, and which of the images the cascade gets right. */
final class TestedModel {

    private final ComparedModel model;
    private final int[] labels;
    private final BitSet right = new BitSet();

    /** Asks the model about all images. */
    TestedModel(SplitModel split, LabelledImages images) {
        Evaluation evaluation = split.evaluate(images);
        Predictor predictor = split.predictor();
        this.labels = new int[images.size()];
        for (int i = 0; i < images.size(); i++) {
            labels[i] = images.label(i);
            right.set(i, predictor.predict(images.picture(i)).served().classIndex() == labels[i]);
        }
        this.model =
                new ComparedModel(split, evaluation.measured(), evaluation.all().payloadBytesPerMessage());
    }

    ComparedModel model() {
        return model;
    }

    /**
     * Compares this model with another one, image by image.
     *
     * @throws IllegalArgumentException when they were not asked for the same images
     */
    PairedComparison against(TestedModel other) {
        if (!Arrays.equals(labels, other.labels)) {
            throw new IllegalArgumentException(
                    "%s and %s cannot be compared image by image: they do not read the same images of this data. Name data whose pictures both can use."
                            .formatted(model.name(), other.model.name()));
        }
        return PairedComparison.of(model.name(), right, other.model.name(), other.right, labels.length);
    }
}
