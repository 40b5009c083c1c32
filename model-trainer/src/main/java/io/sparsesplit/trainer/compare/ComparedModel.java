package io.sparsesplit.trainer.compare;

import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.model.artifact.Manifest.Bound;
import io.sparsesplit.model.artifact.Manifest.Calibration;
import io.sparsesplit.model.artifact.Manifest.ExitSpec;
import io.sparsesplit.model.artifact.Manifest.LayerSpec;
import io.sparsesplit.model.artifact.Manifest.Measured;
import io.sparsesplit.model.artifact.Manifest.Split;
import io.sparsesplit.trainer.evaluate.SplitModel;
import io.sparsesplit.trainer.history.CommandSettings;
import io.sparsesplit.trainer.statistics.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Describes one of several models that are compared.
 *
 * @param model both halves
 * @param measured accuracies and rates in percent; null when they were never measured
 * @param payloadBytes mean payload per offload in bytes; NaN when it is not known
 */
record ComparedModel(SplitModel model, @Nullable Measured measured, double payloadBytes) {

    private static final String UNKNOWN = "-";

    String name() {
        return model.manifest().name() + " " + model.manifest().version();
    }

    /** Returns the SHA-256 of the test images as the model sees them; null when it is not recorded. */
    @Nullable
    String testSha256() {
        Split split = model.manifest().training().split();
        return split == null ? null : split.testSha256();
    }

    /** Returns the options of the command that made the model, but for the model's own name and version. */
    Map<String, String> settings() {
        Map<String, String> settings =
                CommandSettings.of(model.manifest().training().command());
        settings.remove("name");
        settings.remove("version");
        return settings;
    }

    /** Returns what is shown of the model, by the name of the row. */
    Map<String, String> rows() {
        Manifest manifest = model.manifest();
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put(
                "picture",
                "%dx%dx%d"
                        .formatted(
                                manifest.preprocessing().width(),
                                manifest.preprocessing().height(),
                                manifest.preprocessing().channels()));
        rows.put("layers", layers(manifest));
        rows.put("edge parameters", Integer.toString(model.edge().head().parameters()));
        rows.put("cloud parameters", Integer.toString(model.cloud().tail().parameters()));
        rows.put(
                "exit threshold",
                manifest.exits().stream()
                        .map(ExitSpec::threshold)
                        .map(threshold -> threshold < 1 ? Double.toString(threshold) : "never answers")
                        .collect(Collectors.joining(",")));
        rows.put("test images", measured == null ? UNKNOWN : Integer.toString(measured.testImages()));
        rows.put("exit, % correct", accuracy(measured == null ? Double.NaN : measured.exitAccuracy()));
        rows.put("tail, % correct", accuracy(measured == null ? Double.NaN : measured.tailAccuracy()));
        rows.put("cascade, % correct", accuracy(measured == null ? Double.NaN : measured.cascadeAccuracy()));
        rows.put("% on the edge", measured == null ? UNKNOWN : two(measured.localExitRate()));
        rows.put("bytes per offload", Double.isNaN(payloadBytes) ? UNKNOWN : two(payloadBytes));
        rows.put("target", target(manifest.calibration()));
        rows.put("promise", promise(manifest));
        return rows;
    }

    /** Returns the figures for JSON, by name. */
    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("name", model.manifest().name());
        figures.put("version", model.manifest().version());
        figures.put("fingerprint", model.edge().fingerprint().toString());
        figures.put("testSha256", testSha256());
        figures.put("edgeParameters", model.edge().head().parameters());
        figures.put("tailParameters", model.cloud().tail().parameters());
        figures.put("exits", model.manifest().exits());
        figures.put("measured", measured);
        if (measured != null) {
            figures.put("exitInterval", interval(measured.exitAccuracy()));
            figures.put("tailInterval", interval(measured.tailAccuracy()));
            figures.put("cascadeInterval", interval(measured.cascadeAccuracy()));
        }
        figures.put("payloadBytesPerOffload", Double.isNaN(payloadBytes) ? null : payloadBytes);
        figures.put("calibration", model.manifest().calibration());
        figures.put("settings", settings());
        return figures;
    }

    private String accuracy(double percent) {
        if (Double.isNaN(percent)) {
            return UNKNOWN;
        }
        List<Double> interval = interval(percent);
        return String.format(Locale.ROOT, "%.2f (%.1f-%.1f)", percent, interval.get(0), interval.get(1));
    }

    private List<Double> interval(double percent) {
        int images = measured == null ? 0 : measured.testImages();
        Interval interval = Interval.of((int) Math.round(percent * images / 100), images);
        return List.of(100 * interval.low(), 100 * interval.high());
    }

    private static String layers(Manifest manifest) {
        List<Integer> neurons = new ArrayList<>();
        Stream.concat(manifest.head().stream(), manifest.tail().stream())
                .mapToInt(LayerSpec::inputs)
                .forEach(neurons::add);
        neurons.add(manifest.labels().size());
        return neurons.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    private static String target(@Nullable Calibration calibration) {
        return calibration == null ? "not recorded" : calibration.wish() + " " + calibration.value();
    }

    private static String promise(Manifest manifest) {
        Calibration calibration = manifest.calibration();
        if (calibration == null) {
            return "not recorded";
        }
        if (manifest.exits().stream().allMatch(exit -> exit.threshold() >= 1)) {
            return "none: never answers";
        }
        Bound bound = calibration.bound();
        if (bound == null) {
            return calibration.kept() ? "none, measured" : "none";
        }
        return "%s, confidence %s".formatted(bound.value(), bound.confidence());
    }

    private static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
