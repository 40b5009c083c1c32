package io.sparsesplit.trainer.train;

import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.artifact.NextVersion;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.trainer.calibrate.CalibrationTarget;
import io.sparsesplit.trainer.data.DataOption;
import io.sparsesplit.trainer.data.Dataset;
import io.sparsesplit.trainer.data.DatasetReader;
import io.sparsesplit.trainer.evaluate.EvaluationTable;
import io.sparsesplit.trainer.history.DataCounts;
import io.sparsesplit.trainer.history.History;
import io.sparsesplit.trainer.history.RunRecord;
import io.sparsesplit.trainer.history.TrackOption;
import io.sparsesplit.trainer.novelty.NoneOfTheseOption;
import io.sparsesplit.trainer.report.model.ModelReport;
import io.sparsesplit.trainer.train.ShapeOption.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
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
            "Trains a network and publishes it as a model version, with a report beside it.",
            "Temperatures and the threshold come from images that are not test images. The test images are looked at once, at"
                    + " the end, for the figures in the manifest and the report.",
            "A checkpoint is kept after every epoch: after Ctrl-C the same command goes on."
        })
public final class TrainCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final DataOption data = new DataOption();

    @Mixin
    private final TrainingOptions options = new TrainingOptions();

    @Mixin
    private final TeacherOption teacher = new TeacherOption();

    @Option(names = "--criterion", description = "max-softmax, margin or entropy.")
    private Criterion criterion = Criterion.MAX_SOFTMAX;

    @Option(
            names = "--calibration",
            description =
                    "hold-out: thresholds come from the validation images; cross-fit: from all images that are not test"
                            + " images, each scored by a network that has not seen it, which takes as many trainings more as there are"
                            + " folds; auto: cross-fit where too few are held out to promise a loss of 0.1 points.")
    private CalibrationMethod method = CalibrationMethod.AUTO;

    @Option(names = "--folds", paramLabel = "N", description = "Folds of --calibration cross-fit, 2 or more.")
    private int folds = 5;

    @Mixin
    private final NoneOfTheseOption noneOfThese = new NoneOfTheseOption();

    @Option(
            names = "--name",
            defaultValue = Option.NULL_VALUE,
            description = "Of the model. Default: mnist for IDX files, otherwise that of the data's folder.")
    private @Nullable String givenName;

    @Option(
            names = "--version",
            paramLabel = "V",
            defaultValue = Option.NULL_VALUE,
            description = "Of the model, MAJOR.MINOR.PATCH. Default: 1.0.0, or the minor version after the newest.")
    private @Nullable String givenVersion;

    @Option(names = "--out", paramLabel = "DIR", description = "Model repository to publish to.")
    private Path out = Path.of("models");

    @Option(
            names = "--force",
            description =
                    "Publish also what is not fit for it: a loss that was no number, a temperature at its bound, an exit"
                            + " that is of no use or right less often than the most frequent class would be.")
    private boolean force;

    @Option(
            names = "--resume",
            description = "Go on from the checkpoint of the same command, and fail where there is none.")
    private boolean resume;

    @Option(names = "--restart", description = "Begin anew, whatever checkpoint there is.")
    private boolean restart;

    @Mixin
    private final TrackOption track = new TrackOption();

    @Override
    public Integer call() throws IOException {
        String name = givenName == null ? data.modelName() : givenName;
        ModelRepository repository = new ModelRepository(out);
        String version = givenVersion == null ? NextVersion.minor(repository, name) : givenVersion;
        repository.requireUnpublished(name, version);
        DatasetReader reader = data.reader();
        Plan plan = options.plan(reader);
        Dataset dataset = reader.read(plan.picture());
        Hyperparameters hyperparameters =
                options.hyperparameters(plan, dataset.train().size());
        SplitTrainer trainer = options.trainer(plan, dataset, hyperparameters);
        CalibrationTarget wanted = options.target();
        SoftTargets teaching = teacher.teaching(reader);
        CalibrationImages calibration = CalibrationImages.of(method, folds, wanted, dataset);
        noneOfThese.requireProvable(dataset.validation().size());
        String command = command(name, version, options.arguments(plan, dataset, hyperparameters), calibration);
        Checkpoints checkpoints = new Checkpoints(out, name, version, command + " on " + dataset.split());
        boolean resumed = resumes(checkpoints, trainer);
        announce(plan, hyperparameters, dataset);
        History history = new History(
                checkpoints.network().file(),
                resumed,
                RunRecord.begin(name, version, command, digests(dataset), counts(dataset), Instant.now()),
                track.tracker(),
                err());
        ModelTraining training = new ModelTraining(
                name, version, command, trainer, dataset, teaching, calibration, criterion, wanted, noneOfThese);
        boolean published = false;
        try {
            ModelTraining.Result result = training.run(checkpoints, resumed, history, err());
            if (isFitToPublish(result)) {
                Path folder = training.publish(result, repository, history);
                published = true;
                checkpoints.delete();
                print(folder, result, dataset);
            }
        } finally {
            if (!published) {
                history.stopped();
            }
        }
        return published ? 0 : 1;
    }

    /** Whether the training goes on from a checkpoint; one that must not be used is deleted. */
    private boolean resumes(Checkpoints checkpoints, SplitTrainer trainer) throws IOException {
        if (resume && restart) {
            throw new IllegalArgumentException("--resume goes on, --restart begins anew: give one of them");
        }
        if (resume && !checkpoints.network().exists()) {
            throw new IllegalArgumentException("there is no checkpoint to resume from; start without --resume");
        }
        ResumeDecision.Question question = resume
                ? ResumeDecision.Question.YES
                : new TerminalQuestion(System.in, err(), trainer.epochs()).whereSomebodyCanAnswer();
        ResumeDecision decision = ResumeDecision.of(checkpoints.network(), restart, question);
        if (decision != ResumeDecision.RESUME) {
            checkpoints.delete();
        }
        return decision == ResumeDecision.RESUME;
    }

    /** Says what speaks against publishing; whether the model is published all the same. */
    private boolean isFitToPublish(ModelTraining.Result result) {
        List<String> failures = result.failures();
        if (failures.isEmpty() || force) {
            return true;
        }
        err().println("Not published:");
        failures.forEach(failure -> err().println("  " + failure));
        err().println("With --force the same command publishes it as it is, without training again.");
        err().flush();
        return false;
    }

    private void announce(Plan plan, Hyperparameters hyperparameters, Dataset dataset) {
        err().printf(
                        Locale.ROOT,
                        "%d x %d %s, layers %s, out-degrees %s, %,d parameters; %d epochs at %s, %.0f %% of images"
                                + " distorted%s.%n",
                        plan.picture().width(),
                        plan.picture().height(),
                        plan.picture().channels() == 1 ? "grey" : "colour",
                        TrainingOptions.commas(plan.topology().neurons()),
                        TrainingOptions.commas(plan.topology().outDegrees()),
                        plan.topology().parameters(),
                        hyperparameters.epochs(),
                        hyperparameters.learningRate(),
                        100 * hyperparameters.augmentation(),
                        options.classWeights(dataset) == ClassWeighting.BALANCED
                                ? ", classes weighted to count alike"
                                : "");
        plan.advice().ifPresent(err()::println);
        err().flush();
    }

    private void print(Path folder, ModelTraining.Result result, Dataset dataset) {
        PrintWriter printer = spec().commandLine().getOut();
        printer.printf(
                "Published %s: %d parameters on the edge, %d in the cloud.%n",
                folder,
                result.trained().head().parameters(),
                result.trained().tail().parameters());
        result.calibrated().print(printer);
        result.detecting().print(printer);
        new EvaluationTable(dataset.labels(), result.test()).print(printer, "test");
        printer.printf("The report is %s. Serve it: ./sparsesplit up %s%n", folder.resolve(ModelReport.PAGE), folder);
        printer.flush();
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }

    private PrintWriter err() {
        return spec().commandLine().getErr();
    }

    private static DataCounts counts(Dataset dataset) {
        return new DataCounts(
                dataset.labels(),
                dataset.summary().parts().stream()
                        .map(part -> new DataCounts.Part(part.part(), part.images()))
                        .toList(),
                dataset.summary().warnings());
    }

    private static Map<String, String> digests(Dataset dataset) {
        Map<String, String> digests = new LinkedHashMap<>(dataset.sha256());
        digests.put("train", dataset.split().trainSha256());
        digests.put("validation", dataset.split().validationSha256());
        digests.put("test", dataset.split().testSha256());
        return digests;
    }

    /** The command that trains the same model again, wherever its data lies. */
    private String command(String name, String version, String training, CalibrationImages calibration) {
        return "sparsesplit train --name %s --version %s%s%s --criterion %s --calibration %s%s%s"
                .formatted(
                        name,
                        version,
                        training,
                        teacher.arguments(),
                        criterion,
                        calibration.arguments(),
                        noneOfThese.arguments(),
                        data.arguments());
    }
}
