package io.sparsesplit.trainer.predict;

import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.model.artifact.Manifest.Calibration;
import io.sparsesplit.model.image.ImageException;
import io.sparsesplit.trainer.evaluate.ModelOption;
import io.sparsesplit.trainer.evaluate.Prediction;
import io.sparsesplit.trainer.evaluate.Predictor;
import io.sparsesplit.trainer.evaluate.SplitModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Implements the command {@code sparsesplit predict}. */
@Command(
        name = "predict",
        sortOptions = false,
        description = {
            "Answers images with a published model, as edge and cloud would, without starting them.",
            "Ends with 0 when all images were answered, else with 1 after naming those that were not."
        })
public final class PredictCommand implements Callable<Integer> {

    private static final int NAMED = 5;

    @Mixin
    private final ModelOption model = new ModelOption();

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "IMAGE",
            description = "Files, folders with images in them, or quoted patterns such as 'parts/*.png'.")
    private List<String> arguments = new ArrayList<>();

    @Option(names = "--json", description = "Print one JSON object in place of the table.")
    private boolean json;

    @Option(
            names = "--seen",
            paramLabel = "DIR",
            description = "Write what the network sees of each image there, as a PNG file.")
    private @Nullable Path seen;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        SplitModel split = model.load();
        ImageArguments images = ImageArguments.of(arguments);
        PrintWriter err = spec.commandLine().getErr();
        caution(split.manifest(), err);
        sayPassedOver(images.passedOver(), err);
        List<String> faults = new ArrayList<>(images.faults());
        if (!images.files().isEmpty()) {
            faults.addAll(answer(split, images.files()));
        } else if (json) {
            PredictionJson none = new PredictionJson(split);
            faults.forEach(none::addFault);
            print(none);
        }
        faults.forEach(err::println);
        err.flush();
        return faults.isEmpty() ? 0 : 1;
    }

    /** Answers what can be answered, and returns why the others cannot. */
    private List<String> answer(SplitModel split, List<Path> images) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        ImageReader reader = new ImageReader(split.manifest().preprocessing());
        Predictor predictor = split.predictor();
        PredictionTable table =
                new PredictionTable(out, images, split.manifest().labels());
        PredictionJson record = new PredictionJson(split);
        SeenPictures pictures = seen == null ? null : new SeenPictures(seen, images);
        List<String> faults = new ArrayList<>();
        boolean begun = false;
        for (Path image : images) {
            byte[] samples;
            try {
                samples = reader.samples(image);
            } catch (ImageException | IOException e) {
                String fault = "%s: %s".formatted(image, reason(image, e));
                faults.add(fault);
                record.addFault(fault);
                continue;
            }
            Prediction prediction = predictor.predict(samples);
            if (pictures != null) {
                pictures.write(image, reader.seen(samples));
            }
            if (json) {
                record.add(image, prediction);
            } else {
                if (!begun) {
                    table.printHeader();
                }
                table.print(image, prediction);
            }
            begun = true;
        }
        if (json) {
            print(record);
        }
        return faults;
    }

    private void print(PredictionJson record) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(record.text());
        out.flush();
    }

    private static String reason(Path image, Exception e) {
        if (e instanceof NoSuchFileException) {
            return "There is no such file.";
        }
        if (e instanceof ImageException) {
            return String.valueOf(e.getMessage());
        }
        return Files.isReadable(image) ? "It cannot be read: %s".formatted(e.getMessage()) : "It may not be read.";
    }

    private static void caution(Manifest manifest, PrintWriter err) {
        Calibration calibration = manifest.calibration();
        if (calibration == null || Boolean.FALSE.equals(calibration.calibrated())) {
            String why = calibration == null ? null : calibration.notCalibrated();
            err.printf(
                    "The confidence of %s %s is not calibrated (%s): take it as an order, not as a probability.%n",
                    manifest.name(), manifest.version(), why == null ? "the manifest records nothing of it" : why);
        }
        if (manifest.exits().stream().allMatch(exit -> exit.threshold() >= 1)) {
            err.printf(
                    "No exit of %s %s ever answers: every image is the cloud's. 'sparsesplit calibrate' chooses other"
                            + " thresholds.%n",
                    manifest.name(), manifest.version());
        }
    }

    private static void sayPassedOver(List<Path> files, PrintWriter err) {
        if (!files.isEmpty()) {
            err.printf(
                    "Passed over, no images: %s%s%n",
                    String.join(
                            ", ",
                            files.stream().limit(NAMED).map(Path::toString).toList()),
                    files.size() > NAMED ? " and %d more".formatted(files.size() - NAMED) : "");
        }
    }
}
