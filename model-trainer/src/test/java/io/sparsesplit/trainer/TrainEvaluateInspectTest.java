package io.sparsesplit.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.trainer.data.IdxFolder;
import io.sparsesplit.trainer.train.ToyImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TrainEvaluateInspectTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @BeforeEach
    void writeData() throws IOException {
        IdxFolder.write(data(), ToyImages.bars(700, 10, 6, 1), ToyImages.bars(200, 10, 6, 2));
    }

    @Test
    void aTrainedModelIsMeasuredAlikeByTrainingAndEvaluation() throws IOException {
        assertThat(train("models")).isZero();
        assertThat(out.toString()).contains("Published " + model("models"), "parameters on the edge");
        Path json = folder.resolve("figures.json");
        assertThat(execute(
                        "evaluate", model("models").toString(), "--data", data().toString(), "--json", json.toString()))
                .isZero();
        JsonNode figures = JsonMapper.shared().readTree(Files.readAllBytes(json));
        assertThat(figures.propertyNames())
                .contains(
                        "edgeParameters",
                        "tailParameters",
                        "exitAccuracy",
                        "tailAccuracy",
                        "cascadeAccuracy",
                        "localExitRate",
                        "idealBytesPerOffload",
                        "payloadBytesPerOffload",
                        "frameBytesPerOffload",
                        "payloadBytesPerImage",
                        "majorityShare",
                        "edgeByClass",
                        "worstMistakes");
        for (String performance : List.of("exit", "tail", "cascade", "edge")) {
            JsonNode of = figures.path(performance);
            int counted = 0;
            for (JsonNode row : of.path("confusionMatrix")) {
                for (JsonNode cell : row) {
                    counted += cell.intValue();
                }
            }
            assertThat(counted).as(performance).isEqualTo(of.path("images").intValue());
        }
        assertThat(figures.path("cascade").path("accuracy")).isEqualTo(figures.path("cascadeAccuracy"));
        assertThat(figures.path("edge").path("images").intValue())
                .isEqualTo((int) Math.round(2 * figures.path("localExitRate").doubleValue()));
        JsonNode measured = JsonMapper.shared()
                .readTree(Files.readAllBytes(model("models").resolve("model.json")))
                .path("measured");
        for (String figure : List.of("exitAccuracy", "tailAccuracy", "cascadeAccuracy", "localExitRate")) {
            assertThat(figures.path(figure).doubleValue())
                    .isEqualTo(measured.path(figure).doubleValue());
        }
        assertThat(figures.path("edgeParameters").intValue()).isEqualTo(100 + 20 + 20 * 6 + 6);
        assertThat(figures.path("tailParameters").intValue()).isEqualTo(20 * 32 + 32 + 32 * 6 + 6);
        assertThat(figures.path("cascadeAccuracy").doubleValue()).isGreaterThan(60);
        boolean offloads = figures.path("localExitRate").doubleValue() < 100;
        assertThat(figures.path("payloadBytesPerOffload").doubleValue()).isEqualTo(offloads ? 20 : 0);
        assertThat(figures.path("payloadBytesPerImage").doubleValue())
                .isCloseTo(20 * (1 - figures.path("localExitRate").doubleValue() / 100), within(1e-9));
    }

    @ParameterizedTest
    @EnumSource(names = {"UINT8", "ENTROPY"})
    void theSameSeedMakesTheSameFilesWhateverTheNumberOfThreads(Codec codec) throws IOException {
        assertThat(train("once", "--threads", "1", "--codec", codec.toString())).isZero();
        assertThat(train("again", "--threads", "3", "--codec", codec.toString()))
                .isZero();
        for (String file : List.of("model.json", "head.safetensors", "tail.safetensors")) {
            assertThat(model("again").resolve(file))
                    .hasSameBinaryContentAs(model("once").resolve(file));
        }
    }

    @Test
    void aPublishedVersionIsNeverOverwritten() {
        assertThat(train("models")).isZero();
        assertThat(train("models", "--version", "1.0.0")).isEqualTo(1);
        assertThat(err.toString())
                .contains(model("models") + " exists: published versions never change, choose a new version");
    }

    @Test
    void withoutAVersionTheNextIsTaken() {
        assertThat(train("models")).isZero();
        assertThat(train("models")).isZero();
        assertThat(folder.resolve("models/mnist").toFile().list()).containsExactlyInAnyOrder("1.0.0", "1.1.0");
    }

    @Test
    void whatIsNotFitForItIsPublishedByForceAlone() {
        String[] untrained = {
            "train",
            "--data",
            data().toString(),
            "--out",
            folder.resolve("models").toString(),
            "--epochs",
            "1",
            "--lr",
            "1e-6"
        };
        assertThat(execute(untrained)).isEqualTo(1);
        assertThat(err.toString())
                .contains("Not published:", "exit 1 is right for ")
                .contains("With --force the same command publishes it as it is, without training again.");
        assertThat(folder.resolve("models/mnist")).doesNotExist();
        List<String> forced = new ArrayList<>(List.of(untrained));
        forced.add("--force");
        assertThat(execute(forced.toArray(String[]::new))).isZero();
        assertThat(err.toString()).contains("; --restart begins anew.");
        assertThat(model("models")).isDirectory();
    }

    @Test
    void theReportAndTheHistoryLieBesideTheModel() {
        assertThat(train("models")).isZero();
        assertThat(model("models").toFile().list()).contains("report.html", "report.json", "history.csv", "run.json");
        assertThat(model("models").resolve("history.csv")).content().hasLineCount(13);
        assertThat(out.toString()).contains("The report is " + model("models").resolve("report.html"));
    }

    @Test
    void whatCannotBePublishedIsRefusedBeforeAnyWork() {
        assertThat(train("models", "--version", "one")).isEqualTo(1);
        assertThat(err.toString()).contains("'one' is not a version: write it as MAJOR.MINOR.PATCH, for example 1.0.0");
        assertThat(train("models", "--confidence", "95")).isEqualTo(1);
        assertThat(err.toString())
                .contains("--confidence must be greater than 0 and less than 1, for example 0.95, not 95.0");
        assertThat(folder.resolve("models")).doesNotExist();
    }

    @Test
    void resumingWithoutACheckpointIsRefused() {
        assertThat(train("models", "--resume")).isEqualTo(1);
        assertThat(err.toString()).contains("there is no checkpoint to resume from; start without --resume");
    }

    @Test
    void nothingButTheModelIsLeft() {
        assertThat(train("models")).isZero();
        assertThat(folder.resolve("models").toFile().list()).containsExactly("mnist");
    }

    @Test
    void anInfeasibleOutDegreeIsRefusedBeforeAnyWork() {
        assertThat(execute("train", "--data", data().toString(), "--config", "100,24,6", "--out-degree", "5,6"))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("junction 1: out-degree 5 is not feasible for a junction of 100 to 24 neurons:"
                        + " it must be a multiple of 6 up to 24; nearest: 6");
    }

    @Test
    void anUnknownPatternIsRefusedByName() {
        assertThat(execute("train", "--pattern", "ranom")).isEqualTo(2);
        assertThat(err.toString())
                .contains("there is no pattern family 'ranom'; choose one of dense, random, clash-free-1");
    }

    @Test
    void inspectPrintsWhatTheModelIs() {
        assertThat(train("models")).isZero();
        assertThat(execute("inspect", model("models").toString())).isZero();
        assertThat(out.toString())
                .contains("mnist 1.0.0, fingerprint ")
                .containsPattern("head\\.0 +100 +20 +1 +5 +0\\.0500 +100 +120 +cyclic ")
                .contains("labels      0 1 2 3 4 5", "exit        after layer 1: margin at least ")
                .contains("target      max-loss 10.0, promised with confidence 0.95 (exact-trinomial)")
                .contains("sparsesplit train --name mnist --version 1.0.0 --picture 10x10 --config 100,20,32,6"
                        + " --out-degree 1,32,6 --pattern cyclic,dense,dense --split 1 --exit-after 1 --recipe best"
                        + " --epochs 12 --batch 50 --lr 0.03 --weight-decay 0.05 --augment 0.3 --exit-weight 0.003"
                        + " --seed 1 --class-weights none --codec uint8 --bits 8 --no-exit-class"
                        + " --compress-epochs 0 --max-loss 10.0 ");
    }

    @Test
    void inspectOfAFolderThatHoldsNoModelSaysWhatIsThere() {
        assertThat(train("models")).isZero();
        Path missing = folder.resolve("models").resolve("mnist").resolve("2.0.0");
        assertThat(execute("inspect", missing.toString())).isEqualTo(1);
        assertThat(err.toString())
                .contains(
                        "there is no model " + missing, "holds versions 1.0.0: did you mean " + model("models") + "?");
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path model(String repository) {
        return folder.resolve(repository).resolve("mnist").resolve("1.0.0");
    }

    private int train(String repository, String... more) {
        List<String> arguments = new ArrayList<>(List.of("train", "--data", data().toString()));
        arguments.addAll(List.of("--out", folder.resolve(repository).toString()));
        arguments.addAll(List.of("--config", "100,20,32,6", "--out-degree", "1,32,6", "--pattern", "cyclic"));
        arguments.addAll(List.of(
                "--epochs",
                "12",
                "--batch",
                "50",
                "--lr",
                "0.03",
                "--exit-weight",
                "0.003",
                "--validation",
                "200",
                "--max-loss",
                "10",
                "--criterion",
                "margin"));
        arguments.addAll(List.of(more));
        if (!arguments.contains("--codec")) {
            arguments.addAll(List.of("--codec", "uint8"));
        }
        return execute(arguments.toArray(String[]::new));
    }

    private int execute(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
