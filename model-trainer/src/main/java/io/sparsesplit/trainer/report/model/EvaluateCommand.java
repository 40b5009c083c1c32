package io.sparsesplit.trainer.report.model;

import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.trainer.data.DataOption;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.evaluate.Evaluation;
import io.sparsesplit.trainer.evaluate.EvaluationFigures;
import io.sparsesplit.trainer.evaluate.EvaluationTable;
import io.sparsesplit.trainer.evaluate.JsonOption;
import io.sparsesplit.trainer.evaluate.ModelOption;
import io.sparsesplit.trainer.evaluate.ModelTable;
import io.sparsesplit.trainer.evaluate.SplitModel;
import io.sparsesplit.trainer.evaluate.Traffic;
import io.sparsesplit.trainer.novelty.DetectionReport;
import io.sparsesplit.trainer.novelty.UnknownOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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

/** Implements the command {@code sparsesplit evaluate}. */
@Command(
        name = "evaluate",
        description = "Measures a published model on the test images, at the thresholds of its manifest.")
public final class EvaluateCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ModelOption model = new ModelOption();

    @Mixin
    private final DataOption data = new DataOption();

    @Mixin
    private final UnknownOption unknown = new UnknownOption();

    @Mixin
    private final JsonOption json = new JsonOption();

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description = "Write a report there: one page with tables, curves, matrices and the worst mistakes.")
    private @Nullable Path report;

    @Override
    public Integer call() throws IOException {
        SplitModel split = model.load();
        Manifest manifest = split.manifest();
        LabelledImages images = data.test(manifest.preprocessing(), manifest.labels());
        warnOfOthers(manifest, images);
        Evaluation evaluation = split.evaluate(images);
        DetectionReport detection = unknown.measured(split.edge(), images);
        print(split, evaluation, detection);
        json.write(() -> figures(split, evaluation, detection));
        if (report != null) {
            Files.write(report, new ModelReport(ReportInput.of(split, model.folder(), images, evaluation)).page());
        }
        return 0;
    }

    /** Warns of images that the manifest does not know as test images: the model may have been trained on some of them. */
    private void warnOfOthers(Manifest manifest, LabelledImages images) {
        Manifest.Split known = manifest.training().split();
        if (known != null && !known.testSha256().equals(images.sha256(manifest.labels()))) {
            PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
            err.printf(
                    "These are not the test images that the manifest's figures come from. Were some of them used for training,"
                            + " what follows is worthless. (%s: %s)%n",
                    manifest.name(), known.rule());
            err.flush();
        }
    }

    private void print(SplitModel split, Evaluation evaluation, @Nullable DetectionReport detection) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        new ModelTable(split).print(out);
        new EvaluationTable(split.manifest().labels(), evaluation).printAll(out, "test");
        out.printf(
                Locale.ROOT,
                "%n  what travels, in bytes, as %s %12s %12s %12s%n",
                split.edge().codecs().standard().codec(),
                "ideal code",
                "payload",
                "frame");
        print(out, "per offload", evaluation.offloads(), evaluation.offloads().messages());
        print(out, "per image, whoever answered", evaluation.offloads(), evaluation.images());
        print(out, "per image, if all were sent", evaluation.all(), evaluation.images());
        out.println("  HTTP comes on top of a frame: 'sparsesplit replay' counts it at a running edge.");
        if (detection != null) {
            detection.print(out);
        }
        out.flush();
    }

    private static void print(PrintWriter out, String what, Traffic traffic, int over) {
        double share = over == 0 ? 0 : (double) traffic.messages() / over;
        out.printf(
                Locale.ROOT,
                "  %-36s %12.2f %12.2f %12.2f%n",
                what,
                share * traffic.idealBytesPerMessage(),
                share * traffic.payloadBytesPerMessage(),
                share * traffic.frameBytesPerMessage());
    }

    private static Map<String, Object> figures(
            SplitModel split, Evaluation evaluation, @Nullable DetectionReport detection) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("edgeParameters", split.edge().head().parameters());
        figures.put("tailParameters", split.cloud().tail().parameters());
        figures.put("exitAccuracy", evaluation.exitAccuracy());
        figures.put("tailAccuracy", evaluation.tailAccuracy());
        figures.put("cascadeAccuracy", evaluation.cascadeAccuracy());
        figures.put("localExitRate", evaluation.localExitRate());
        figures.put("idealBytesPerOffload", evaluation.offloads().idealBytesPerMessage());
        figures.put("payloadBytesPerOffload", evaluation.offloads().payloadBytesPerMessage());
        figures.put("frameBytesPerOffload", evaluation.offloads().frameBytesPerMessage());
        figures.put("payloadBytesPerImage", evaluation.payloadBytesPerImage());
        figures.putAll(new EvaluationFigures(split.manifest().labels()).of(evaluation));
        if (detection != null) {
            figures.putAll(detection.figures());
        }
        return figures;
    }
}
