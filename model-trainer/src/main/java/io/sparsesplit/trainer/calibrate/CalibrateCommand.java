package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.model.artifact.Model;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.trainer.data.DataOption;
import io.sparsesplit.trainer.evaluate.Evaluation;
import io.sparsesplit.trainer.evaluate.ModelOption;
import io.sparsesplit.trainer.evaluate.SplitModel;
import io.sparsesplit.trainer.novelty.NoneOfThese;
import io.sparsesplit.trainer.novelty.NoneOfTheseOption;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sparsesplit calibrate} */
@Command(
        name = "calibrate",
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Chooses new temperatures and a new threshold for a published model, and publishes it as a new version.",
            "They come from the images that training held out; weights stay as they are. The test images are looked at"
                    + " once, at the end, for the accuracy in the manifest."
        })
public final class CalibrateCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ModelOption model = new ModelOption();

    @Mixin
    private final DataOption data = new DataOption();

    @Mixin
    private final WishOption wish = new WishOption();

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
                            + " of a wish; 'inspect' lists them.")
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
        Wish wanted = wish.wish();
        if (point != null && (wish.isGiven() || criterion.isGiven())) {
            throw new IllegalArgumentException(
                    "--point is a wish of its own, with the model's criterion: leave other wishes and --criterion out");
        }
        SplitModel split = model.load();
        Manifest manifest = split.manifest();
        Head head = split.edge().head();
        ModelRepository repository = new ModelRepository(out == null ? model.repository() : out);
        String published = version == null ? nextPatch(manifest, repository) : version;
        repository.requireUnpublished(manifest.name(), published);

        HeldOut images = HeldOut.of(split, data.reader());
        String heldOutSha256 = images.validationSha256();
        NoneOfThese detecting = noneOfThese.applied(
                head,
                manifest.outOfDistribution(),
                manifest.preprocessing(),
                images.training(),
                images.validation(),
                heldOutSha256);
        Calibrated calibrated =
                point == null ? anew(images, wanted, head) : TakenPoint.of(head, manifest.calibration(), point);
        Evaluation test = Evaluation.of(
                calibrated.head(),
                split.edge().codecs().standard(),
                split.cloud().tail(),
                manifest.preprocessing(),
                images.test());
        Path folder = repository.publish(new Model(
                manifest.name(),
                published,
                manifest.labels(),
                manifest.preprocessing(),
                calibrated.head().withOutOfDistribution(detecting.head().outOfDistribution()),
                split.cloud().tail(),
                split.edge().codecs(),
                manifest.training(),
                test.measured(),
                calibrated.record(),
                detecting.record()));
        PrintWriter printer = Objects.requireNonNull(spec).commandLine().getOut();
        printer.printf("Published %s.%n", folder);
        calibrated.print(printer);
        detecting.print(printer);
        printer.printf(
                Locale.ROOT,
                "  measured    %.2f %% correct on %d test images, %.2f %% answered on the edge%n",
                test.cascadeAccuracy(),
                test.images(),
                test.localExitRate());
        printer.flush();
        return 0;
    }

    private Calibrated anew(HeldOut images, Wish wanted, Head head) {
        images.requireValidation();
        List<String> labels = images.model().manifest().labels();
        wanted.requireLabels(labels);
        CalibrationSet set = CalibrationSet.holdOut(images.validationScores(), labels, images.validationSha256());
        Calibrated calibrated = Calibrated.of(head, set, criterion.or(head), wanted);
        boolean unreached = wanted.kind() == Wish.Kind.TARGET_ACCURACY
                || calibrated.record().bound() == null;
        if (!calibrated.record().kept() && unreached) {
            throw new IllegalArgumentException("%s Nothing was published."
                    .formatted(calibrated.shortfall().map(Shortfall::reasons).orElse("")));
        }
        return calibrated;
    }

    /** The patch after the last that the model and the repository have of this minor version. */
    private static String nextPatch(Manifest manifest, ModelRepository repository) {
        String minor = minor(manifest.version());
        List<String> versions = Stream.concat(
                        Stream.of(manifest.version()), repository.versions(manifest.name()).stream())
                .filter(published -> minor(published).equals(minor))
                .toList();
        int last = versions.stream()
                .mapToInt(published -> Integer.parseInt(published.substring(minor.length())))
                .max()
                .orElseThrow();
        return minor + (last + 1);
    }

    /** Up to the last dot, and with it. */
    private static String minor(String version) {
        return version.substring(0, version.lastIndexOf('.') + 1);
    }
}
