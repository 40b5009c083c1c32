package io.sparsesplit.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.artifact.Manifest.Calibration;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.trainer.data.IdxFolder;
import io.sparsesplit.trainer.train.ToyImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CrossFittedModelTest {

    private static final String SHAPE = "--config 100,20,32,6 --out-degree 1,32,6 --epochs 12 --batch 50 --lr 0.03";

    @TempDir
    private static Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void train() throws IOException {
        IdxFolder.write(folder.resolve("data"), ToyImages.bars(400, 10, 6, 1), ToyImages.bars(100, 10, 6, 2));
        CrossFittedModelTest training = new CrossFittedModelTest();
        assertThat(training.execute(
                        "train --calibration cross-fit --folds 3 --max-loss 10 --name toy --version 1.0.0 --out "
                                + folder.resolve("models") + " " + SHAPE))
                .as(training.err.toString())
                .isZero();
    }

    @Test
    void allImagesThatAreNotTestImagesCalibrate() {
        Calibration calibration = calibration("1.0.0");
        assertThat(calibration.method()).isEqualTo("cross-fit");
        assertThat(calibration.folds()).isEqualTo(3);
        assertThat(calibration.temperatureImages() + calibration.thresholdImages())
                .isEqualTo(400);
        assertThat(model("1.0.0").resolve("scores.bin")).isRegularFile();
    }

    @Test
    void itIsCalibratedAgainWithoutTrainingTheFoldsAgain() {
        assertThat(execute("calibrate " + model("1.0.0") + " --max-loss 20 --version 1.0.7"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("chosen on   320 3-fold cross-fitted images, temperatures on 80 others");
        assertThat(calibration("1.0.7").dataSha256())
                .isEqualTo(calibration("1.0.0").dataSha256());
        assertThat(execute("calibrate " + model("1.0.7") + " --max-loss 15 --version 1.0.8"))
                .as(err.toString())
                .isZero();
    }

    @Test
    void aVersionThatIsCalibratedAgainHasItsOwnReportAndTheScoresOfTheFirst() throws IOException {
        assertThat(execute("calibrate " + model("1.0.0") + " --max-loss 20 --version 1.0.11"))
                .as(err.toString())
                .isZero();
        Path version = model("1.0.11");
        for (String file : List.of("scores.bin", "history.csv", "run.json")) {
            assertThat(version.resolve(file))
                    .hasSameBinaryContentAs(model("1.0.0").resolve(file));
        }
        JsonNode report = JsonMapper.shared().readTree(Files.readAllBytes(version.resolve("report.json")));
        assertThat(report.path("version").stringValue()).isEqualTo("1.0.11");
        assertThat(report.path("calibration").path("value").doubleValue()).isEqualTo(20);
        assertThat(report.path("calibration").path("method").stringValue()).isEqualTo("cross-fit");
        assertThat(version.resolve("report.html"))
                .content()
                .contains("<h1>toy 1.0.11</h1>", "chosen on   320 3-fold cross-fitted images");
    }

    @Test
    void withoutItsScoresItCannotBeCalibratedAgain() throws IOException {
        assertThat(execute("calibrate " + model("1.0.0") + " --max-loss 20 --version 1.0.9"))
                .isZero();
        Files.delete(model("1.0.9").resolve("scores.bin"));
        assertThat(execute("calibrate " + model("1.0.9") + " --max-loss 15 --version 1.0.10"))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains(
                        "toy 1.0.9 was calibrated by cross-fitting: its validation images chose the state of its network",
                        "and there is no scores.bin beside it. Take one of its operating points with --point");
    }

    @Test
    void itsGuaranteeIsValidatedOnTheImagesOfItsFolds() {
        assertThat(execute("guarantee " + model("1.0.0") + " --max-loss 20 --sample 200 --resplits 10"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("10 samples of 200 from 500 images, each scored by a network that was not fitted to it");
    }

    @Test
    void aPromiseIsHeldAgainstOtherImages() throws IOException {
        Path json = folder.resolve("redivide.json");
        assertThat(execute("redivide --runs 2 --sample 200 --folds 2 --max-loss 20 --json " + json + " " + SHAPE))
                .as(err.toString())
                .isZero();
        JsonNode figures = JsonMapper.shared().readTree(Files.readAllBytes(json));
        assertThat(figures.get("runs").asInt()).isEqualTo(2);
        assertThat(figures.get("sampleImages").asInt()).isEqualTo(200);
        assertThat(figures.get("restImages").asInt()).isEqualTo(300);
        assertThat(figures.get("broken").asInt()).isBetween(0, 2);
        assertThat(figures.get("recall").size()).isEqualTo(6);
        assertThat(out.toString()).contains("localExitRate", "balancedAccuracy");
    }

    @Test
    void aRedivisionGoesOnFromItsFile() throws IOException {
        Path json = folder.resolve("more.json");
        String command = "redivide --sample 200 --folds 2 --max-loss 20 --json " + json + " " + SHAPE + " --runs ";
        assertThat(execute(command + 1)).as(err.toString()).isZero();
        JsonNode one = JsonMapper.shared().readTree(Files.readAllBytes(json));
        assertThat(execute(command + 2)).as(err.toString()).isZero();
        JsonNode two = JsonMapper.shared().readTree(Files.readAllBytes(json));
        assertThat(two.get("divisions")).hasSize(2);
        assertThat(two.get("divisions").get(0)).isEqualTo(one.get("divisions").get(0));
        assertThat(two.get("command").asString()).isEqualTo(one.get("command").asString());

        assertThat(execute(command.replace("--max-loss 20", "--max-loss 10") + 2))
                .isEqualTo(1);
        assertThat(err.toString()).contains("has other divisions, command ", ": name another file");
        assertThat(JsonMapper.shared().readTree(Files.readAllBytes(json))).isEqualTo(two);
    }

    @Test
    void testImagesCanBeLeftOutOfRedivisions() throws IOException {
        Path json = folder.resolve("without-test.json");
        assertThat(execute("redivide --without-test --runs 1 --sample 200 --folds 2 --max-loss 20 --json " + json + " "
                        + SHAPE))
                .as(err.toString())
                .isZero();
        JsonNode figures = JsonMapper.shared().readTree(Files.readAllBytes(json));
        assertThat(figures.get("sampleImages").asInt()
                        + figures.get("restImages").asInt())
                .isEqualTo(400);
    }

    @Test
    void whatCannotBeRedividedIsRefused() {
        assertThat(execute("redivide --runs 0")).isEqualTo(1);
        assertThat(err.toString()).contains("--runs must be 1 or more, not 0");
        assertThat(execute("redivide --empirical --runs 1")).isEqualTo(1);
        assertThat(err.toString()).contains("--empirical promises nothing that could be broken: leave it out");
        assertThat(execute("redivide --runs 1 --sample 500")).isEqualTo(1);
        assertThat(err.toString()).contains("--sample must be at least 5 and leave as many of the 500 images, not 500");
    }

    private static Calibration calibration(String version) {
        return Objects.requireNonNull(new ModelRepository(folder.resolve("models"))
                .loadEdge("toy", version)
                .manifest()
                .calibration());
    }

    private static Path model(String version) {
        return folder.resolve("models/toy").resolve(version);
    }

    private int execute(String command) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ", -1)));
        arguments.addAll(List.of("--data", folder.resolve("data").toString()));
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
    }
}
