package io.sparsesplit.trainer.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HistoryTest {

    private final StringWriter text = new StringWriter();

    @TempDir
    private Path folder;

    private Path checkpoint;

    @BeforeEach
    void name() {
        checkpoint = folder.resolve("models/parts-1.0.0.checkpoint");
    }

    @Test
    void eachEpochIsARowThatFitsTheTerminal() throws IOException {
        History history = history(false);
        for (int epoch = 1; epoch <= 6; epoch++) {
            history.epoch(SampleRun.epoch(epoch));
        }
        assertThat(text.toString().lines())
                .hasSize(7)
                .allSatisfy(line -> assertThat(line.length()).isLessThan(80))
                .startsWith(
                        "  epoch phase       rate   loss exit %  loss tail %  loss  bits  img/s",
                        "    1/6 joint    0.00300 2.5000  91.00 0.500  93.00 0.400     -  20000")
                .endsWith("    6/6 compress 0.00050 0.4167  96.00 0.083  98.00 0.067  94.0  20000 best");
    }

    @Test
    void extremeFiguresKeepToTheirColumns() {
        assertThat(EpochRow.of(new EpochRecord(
                        1000,
                        1000,
                        "a long phase",
                        1e-9,
                        123_456_789,
                        100,
                        1e9,
                        0,
                        1e-9,
                        1e7,
                        1,
                        12_345_678,
                        "a long note")))
                .hasSizeLessThan(80);
    }

    @Test
    void rowsAreOnTheDiskAfterEachEpoch() throws IOException {
        History history = history(false);
        history.epoch(SampleRun.epoch(1));
        history.epoch(SampleRun.epoch(2));
        assertThat(folder.resolve("models/parts-1.0.0.history.csv")).content().isEqualTo("""
                epoch,epochs,phase,learning_rate,train_loss_nats,validation_exit_accuracy_percent,validation_exit_loss_nats,\
                validation_tail_accuracy_percent,validation_tail_loss_nats,bits_per_image,seconds,images_per_second,note
                1,6,joint,0.003,2.5,91.0,0.5,93.0,0.4,,1.5,20000.0,
                2,6,joint,0.0015,1.25,92.0,0.25,94.0,0.2,,1.5,20000.0,
                """);
    }

    @Test
    void aResumedTrainingRepeatsNoEpoch() throws IOException {
        History first = history(false);
        for (int epoch = 1; epoch <= 4; epoch++) {
            first.epoch(SampleRun.epoch(epoch));
        }
        first.remark("Phase joint was undone.");
        first.stopped();
        cutShort(folder.resolve("models/parts-1.0.0.history.csv"));

        History second = history(true);
        second.epoch(SampleRun.epoch(3));
        second.epoch(SampleRun.epoch(4).withNote("best"));
        assertThat(second.epochs())
                .containsExactly(
                        SampleRun.epoch(1),
                        SampleRun.epoch(2),
                        SampleRun.epoch(3),
                        SampleRun.epoch(4).withNote("best"));
        assertThat(second.epochs()).isEqualTo(HistoryFile.read(folder.resolve("models/parts-1.0.0.history.csv")));
        assertThat(second.run().remarks()).containsExactly("Phase joint was undone.");
    }

    @Test
    void aTrainingFromTheBeginningForgetsTheOld() throws IOException {
        history(false).epoch(SampleRun.epoch(1));
        assertThat(history(false).epochs()).isEmpty();
    }

    @Test
    void filesArePublishedAndRemovedFromBesideTheCheckpoint() throws IOException {
        History history = history(false);
        history.epoch(SampleRun.epoch(1));
        Map<String, byte[]> files = history.files();
        history.published(Map.of("test_cascade_accuracy", 98.0), files);
        assertThat(files).containsOnlyKeys("history.csv", "run.json");
        JsonNode run = JsonMapper.shared().readTree(Objects.requireNonNull(files.get("run.json")));
        assertThat(run.path("settings").path("out-degree").stringValue()).isEqualTo("10,25");
        assertThat(run.path("settings").path("drop-duplicates").stringValue()).isEqualTo("true");
        assertThat(run.path("host").path("cores").intValue()).isPositive();
        assertThat(run.path("data").path("parts").get(0).path("counts").get(0).intValue())
                .isEqualTo(90);
        assertThat(folder.resolve("models")).isEmptyDirectory();
    }

    @Test
    void aTrackerThatFailsHarmsNothing() throws IOException {
        Path inTheWay = Files.writeString(folder.resolve("mlruns"), "a file");
        History history =
                new History(checkpoint, false, SampleRun.record(), RunTracker.of(inTheWay.toString()), printer());
        history.epoch(SampleRun.epoch(1));
        history.published(Map.of(), Map.of());
        assertThat(text.toString().lines().filter(line -> line.contains("not tracked any more")))
                .hasSize(1);
    }

    @Test
    void aFileThatIsNoHistoryIsNamed() throws IOException {
        Path csv = folder.resolve("history.csv");
        Files.writeString(csv, "label,pixel\n");
        assertThatThrownBy(() -> HistoryFile.read(csv))
                .hasMessageStartingWith(csv + " is not the history of a training: its first line is not epoch,");
        history(false).epoch(SampleRun.epoch(1));
        Path rows = folder.resolve("models/parts-1.0.0.history.csv");
        Files.writeString(rows, Files.readString(rows).replace("0.003", "fast"));
        assertThatThrownBy(() -> HistoryFile.read(rows))
                .hasMessage(rows + ", line 2, is not an epoch: For input string: \"fast\"");
    }

    @Test
    void settingsAreTheOptionsOfTheCommand() {
        assertThat(CommandSettings.of("sparsesplit train --a 1 --b --c=x --d y z"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("a", "1", "b", "true", "c", "x", "d", "y z"));
    }

    @Test
    void partsCountAllClasses() {
        assertThatThrownBy(() ->
                        new DataCounts(List.of("a", "b"), List.of(new DataCounts.Part("train", List.of(1))), List.of()))
                .hasMessage("there are 2 classes, but 'train' counts 1");
    }

    private History history(boolean resumed) throws IOException {
        return new History(checkpoint, resumed, SampleRun.record(), null, printer());
    }

    private PrintWriter printer() {
        return new PrintWriter(text);
    }

    /** As a crash in the middle of a write leaves it. */
    private static void cutShort(Path file) throws IOException {
        String all = Files.readString(file);
        Files.writeString(file, all.substring(0, all.length() - 10));
    }
}
