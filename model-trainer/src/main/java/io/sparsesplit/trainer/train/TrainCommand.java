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
import io.sparsesplit.trainer.calibrate.CalibrationSet;
import io.sparsesplit.trainer.calibrate.Scores;
import io.sparsesplit.trainer.calibrate.Wish;
import io.sparsesplit.trainer.calibrate.WishOption;
import io.sparsesplit.trainer.data.DataException;
import io.sparsesplit.trainer.data.DataOption;
import io.sparsesplit.trainer.data.Dataset;
import io.sparsesplit.trainer.data.DatasetReader;
import io.sparsesplit.trainer.data.PictureOption;
import io.sparsesplit.trainer.evaluate.Evaluation;
import io.sparsesplit.trainer.progress.Progress;
import io.sparsesplit.trainer.train.ShapeOption.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
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

    @Option(
            names = "--calibration",
            description =
                    "hold-out: thresholds come from the validation images; cross-fit: from all images that are not test"
                            + " images, each scored by a network that has not seen it, which takes as many trainings more as there are"
                            + " folds; auto: cross-fit where too few are held out to promise a loss of 0.1 points.")
    private CalibrationMethod method = CalibrationMethod.AUTO;

    @Option(names = "--folds", paramLabel = "N", description = "Folds of --calibration cross-fit, 2 or more.")
    private int folds = 5;

    @Option(
            names = "--force",
            description =
                    "Publish also what is not fit for it: a loss that was no number, a temperature at its bound, an exit"
                            + " that never answers or is right less often than the most frequent class would be.")
    private boolean force;

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
        String command = command(name, plan, hyperparameters, compressed);
        SplitTrainer trainer = new SplitTrainer(topology, hyperparameters, compressed, null);
        announce(plan, hyperparameters);
        CalibrationImages calibration = CalibrationImages.of(method, folds, wanted, dataset);
        Checkpoints checkpoints = new Checkpoints(out, name, version, command + " on " + dataset.split());
        Teaching taught = teacher.teaching(reader);
        TrainedSplit trained;
        try (TrainingProgress progress = new TrainingProgress(
                trainer.epochs(), dataset.train().size(), spec().commandLine().getErr())) {
            trained = trainer.train(
                    dataset.preprocessing(),
                    dataset.train(),
                    taught,
                    calibration.choosing(),
                    checkpoints.network(),
                    resume,
                    progress);
        }
        Preprocessing preprocessing = trained.preprocessing();
        Head head = trained.head();
        Tail tail = trained.tail();
        FeatureCodecs codecs = trained.codecs();
        FeatureCodec standard = codecs.standard();
        Scores scores = calibration.isCrossFit()
                ? crossFitted(trainer, calibration, dataset, taught, checkpoints)
                : trained.scores(calibration.images());
        Calibrated calibrated = Calibrated.of(
                head,
                new CalibrationSet(
                        scores,
                        dataset.labels(),
                        trained.sha256(calibration.images()),
                        calibration.isCrossFit() ? calibration.folds() : null),
                criterion,
                wanted);
        if (!fitToPublish(trained, calibrated)) {
            return 1;
        }
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
        checkpoints.delete();
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

    /** Says what speaks against publishing; whether it may be published all the same. */
    private boolean fitToPublish(TrainedSplit trained, Calibrated calibrated) {
        PrintWriter err = spec().commandLine().getErr();
        trained.outcomes().stream()
                .map(PhaseOutcome::sentence)
                .filter(sentence -> !sentence.isEmpty())
                .forEach(err::println);
        List<String> failures = new ArrayList<>(calibrated.guards().failures());
        if (trained.outcomes().stream().anyMatch(outcome -> !outcome.finite())) {
            failures.add("the loss was not a finite number");
        }
        if (failures.isEmpty() || force) {
            return true;
        }
        err.println("Not published:");
        failures.forEach(failure -> err.println("  " + failure));
        err.println("With --force --resume the same command publishes it as it is, without training again.");
        err.flush();
        return false;
    }

    private Scores crossFitted(
            SplitTrainer trainer,
            CalibrationImages calibration,
            Dataset dataset,
            @Nullable Teaching taught,
            Checkpoints checkpoints)
            throws IOException {
        CrossFit crossFit = new CrossFit(trainer, dataset, calibration.foldOf(), calibration.folds());
        try (ProgressBar bar = Progress.bar("calibrate")
                .setInitialMax(crossFit.trainedImages())
                .setUnit(" images", 1)
                .build()) {
            return crossFit.scores(taught, checkpoints::fold, new Fitting.Listener() {
                @Override
                public void images(long more) {
                    bar.stepBy(more);
                }
            });
        }
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
        plan.advice().ifPresent(err::println);
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
