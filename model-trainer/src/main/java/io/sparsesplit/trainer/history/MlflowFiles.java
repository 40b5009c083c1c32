package io.sparsesplit.trainer.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes a run into a folder in the layout of MLflow's file store, which {@code mlflow ui --backend-store-uri DIR} shows:
 *
 * <pre>
 * EXPERIMENT/meta.yaml             name of the experiment: the model's name; its number follows from that
 * EXPERIMENT/RUN/meta.yaml         status, times in milliseconds since 1970
 * EXPERIMENT/RUN/params/NAME       value
 * EXPERIMENT/RUN/metrics/NAME      a line for each epoch: time, value, epoch
 * EXPERIMENT/RUN/tags/NAME         value
 * EXPERIMENT/RUN/artifacts/FILE    what was published for people to read
 * </pre>
 */
final class MlflowFiles implements RunTracker {

    private static final int RUNNING = 1;
    private static final int FINISHED = 3;
    private static final int KILLED = 5;

    private static final int EXPERIMENT_BYTES = 7;

    private final Path root;
    private final Clock clock;
    private Path folder;
    private String experiment = "";
    private String runName = "";
    private long started;

    MlflowFiles(Path root, Clock clock) {
        this.root = root.toAbsolutePath().normalize();
        this.clock = clock;
        this.folder = this.root;
    }

    @Override
    public String begin(RunRecord run, @Nullable String earlier) throws IOException {
        experiment = number(run.model());
        runName = MlflowMetrics.runName(run);
        started = clock.millis();
        Path ofExperiment = root.resolve(experiment);
        Files.createDirectories(ofExperiment);
        if (!Files.exists(ofExperiment.resolve("meta.yaml"))) {
            Files.writeString(ofExperiment.resolve("meta.yaml"), """
                    artifact_location: %s
                    creation_time: %d
                    experiment_id: '%s'
                    last_update_time: %2$d
                    lifecycle_stage: active
                    name: %s
                    """.formatted(
                            yaml(ofExperiment.toUri().toString()), started, experiment, yaml(run.model())));
        }
        boolean goesOn = earlier != null && Files.isDirectory(ofExperiment.resolve(earlier));
        String id =
                goesOn ? String.valueOf(earlier) : UUID.randomUUID().toString().replace("-", "");
        folder = ofExperiment.resolve(id);
        for (String part : new String[] {"params", "metrics", "tags", "artifacts"}) {
            Files.createDirectories(folder.resolve(part));
        }
        writeMeta(RUNNING, false);
        writeAll("params", MlflowMetrics.parameters(run));
        writeAll("tags", MlflowMetrics.tags(run));
        return id;
    }

    @Override
    public void epoch(EpochRecord epoch) throws IOException {
        for (Map.Entry<String, Double> metric : MlflowMetrics.of(epoch).entrySet()) {
            append(metric.getKey(), metric.getValue(), epoch.epoch());
        }
    }

    @Override
    public void end(Map<String, Double> figures, Map<String, byte[]> files, boolean completed) throws IOException {
        for (Map.Entry<String, Double> figure : figures.entrySet()) {
            append(figure.getKey(), figure.getValue(), 0);
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(folder.resolve("artifacts").resolve(file.getKey()), file.getValue());
        }
        writeMeta(completed ? FINISHED : KILLED, true);
    }

    private void append(String metric, double value, int step) throws IOException {
        Files.writeString(
                folder.resolve("metrics").resolve(metric),
                "%d %s %d\n".formatted(clock.millis(), value, step),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private void writeAll(String part, Map<String, String> values) throws IOException {
        for (Map.Entry<String, String> value : values.entrySet()) {
            Files.writeString(folder.resolve(part).resolve(value.getKey()), value.getValue());
        }
    }

    private void writeMeta(int status, boolean ended) throws IOException {
        String id = String.valueOf(folder.getFileName());
        Files.writeString(folder.resolve("meta.yaml"), """
                artifact_uri: %s
                end_time: %s
                entry_point_name: ''
                experiment_id: '%s'
                lifecycle_stage: active
                run_id: %s
                run_name: %s
                run_uuid: %4$s
                source_name: ''
                source_type: 4
                source_version: ''
                start_time: %d
                status: %d
                tags: []
                user_id: ''
                """.formatted(
                        yaml(folder.resolve("artifacts").toUri().toString()),
                        ended ? Long.toString(clock.millis()) : "null",
                        experiment,
                        yaml(id),
                        yaml(runName),
                        started,
                        status));
    }

    private static String yaml(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Returns a decimal number as MLflow's own: trainings of one model meet in one experiment. */
    private static String number(String model) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(model.getBytes(StandardCharsets.UTF_8));
            return Long.toString(Long.parseLong(HexFormat.of().formatHex(digest, 0, EXPERIMENT_BYTES), 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
