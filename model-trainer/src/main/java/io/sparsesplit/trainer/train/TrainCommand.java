package io.sparsesplit.trainer.train;

import io.sparsesplit.model.artifact.Manifest.Training;
import io.sparsesplit.model.artifact.Model;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.FeatureCodecs;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.Tail;
import io.sparsesplit.trainer.calibrate.Calibrated;
import io.sparsesplit.trainer.calibrate.Scores;
import io.sparsesplit.trainer.calibrate.Wish;
import io.sparsesplit.trainer.calibrate.WishOption;
import io.sparsesplit.trainer.data.DataException;
import io.sparsesplit.trainer.data.DataOption;
import io.sparsesplit.trainer.data.Dataset;
import io.sparsesplit.trainer.data.DatasetReader;
import io.sparsesplit.trainer.data.PictureOption;
import io.sparsesplit.trainer.evaluate.Evaluation;
import io.sparsesplit.trainer.train.ShapeOption.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sparsesplit train} */
@Command(
        name = "train",
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Trains a network and publishes it as a model version.",
            "Temperatures and the threshold come from the validation images. The test images are looked at once, at the end,"
                    + " for the accuracy in the manifest.",
            "A checkpoint is kept after every epoch: after Ctrl-C the same command with --resume goes on."
        })
public final class TrainCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final DataOption data = new DataOption();

    @Mixin
    private final PictureOption picture = new PictureOption();

    @Mixin
    private final ShapeOption shape = new ShapeOption();

    @Mixin
    private final RecipeOption recipe = new RecipeOption();

    @Mixin
    private final TeacherOption teacher = new TeacherOption();

    @Option(names = "--criterion", description = "max-softmax, margin or entropy.")
    private Criterion criterion = Criterion.MAX_SOFTMAX;

    @Mixin
    private final CompressionOption compression = new CompressionOption();

    @Mixin
    private final WishOption wish = new WishOption();

    @Option(
            names = "--name",
            defaultValue = Option.NULL_VALUE,
            description = "Of the model. Default: mnist for IDX files, otherwise that of the data's folder.")
    private @Nullable String givenName;

    @Option(names = "--version", paramLabel = "V", description = "Of the model, MAJOR.MINOR.PATCH.")
    private String version = "1.0.0";

    @Option(names = "--out", paramLabel = "DIR", description = "Model repository to publish to.")
    private Path out = Path.of("models");

    @Option(names = "--resume", description = "Go on from the last checkpoint of the same command.")
    private boolean resume;

    @Override
    public Integer call() throws IOException {
        String name = givenName == null ? data.modelName() : givenName;
        ModelRepository repository = new ModelRepository(out);
        repository.requireUnpublished(name, version);
        Wish wanted = wish.wish();
        DatasetReader reader = data.reader();
        Plan plan = shape.plan(
                picture.applied(reader.usual()),
                picture.hasSize(),
                reader.labels().size(),
                recipe.recipe());
        Topology topology = plan.topology();
        requireClasses(topology.classes(), reader.labels());
        Hyperparameters hyperparameters = recipe.hyperparameters(topology.parameters());
        Compression compressed = compression.compression(hyperparameters.epochs());
        Dataset dataset = reader.read(plan.picture());
        Preprocessing preprocessing = InputSelection.of(dataset.preprocessing(), dataset.train(), topology.inputs());
        Inputs training = new Inputs(dataset.train(), preprocessing, teacher.teaching(reader));
        String command = command(name, plan, hyperparameters, compressed);
        Checkpoint checkpoint = new Checkpoint(
                out.resolve("%s-%s.checkpoint".formatted(name, version)), command + " on " + dataset.split());
        Fitting fitting = new Fitting(topology, hyperparameters, compressed, training, checkpoint);
        announce(plan, hyperparameters);
        fitting.run(resume, dataset.validation(), spec().commandLine().getErr());

        Head head = fitting.network().head(criterion);
        Tail tail = fitting.network().tail();
        FeatureCodecs codecs = fitting.codecs();
        FeatureCodec standard = codecs.standard();
        Inputs heldOut = new Inputs(dataset.validation(), preprocessing);
        Calibrated calibrated = Calibrated.of(
                head,
                Scores.of(head, standard, tail, heldOut.size(), heldOut::vector, heldOut::label),
                criterion,
                wanted,
                Scores.sha256(heldOut.size(), heldOut::vector, heldOut::label));
        Evaluation test = Evaluation.of(calibrated.head(), standard, tail, preprocessing, dataset.test());
        Path folder = repository.publish(new Model(
                name,
                version,
                dataset.labels(),
                preprocessing,
                calibrated.head(),
                tail,
                codecs,
                new Training(
                        command,
                        hyperparameters.seed(),
                        dataset.sha256(),
                        dataset.train().size(),
                        dataset.validation().size(),
                        dataset.split()),
                test.measured(),
                calibrated.record()));
        checkpoint.delete();
        PrintWriter printer = spec().commandLine().getOut();
        printer.printf(
                "Published %s: %d parameters on the edge, %d in the cloud.%n",
                folder, head.parameters(), tail.parameters());
        calibrated.print(printer);
        print(
                printer,
                "held-out",
                Evaluation.of(calibrated.head(), standard, tail, preprocessing, dataset.validation()));
        print(printer, "test", test);
        printer.flush();
        return 0;
    }

    private void announce(Plan plan, Hyperparameters hyperparameters) {
        PrintWriter err = spec().commandLine().getErr();
        err.printf(
                Locale.ROOT,
                "%d x %d %s, layers %s, out-degrees %s, %,d parameters; %d epochs at %s, %.0f %% of images distorted.%n",
                plan.picture().width(),
                plan.picture().height(),
                plan.picture().channels() == 1 ? "grey" : "colour",
                commas(plan.topology().neurons()),
                commas(plan.topology().outDegrees()),
                plan.topology().parameters(),
                hyperparameters.epochs(),
                hyperparameters.learningRate(),
                100 * hyperparameters.augmentation());
        err.flush();
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }

    private static void requireClasses(int classes, List<String> labels) {
        if (labels.size() != classes) {
            throw new DataException(
                    "--config ends with %d classes, but the data has %d: %s".formatted(classes, labels.size(), labels));
        }
    }

    /** The command that trains the same model again, wherever its data lies. */
    private String command(String name, Plan plan, Hyperparameters hyperparameters, Compression compressed) {
        Topology topology = plan.topology();
        return ("sparsesplit train --name %s --version %s%s --picture %dx%d --config %s --out-degree %s --pattern %s"
                        + " --split %d --exit-after %s%s%s --criterion %s%s %s%s")
                .formatted(
                        name,
                        version,
                        picture.argumentsButSize(),
                        plan.picture().width(),
                        plan.picture().height(),
                        commas(topology.neurons()),
                        commas(topology.outDegrees()),
                        commas(topology.families()),
                        topology.split().headJunctions(),
                        commas(topology.exitAfter()),
                        recipe.arguments(hyperparameters),
                        teacher.arguments(),
                        criterion,
                        compression.arguments(compressed),
                        wish.wish().options(),
                        data.arguments());
    }

    private static void print(PrintWriter printer, String images, Evaluation evaluation) {
        printer.printf(
                Locale.ROOT,
                "%6d %-8s images: %.2f %% correct, %.2f %% answered on the edge (exit %.2f %%, tail %.2f %%)%n",
                evaluation.images(),
                images,
                evaluation.cascadeAccuracy(),
                evaluation.localExitRate(),
                evaluation.exitAccuracy(),
                evaluation.tailAccuracy());
    }

    private static String commas(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(","));
    }
}
