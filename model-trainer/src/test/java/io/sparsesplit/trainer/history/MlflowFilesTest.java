package io.sparsesplit.trainer.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MlflowFilesTest {

    private final Clock clock = Clock.fixed(Instant.ofEpochMilli(1_700_000_000_000L), ZoneOffset.UTC);

    @TempDir
    private Path root;

    @Test
    void aRunIsAFolderOfItsExperiment() throws IOException {
        MlflowFiles tracker = new MlflowFiles(root, clock);
        String id = tracker.begin(SampleRun.record(), null);
        tracker.epoch(SampleRun.epoch(1));
        tracker.epoch(SampleRun.epoch(4));
        tracker.end(
                Map.of("test_cascade_accuracy", 97.5),
                Map.of("report.html", "page".getBytes(StandardCharsets.UTF_8)),
                true);

        Path experiment = only(root);
        Path run = experiment.resolve(id);
        assertThat(id).matches("[0-9a-f]{32}");
        assertThat(Files.readAllLines(experiment.resolve("meta.yaml")))
                .contains(
                        "experiment_id: '" + experiment.getFileName() + "'",
                        "creation_time: 1700000000000",
                        "lifecycle_stage: active",
                        "name: 'parts'");
        assertThat(Files.readAllLines(run.resolve("meta.yaml")))
                .contains(
                        "run_id: '" + id + "'",
                        "run_uuid: '" + id + "'",
                        "run_name: 'parts-1.0.0'",
                        "start_time: 1700000000000",
                        "end_time: 1700000000000",
                        "status: 3");
        assertThat(run.resolve("params/out-degree")).hasContent("10,25");
        assertThat(run.resolve("tags/mlflow.runName")).hasContent("parts-1.0.0");
        assertThat(run.resolve("tags/sparsesplit.sha256.test")).hasContent("ab".repeat(32));
        assertThat(run.resolve("metrics/train_loss"))
                .content()
                .isEqualTo("1700000000000 2.5 1\n1700000000000 0.625 4\n");
        assertThat(run.resolve("metrics/bits_per_image")).content().isEqualTo("1700000000000 96.0 4\n");
        assertThat(run.resolve("metrics/test_cascade_accuracy")).content().isEqualTo("1700000000000 97.5 0\n");
        assertThat(run.resolve("artifacts/report.html")).hasContent("page");
    }

    @Test
    void aResumedRunGoesOnInItsFolder() throws IOException {
        MlflowFiles first = new MlflowFiles(root, clock);
        String id = first.begin(SampleRun.record(), null);
        first.epoch(SampleRun.epoch(1));
        first.end(Map.of(), Map.of(), false);
        assertThat(Files.readAllLines(only(root).resolve(id).resolve("meta.yaml")))
                .contains("status: 5");

        MlflowFiles second = new MlflowFiles(root, clock);
        assertThat(second.begin(SampleRun.record(), id)).isEqualTo(id);
        second.epoch(SampleRun.epoch(2));
        Path run = only(root).resolve(id);
        assertThat(Files.readAllLines(run.resolve("meta.yaml"))).contains("status: 1", "end_time: null");
        assertThat(Files.readAllLines(run.resolve("metrics/train_loss"))).hasSize(2);
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            List<Path> all = children.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }
}
