package io.sparsesplit.trainer.history;

import java.util.LinkedHashMap;
import java.util.Map;

/** Makes what MLflow is told of a run, with names and values as MLflow allows them. */
final class MlflowMetrics {

    /** Characters of a parameter's value that every version of MLflow takes. */
    private static final int MOST_VALUE = 500;

    private MlflowMetrics() {}

    /** Returns the figures of an epoch that were measured, by the metric's name. */
    static Map<String, Double> of(EpochRecord epoch) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        put(metrics, "learning_rate", epoch.learningRate());
        put(metrics, "train_loss", epoch.loss());
        put(metrics, "validation_exit_accuracy", epoch.exitAccuracy());
        put(metrics, "validation_exit_loss", epoch.exitLoss());
        put(metrics, "validation_tail_accuracy", epoch.tailAccuracy());
        put(metrics, "validation_tail_loss", epoch.tailLoss());
        put(metrics, "bits_per_image", epoch.bits());
        put(metrics, "images_per_second", epoch.imagesPerSecond());
        return metrics;
    }

    /** Returns the settings and digests of a run, by name. */
    static Map<String, String> parameters(RunRecord run) {
        Map<String, String> parameters = new LinkedHashMap<>();
        run.settings().forEach((name, value) -> parameters.put(name(name), cut(value)));
        return parameters;
    }

    /** Returns what is searched for by name in MLflow, with its own names for name and kind of the run. */
    static Map<String, String> tags(RunRecord run) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("mlflow.runName", runName(run));
        tags.put("mlflow.source.name", "sparsesplit train");
        tags.put("mlflow.source.type", "LOCAL");
        tags.put("sparsesplit.command", run.command());
        tags.put("sparsesplit.host.cores", Integer.toString(run.host().cores()));
        tags.put("sparsesplit.host.jdk", run.host().jdk());
        tags.put("sparsesplit.host.system", run.host().system());
        run.dataSha256().forEach((part, digest) -> tags.put(name("sparsesplit.sha256." + part), digest));
        return tags;
    }

    static String runName(RunRecord run) {
        return run.model() + "-" + run.version();
    }

    /** MLflow takes letters, digits, and some marks; a slash would make a folder. */
    private static String name(String name) {
        return name.replaceAll("[^A-Za-z0-9_. -]", "_");
    }

    private static String cut(String value) {
        return value.length() > MOST_VALUE ? value.substring(0, MOST_VALUE) : value;
    }

    private static void put(Map<String, Double> metrics, String name, double value) {
        if (Double.isFinite(value)) {
            metrics.put(name, value);
        }
    }
}
