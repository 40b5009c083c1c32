package io.sparsesplit.trainer.evaluate;

import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.trainer.novelty.NoneOfThese;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Implements the command {@code sparsesplit inspect}. */
@Command(name = "inspect", description = "Checks a published model and prints what it is.")
public final class InspectCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ModelOption model = new ModelOption();

    @Override
    public Integer call() {
        SplitModel split = model.load();
        Manifest manifest = split.manifest();
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        new ModelTable(split).print(out);
        out.printf(
                "%n  labels      %s%n  picture     %s%n",
                String.join(" ", manifest.labels()), manifest.preprocessing());
        new CalibrationTable(manifest.exits(), manifest.calibration()).print(out);
        new NoneOfThese(split.edge().head(), manifest.outOfDistribution()).print(out);
        new CodecTable(split.edge().codecs()).print(out);
        manifest.files().forEach((name, file) -> out.printf("  file        %s, %d bytes%n", name, file.bytes()));
        out.printf(
                "  trained     on %d images, %d held out, seed %d%n  made by     %s%n",
                manifest.training().trainImages(),
                manifest.training().validationImages(),
                manifest.training().seed(),
                manifest.training().command());
        Manifest.Measured measured = manifest.measured();
        if (measured != null) {
            out.printf(
                    Locale.ROOT,
                    "  measured    %.2f %% correct on %d test images, %.2f %% answered on the edge%n",
                    measured.cascadeAccuracy(),
                    measured.testImages(),
                    measured.localExitRate());
        }
        out.flush();
        return 0;
    }
}
