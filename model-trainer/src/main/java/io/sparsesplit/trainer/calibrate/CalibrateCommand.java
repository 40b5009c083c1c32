package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.model.artifact.Model;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.artifact.NextVersion;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.trainer.data.DataOption;
import io.sparsesplit.trainer.evaluate.Evaluation;
import io.sparsesplit.trainer.evaluate.ModelOption;
import io.sparsesplit.trainer.evaluate.SplitModel;
import io.sparsesplit.trainer.history.HistoryFile;
import io.sparsesplit.trainer.history.RunRecord;
import io.sparsesplit.trainer.novelty.NoneOfThese;
import io.sparsesplit.trainer.novelty.NoneOfTheseOption;
import io.sparsesplit.trainer.report.model.ModelCompanions;
import io.sparsesplit.trainer.report.model.ModelReport;
import io.sparsesplit.trainer.report.model.ReportInput;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Implements the command {@code sparsesplit calibrate}. */
@Command(
        name = "calibrate",
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Chooses new temperatures and a new threshold for a published model, and publishes it as a new version"
                    + " with a report beside it.",
            "They come from the images that training held out; weights stay as they are. The test images are looked at"
                    + " once, at the end, for the figures in the manifest and the report."
        })
public final class CalibrateCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ModelOption model = new ModelOption();

    @Mixin
    private final DataOption data = new DataOption();

    @Mixin
    private final TargetOption target = new TargetOption();

    @Mixin
    private final NoneOfTheseOption noneOfThese = new NoneOfTheseOption();

    @Mixin
    private final CriterionOption criterion = new CriterionOption();

    @Option(
            names = "--point",
            paramLabel = "LOSS",
            defaultValue = Option.NULL_VALUE,
            description =
                    "Take the operating point of the model that loses at most so many percentage points, in the place"
                            + " of a target; 'inspect' lists them.")
    private @Nullable Double point;

    @Option(
            names = "--version",
            paramLabel = "V",
            defaultValue = Option.NULL_VALUE,
            description = "To publish, MAJOR.MINOR.PATCH. Default: the next patch of the model's.")
    private @Nullable String version;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = Option.NULL_VALUE,
            description = "Model repository to publish to. Default: the model's own.")
    private @Nullable Path out;

    @Override
    public Integer call() {
        CalibrationTarget wanted = target.target();
        if (point != null && (target.isGiven() || criterion.isGiven())) {
            throw new IllegalArgumentException(
                    "--point is a target of its own, with the model's criterion: leave other targets and --criterion out");
        }
        SplitModel split = model.load();
        Manifest manifest = split.manifest();
        Head head = split.edge().head();
        ModelRepository repository = new ModelRepository(out == null ? model.repository() : out);
        String published =
                version == null ? NextVersion.patch(repository, manifest.name(), manifest.version()) : version;
        repository.requireUnpublished(manifest.name(), published);

        HeldOut images = HeldOut.of(split, data.reader());
        NoneOfThese detecting = noneOfThese.applied(
                head,
                manifest.outOfDistribution(),
                manifest.preprocessing(),
                images.training(),
                images.validation(),
                images.validationSha256());
        Calibrated calibrated = isForDetectorOnly() ? null : calibrated(images, wanted, head);
        Head chosen = calibrated == null ? head : calibrated.head();
        Evaluation test = Evaluation.of(
                chosen,
                split.edge().codecs().standard(),
                split.cloud().tail(),
                manifest.preprocessing(),
                images.test());
        Model calibratedModel = new Model(
                manifest.name(),
                published,
                manifest.labels(),
                manifest.preprocessing(),
                chosen.withOutOfDistribution(detecting.head().outOfDistribution()),
                split.cloud().tail(),
                split.edge().codecs(),
                manifest.training(),
                test.measured(),
                calibrated == null ? manifest.calibration() : calibrated.record(),
                detecting.record());
        Path folder = repository.publish(calibratedModel, beside(images, test));
        PrintWriter printer = Objects.requireNonNull(spec).commandLine().getOut();
        printer.printf("Published %s.%n", folder);
        if (calibrated != null) {
            calibrated.print(printer);
        }
        detecting.print(printer);
        printer.printf(
                Locale.ROOT,
                "  measured    %.2f %% correct on %d test images, %.2f %% answered on the edge%n",
                test.cascadeAccuracy(),
                test.images(),
                test.localExitRate());
        printer.printf("The report is %s. Serve it: ./sparsesplit up %s%n", folder.resolve(ModelReport.PAGE), folder);
        printer.flush();
        return 0;
    }

    /** Returns whether a detector is all that is wanted; the thresholds then stay as they are. */
    private boolean isForDetectorOnly() {
        return noneOfThese.isGiven() && point == null && !target.isGiven() && !criterion.isGiven();
    }

    private Calibrated calibrated(HeldOut images, CalibrationTarget wanted, Head head) {
        return point == null
                ? anew(images, wanted, head)
                : TakenPoint.of(head, images.model().manifest().calibration(), point);
    }

    /** The report is of the new version. Records of the training are carried over, since the weights stay the same. */
    private ModelCompanions beside(HeldOut images, Evaluation test) {
        return new ModelCompanions(
                split -> ReportInput.of(split, model.folder(), images.test(), test),
                ModelCompanions.carried(model.folder(), HistoryFile.NAME, RunRecord.NAME, ScoresFile.NAME));
    }

    private Calibrated anew(HeldOut images, CalibrationTarget wanted, Head head) {
        wanted.requireLabels(images.model().manifest().labels());
        CalibrationSet set = images.calibrationSet(model.folder());
        Calibrated calibrated = Calibrated.of(head, set, criterion.or(head), wanted);
        boolean unreached = wanted.kind() == CalibrationTarget.Kind.TARGET_ACCURACY
                || calibrated.record().bound() == null;
        if (!calibrated.record().kept() && unreached) {
            throw new IllegalArgumentException("%s Nothing was published."
                    .formatted(calibrated.shortfall().map(Shortfall::reasons).orElse("")));
        }
        return calibrated;
    }
}
