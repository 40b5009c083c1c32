package io.sparsesplit.trainer.novelty;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.artifact.Manifest.OutOfDistributionSpec;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.trainer.Main;
import io.sparsesplit.trainer.data.IdxFolder;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.train.ToyImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class NoneOfTheseCommandTest {

    private static final LabelledImages TEST = ToyImages.bars(400, 8, 6, 2);

    @TempDir
    private static Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path repository;

    @BeforeAll
    static void trainOnce() throws IOException {
        IdxFolder.write(folder.resolve("data"), ToyImages.bars(1500, 8, 6, 1), TEST);
        StringWriter failure = new StringWriter();
        int code = Main.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(failure))
                .execute(("train --config 64,16,16,6 --out-degree 4,16,6 --split 1 --epochs 8 --batch 30 --lr 0.01"
                                + " --augment 0 --max-loss 5 --codec uint8 --name toy --validation 400 --data %s --out %s")
                        .formatted(folder.resolve("data"), folder)
                        .split(" "));
        assertThat(code).as(failure.toString()).isZero();
    }

    @Test
    void aVersionWithADetectorSaysWhatItPromises() {
        assertThat(calibrate(folder.resolve("toy/1.0.0"), "--none-of-these", "5%"))
                .isZero();

        OutOfDistributionSpec spec = spec("1.0.1");
        assertThat(spec.score()).isEqualTo("mahalanobis");
        assertThat(spec.falseAlarmRate()).isEqualTo(5);
        assertThat(spec.confidence()).isEqualTo(0.95);
        assertThat(spec.images()).isEqualTo(400);
        assertThat(spec.falseAlarms()).isEqualTo(FalseAlarmBound.mostFalseAlarms(400, 0.05, 0.95));
        assertThat(spec.dataSha256())
                .isEqualTo(Objects.requireNonNull(load("1.0.1").manifest().calibration())
                        .dataSha256());
        String promise =
                "  none of     these classes: mahalanobis above %.2f; at most 5.0 %% false alarms, promised with"
                                .formatted(spec.threshold())
                        + " confidence 0.95\n              12 of 400 held-out images are false alarms; 232 values more on the edge\n";
        assertThat(out.toString()).contains(promise);
        assertThat(execute("inspect", repository.resolve("toy/1.0.1").toString()))
                .isZero();
        assertThat(out.toString().split(promise.substring(0, 30), -1)).hasSize(3);
    }

    @Test
    void theSameCommandGivesTheSameFiles() throws IOException {
        assertThat(calibrate(folder.resolve("toy/1.0.0"), "--none-of-these", "5", "--version", "2.0.0"))
                .isZero();
        Path other = repository.resolve("other");
        assertThat(execute(
                        "calibrate",
                        folder.resolve("toy/1.0.0").toString(),
                        "--data",
                        data(),
                        "--validation",
                        "400",
                        "--max-loss",
                        "10",
                        "--none-of-these",
                        "5.0%",
                        "--version",
                        "2.0.0",
                        "--out",
                        other.toString()))
                .isZero();

        for (String file : List.of("model.json", "head.safetensors", "tail.safetensors")) {
            assertThat(other.resolve("toy/2.0.0").resolve(file))
                    .hasSameBinaryContentAs(repository.resolve("toy/2.0.0").resolve(file));
        }
    }

    @Test
    void aLaterVersionKeepsTheDetectorUntilItIsSwitchedOff() {
        assertThat(calibrate(folder.resolve("toy/1.0.0"), "--none-of-these", "5%"))
                .isZero();
        assertThat(calibrate(repository.resolve("toy/1.0.1"))).isZero();
        assertThat(calibrate(repository.resolve("toy/1.0.2"), "--none-of-these", "off"))
                .isZero();

        assertThat(spec("1.0.2")).isEqualTo(spec("1.0.1"));
        assertThat(load("1.0.3").manifest().outOfDistribution()).isNull();
        assertThat(repository.resolve("toy/1.0.3/head.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("toy/1.0.0/head.safetensors"));
        assertThat(execute("evaluate", repository.resolve("toy/1.0.3").toString(), "--data", data()))
                .isZero();
        assertThat(out.toString()).doesNotContain("said to look like none");
    }

    @Test
    void evaluateCountsFalseAlarmsAndWhatIsFoundOfOtherPictures() throws IOException {
        assertThat(calibrate(folder.resolve("toy/1.0.0"), "--none-of-these", "5%"))
                .isZero();
        Path unknown = repository.resolve("unknown");
        noise(unknown.resolve("deeper"), 60);
        Files.writeString(unknown.resolve("notes.txt"), "no picture");
        Files.writeString(unknown.resolve(".hidden"), "nothing");
        Path json = repository.resolve("figures.json");
        assertThat(execute(
                        "evaluate",
                        repository.resolve("toy/1.0.1").toString(),
                        "--data",
                        data(),
                        "--unknown",
                        unknown.toString(),
                        "--json",
                        json.toString()))
                .isZero();

        Head head = load("1.0.1").head();
        int alarms = 0;
        for (int i = 0; i < TEST.size(); i++) {
            float[] input = load("1.0.1").manifest().preprocessing().input(TEST.picture(i));
            alarms += Objects.requireNonNull(
                                    head.decide(input, OptionalDouble.empty()).outOfDistribution())
                            .noneOfThese()
                    ? 1
                    : 0;
        }
        JsonNode figures = JsonMapper.shared().readTree(Files.readAllBytes(json));
        assertThat(alarms).isBetween(1, 28);
        assertThat(figures.path("falseAlarms").doubleValue()).isEqualTo(alarms / 4.0);
        assertThat(figures.path("unknownPictures").intValue()).isEqualTo(60);
        assertThat(figures.path("unknownFound").doubleValue()).isGreaterThan(80);
        assertThat(figures.path("unknownAuroc").doubleValue()).isGreaterThan(0.95);
        assertThat(out.toString())
                .contains(
                        "  test images                %6.2f %% (%d of 400): false alarms; promised are at most 5.0 %%, confidence 0.95\n"
                                .formatted(alarms / 4.0, alarms))
                .contains(" of 60 in " + unknown + ")\n", "  AUROC                      ");
        assertThat(err.toString())
                .contains("notes.txt is left out: The bytes are not an image that is read here:")
                .doesNotContain(".hidden");
    }

    @Test
    void picturesForAModelThatTellsNothingAreRefused() {
        assertThat(execute("evaluate", folder.resolve("toy/1.0.0").toString(), "--data", data(), "--unknown", data()))
                .isEqualTo(1);
        assertThat(lastLine())
                .isEqualTo("sparsesplit evaluate: toy 1.0.0 does not tell images that look like none of its classes:"
                        + " 'sparsesplit calibrate MODEL --none-of-these 5%' makes a version that does");
    }

    @Test
    void aFolderWithoutPicturesIsRefused() throws IOException {
        assertThat(calibrate(folder.resolve("toy/1.0.0"), "--none-of-these", "5%"))
                .isZero();
        Path empty = Files.createDirectory(repository.resolve("empty"));
        Path missing = repository.resolve("missing");

        assertThat(unknown(empty)).isEqualTo("--unknown %s holds no picture that can be read.".formatted(empty));
        assertThat(unknown(missing))
                .isEqualTo(
                        "--unknown %s is no folder: name one with pictures of none of the classes.".formatted(missing));
    }

    @Test
    void aRateThatSoFewImagesCannotPromiseIsRefusedWithTheSmallestThatTheyCan() {
        assertThat(calibrate(folder.resolve("toy/1.0.0"), "--none-of-these", "0.5%"))
                .isEqualTo(1);
        assertThat(lastLine())
                .isEqualTo(
                        "sparsesplit calibrate: 400 held-out images are too few to promise at most 0.5 % false alarms with"
                                + " confidence 0.95; hold out at least 598, or allow more with --none-of-these 0.75%.");
        assertThat(repository).isEmptyDirectory();

        assertThat(calibrate(folder.resolve("toy/1.0.0"), "--none-of-these", "0.75%"))
                .isZero();
        assertThat(spec("1.0.1").falseAlarms()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0%", "100", "-1", "5 %%", "many", "", "NaN"})
    void whatIsNoRateIsRefused(String rate) {
        assertThat(calibrate(folder.resolve("toy/1.0.0"), "--none-of-these=" + rate))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("'%s' is no rate of false alarms: write a percentage above 0 and below 100, like 5%%, or off"
                        .formatted(rate));
    }

    @Test
    void theHighestRateCanBeAskedFor() {
        assertThat(calibrate(folder.resolve("toy/1.0.0"), "--none-of-these", "99.9"))
                .isZero();
        assertThat(spec("1.0.1").falseAlarms()).isBetween(393, 399);
    }

    private String unknown(Path pictures) {
        String model = repository.resolve("toy/1.0.1").toString();
        assertThat(execute("evaluate", model, "--data", data(), "--unknown", pictures.toString()))
                .isEqualTo(1);
        return lastLine().replace("sparsesplit evaluate: ", "");
    }

    private static void noise(Path folder, int pictures) throws IOException {
        Files.createDirectories(folder);
        Random random = new Random(5);
        for (int i = 0; i < pictures; i++) {
            BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
            for (int pixel = 0; pixel < 64; pixel++) {
                image.getRaster().setSample(pixel % 8, pixel / 8, 0, random.nextInt(256));
            }
            ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
        }
    }

    private int calibrate(Path model, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "calibrate",
                model.toString(),
                "--data",
                data(),
                "--validation",
                "400",
                "--max-loss",
                "10",
                "--out",
                repository.toString()));
        arguments.addAll(List.of(more));
        return execute(arguments.toArray(String[]::new));
    }

    private OutOfDistributionSpec spec(String version) {
        return Objects.requireNonNull(load(version).manifest().outOfDistribution());
    }

    private EdgeModel load(String version) {
        return new ModelRepository(repository).loadEdge("toy", version);
    }

    private String lastLine() {
        return err.toString().lines().reduce((before, line) -> line).orElseThrow();
    }

    private static String data() {
        return folder.resolve("data").toString();
    }

    private int execute(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
