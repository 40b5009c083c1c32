package io.sparsesplit.trainer.train;

import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.trainer.data.DatasetReader;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.evaluate.ModelPath;
import io.sparsesplit.trainer.evaluate.Predictor;
import io.sparsesplit.trainer.evaluate.SplitModel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of training that bring in a teacher; a picocli mixin. */
final class TeacherOption {

    @Option(
            names = "--teacher",
            paramLabel = "MODEL",
            defaultValue = Option.NULL_VALUE,
            description =
                    "Distil from this model, for example a dense one trained before: its tail's probabilities for the"
                            + " training images are learned beside their labels.")
    private @Nullable Path model;

    @Option(
            names = "--teacher-share",
            paramLabel = "SHARE",
            description = "Share of the teacher in what is learned, 0 to 1.")
    private double share = 0.5;

    /**
     * What the teacher says of the training images; null without a teacher.
     *
     * @throws IllegalArgumentException when it knows other classes
     */
    @Nullable
    SoftTargets teaching(DatasetReader reader) {
        if (model == null) {
            return null;
        }
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("--teacher-share must be 0 to 1, not " + share);
        }
        SplitModel teacher = SplitModel.load(ModelPath.of(model).folder());
        Manifest manifest = teacher.manifest();
        if (!manifest.labels().equals(reader.labels())) {
            throw new IllegalArgumentException("the teacher knows the classes %s, but the data has %s"
                    .formatted(manifest.labels(), reader.labels()));
        }
        LabelledImages images = reader.read(manifest.preprocessing()).train();
        Predictor predictor = teacher.predictor();
        float[][] probabilities = new float[images.size()][];
        for (int image = 0; image < probabilities.length; image++) {
            probabilities[image] =
                    predictor.predict(images.picture(image)).tail().probabilities();
        }
        return new SoftTargets(probabilities, share);
    }

    /** What was chosen, as options, each with a space before it. */
    String arguments() {
        return model == null ? "" : " --teacher %s --teacher-share %s".formatted(model, share);
    }
}
