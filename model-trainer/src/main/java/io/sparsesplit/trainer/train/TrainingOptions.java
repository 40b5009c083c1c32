package io.sparsesplit.trainer.train;

import io.sparsesplit.trainer.calibrate.CalibrationTarget;
import io.sparsesplit.trainer.calibrate.TargetOption;
import io.sparsesplit.trainer.data.DataException;
import io.sparsesplit.trainer.data.Dataset;
import io.sparsesplit.trainer.data.DatasetReader;
import io.sparsesplit.trainer.data.PictureOption;
import io.sparsesplit.trainer.train.ShapeOption.Plan;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the commands that train and calibrate split networks say what is trained, beside its data; a picocli mixin. */
final class TrainingOptions {

    @Mixin
    private final PictureOption picture = new PictureOption();

    @Mixin
    private final ShapeOption shape = new ShapeOption();

    @Mixin
    private final RecipeOption recipe = new RecipeOption();

    @Option(
            names = "--class-weights",
            description =
                    "balanced: each class counts alike in the loss, however many images it has; none: each image counts"
                            + " alike; auto: balanced where the largest class has twice as many images as the smallest, or more.")
    private ClassWeighting classWeights = ClassWeighting.AUTO;

    @Mixin
    private final CompressionOption compression = new CompressionOption();

    @Mixin
    private final TargetOption target = new TargetOption();

    /** Returns what is wanted of the thresholds. */
    CalibrationTarget target() {
        return target.target();
    }

    /**
     * Returns the shape of the network for a data set. Options that are out of range are refused before many images are read.
     *
     * @throws IllegalArgumentException when an option is out of range, or a target names a class that is not there
     * @throws DataException when the network has another number of classes than the data
     */
    Plan plan(DatasetReader reader) {
        List<String> labels = reader.labels();
        target.target().requireLabels(labels);
        Plan plan = shape.plan(picture.applied(reader.defaults()), picture.hasSize(), labels.size(), recipe.recipe());
        int classes = plan.topology().classes();
        if (labels.size() != classes) {
            throw new DataException(
                    "--config ends with %d classes, but the data has %d: %s".formatted(classes, labels.size(), labels));
        }
        compression(hyperparameters(plan, Integer.MAX_VALUE));
        return plan;
    }

    /**
     * Returns the recipe of the training.
     *
     * @param trainImages number of training images, 1 or more
     */
    Hyperparameters hyperparameters(Plan plan, int trainImages) {
        return recipe.hyperparameters(plan.topology().parameters(), trainImages);
    }

    /** Returns how features travel when the network is trained by a recipe. */
    Compression compression(Hyperparameters hyperparameters) {
        return compression.compression(hyperparameters.epochs());
    }

    /** Returns the class weighting for some training images, which is never {@link ClassWeighting#AUTO}. */
    ClassWeighting classWeights(Dataset dataset) {
        return classWeights.resolved(dataset.summary().train());
    }

    /** Returns the trainer of networks of a shape on a data set. */
    SplitTrainer trainer(Plan plan, Dataset dataset, Hyperparameters hyperparameters) {
        SplitTrainer trainer = new SplitTrainer(
                plan.topology(),
                hyperparameters,
                compression(hyperparameters),
                classWeights.weights(dataset.summary().train()));
        trainer.requireFit(dataset.preprocessing(), dataset.train());
        return trainer;
    }

    /**
     * Returns the options that train the same again on the same data, each with a space before it. No value is left to a default.
     */
    String arguments(Plan plan, Dataset dataset, Hyperparameters hyperparameters) {
        Topology topology = plan.topology();
        return "%s --picture %dx%d --config %s --out-degree %s --pattern %s --split %d --exit-after %s%s --class-weights %s%s %s"
                .formatted(
                        picture.argumentsButSize(),
                        plan.picture().width(),
                        plan.picture().height(),
                        commas(topology.neurons()),
                        commas(topology.outDegrees()),
                        commas(topology.families()),
                        topology.split().headJunctions(),
                        commas(topology.exitAfter()),
                        recipe.arguments(hyperparameters),
                        classWeights(dataset),
                        compression.arguments(compression(hyperparameters)),
                        target.target().options());
    }

    static String commas(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(","));
    }
}
