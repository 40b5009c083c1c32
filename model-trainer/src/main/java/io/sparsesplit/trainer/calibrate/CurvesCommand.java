package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.model.artifact.Manifest.Measured;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.trainer.data.DataOption;
import io.sparsesplit.trainer.evaluate.ModelOption;
import io.sparsesplit.trainer.evaluate.SplitModel;
import io.sparsesplit.trainer.report.ExitPoint;
import io.sparsesplit.trainer.report.ModelSize;
import io.sparsesplit.trainer.report.RecordFile;
import io.sparsesplit.trainer.report.ResultsOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Implements the command {@code sparsesplit curves}. */
@Command(
        name = "curves",
        showDefaultValues = true,
        description = {
            "Adds a published model to the results of a report: its accuracy against the share of images that its exits"
                    + " answer, by every criterion, on validation and on test images; and the bytes it takes on the edge.",
            "Nothing is chosen from it."
        })
public final class CurvesCommand implements Callable<Integer> {

    /** Every 50th threshold up to 0.9, every 5th up to 0.98, and then all. */
    private static final int COARSE = 50;

    private static final int FINE = 5;
    private static final int FINE_FROM = 900;
    private static final int FINEST_FROM = 980;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ModelOption model = new ModelOption();

    @Mixin
    private final DataOption data = new DataOption();

    @Option(names = "--quick", description = "A few thresholds of one criterion: to see that all works.")
    private boolean quick;

    @Mixin
    private final ResultsOption results = new ResultsOption();

    private Path out = Path.of("reports");

    @Override
    public Integer call() throws IOException {
        out = results.folder(quick);
        SplitModel split = model.load();
        HeldOut images = HeldOut.of(split, data.reader());
        addCurves(split.manifest(), images);
        addSize(split);
        PrintWriter printer = Objects.requireNonNull(spec).commandLine().getOut();
        printer.printf(
                "%s %s is in %s and %s.%n",
                split.manifest().name(),
                split.manifest().version(),
                out.resolve(ExitPoint.FILE),
                out.resolve(ModelSize.FILE));
        printer.flush();
        return 0;
    }

    private void addCurves(Manifest manifest, HeldOut images) {
        Scores validation = images.validationScores();
        Scores test = images.testScores();
        RecordFile<ExitPoint> file = ExitPoint.in(out);
        List<ExitPoint> points = new ArrayList<>(file.read());
        points.removeIf(point ->
                point.model().equals(manifest.name()) && point.version().equals(manifest.version()));
        List<Criterion> criteria = quick ? List.of(Criterion.MAX_SOFTMAX) : List.of(Criterion.values());
        for (Criterion criterion : criteria) {
            Calibration calibration = new Calibration(validation, criterion);
            points.addAll(points(manifest, ExitPoint.VALIDATION, criterion, calibration.path(validation)));
            points.addAll(points(manifest, ExitPoint.TEST, criterion, calibration.path(test)));
        }
        file.write(points);
    }

    private List<ExitPoint> points(Manifest manifest, String part, Criterion criterion, ThresholdSweep path) {
        List<ExitPoint> points = new ArrayList<>();
        for (int step = 0; step <= ThresholdSweep.STEPS; step++) {
            int every = step < FINE_FROM ? COARSE : FINE;
            boolean finest = step >= FINEST_FROM && !quick;
            if (finest || step % (quick ? COARSE : every) == 0) {
                Outcome outcome = path.at(step);
                points.add(new ExitPoint(
                        manifest.name(),
                        manifest.version(),
                        part,
                        criterion.toString(),
                        ThresholdSweep.threshold(step),
                        percent(outcome.localExits(), path),
                        percent(outcome.correct(), path),
                        percent(path.at(0).correct(), path),
                        percent(path.at(ThresholdSweep.STEPS).correct(), path)));
            }
        }
        return points;
    }

    private static double percent(int images, ThresholdSweep path) {
        return 100.0 * images / path.images();
    }

    private void addSize(SplitModel split) throws IOException {
        Manifest manifest = split.manifest();
        Measured measured = manifest.measured();
        if (measured == null) {
            return;
        }
        String name = manifest.name() + " " + manifest.version();
        RecordFile<ModelSize> file = ModelSize.in(out);
        List<ModelSize> sizes = new ArrayList<>(file.read());
        sizes.removeIf(size -> size.model().equals(name));
        sizes.add(new ModelSize(
                name,
                split.edge().head().parameters(),
                Files.size(model.folder().resolve("head.safetensors")),
                Files.size(model.folder().resolve("model.json")),
                measured.exitAccuracy()));
        file.write(sizes);
    }
}
