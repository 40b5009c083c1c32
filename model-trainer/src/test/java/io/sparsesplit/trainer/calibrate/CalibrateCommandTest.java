package io.sparsesplit.trainer.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.model.artifact.Manifest.Bound;
import io.sparsesplit.model.artifact.Manifest.ClassPromise;
import io.sparsesplit.model.artifact.Manifest.Measured;
import io.sparsesplit.model.artifact.Manifest.Point;
import io.sparsesplit.model.artifact.Manifest.Points;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.image.Picture;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.trainer.Main;
import io.sparsesplit.trainer.data.IdxFolder;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.data.Png;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CalibrateCommandTest {

    /** How the data is divided, for training and from then on. */
    private static final List<String> DIVISION = List.of("--validation", "600");

    private static final String OTHER_DATA =
            "toy 1.0.0 was not trained on this data, divided in this way: name that data with --data, and the options that"
                    + " divide it; 'sparsesplit inspect' says how the model was made";

    @TempDir
    private static Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path repository;

    @BeforeAll
    static void trainOnce() throws IOException {
        IdxFolder.write(folder.resolve("data"), ToyImages.bars(900, 8, 6, 1), ToyImages.bars(400, 8, 6, 2));
        IdxFolder.write(folder.resolve("other"), ToyImages.bars(900, 8, 6, 3), ToyImages.bars(400, 8, 6, 4));
        StringWriter failure = new StringWriter();
        // Briefly, on few images, with a narrow exit: so that the exit is worse than the tail.
        String[] train =
                ("train --config 64,16,32,6 --out-degree 2,32,6 --split 1 --epochs 8 --batch 30 --exit-weight 0.05"
                                + " --lr 0.01 --weight-decay 0 --augment 0 --max-loss 5 --codec uint8 --name toy")
                        .split(" ");
        List<String> arguments = new ArrayList<>(List.of(train));
        arguments.addAll(DIVISION);
        arguments.addAll(List.of("--data", folder.resolve("data").toString(), "--out", folder.toString()));
        int code = Main.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(failure))
                .execute(arguments.toArray(String[]::new));
        assertThat(code).as(failure.toString()).isZero();
    }

    @Test
    void aNewVersionHasTheSameTensorsAndItsOwnThreshold() {
        assertThat(calibrate("--max-loss", "10")).isZero();

        for (String file : List.of("head.safetensors", "tail.safetensors")) {
            assertThat(repository.resolve("toy/1.0.1").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("toy/1.0.0").resolve(file));
        }
        Manifest before = load(folder, "1.0.0").manifest();
        Manifest after = load(repository, "1.0.1").manifest();
        assertThat(after.training()).isEqualTo(before.training());
        assertThat(after.exits().get(0).threshold())
                .isLessThan(before.exits().get(0).threshold());
        assertThat(out.toString())
                .contains(
                        "Published " + repository.resolve("toy/1.0.1"),
                        "target      max-loss 10.0, promised with confidence 0.95 (exact-trinomial)",
                        "chosen on   480 held-out images, temperatures on 120 others");
    }

    @Test
    void theManifestSaysWhatWasWishedAndOnWhatThePromiseRests() {
        assertThat(calibrate("--max-loss", "10", "--confidence", "0.9", "--criterion", "margin"))
                .isZero();
        EdgeModel model = load(repository, "1.0.1");
        Manifest.Calibration calibration =
                Objects.requireNonNull(model.manifest().calibration());
        assertThat(calibration.wish()).isEqualTo("max-loss");
        assertThat(calibration.value()).isEqualTo(10);
        assertThat(calibration.kept()).isTrue();
        assertThat(calibration.bound()).isEqualTo(new Bound("exact-trinomial", 10, 0.9));
        assertThat(calibration.temperatureImages()).isEqualTo(120);
        assertThat(calibration.thresholdImages()).isEqualTo(480);
        assertThat(calibration.dataSha256()).matches("[0-9a-f]{64}");
        assertThat(new LossTest(480, 0.1, 0.9).passes(calibration.lost(), calibration.won()))
                .isTrue();
        assertThat(model.head().exits().get(0).criterion()).isEqualTo(Criterion.MARGIN);

        Manifest.Calibration trained =
                Objects.requireNonNull(load(folder, "1.0.0").manifest().calibration());
        assertThat(calibration.dataSha256()).isEqualTo(trained.dataSha256());
    }

    @Test
    void whatTheManifestSaysWasMeasuredIsWhatEvaluationMeasures() throws IOException {
        assertThat(calibrate("--target-exit-rate", "50")).isZero();
        Path json = repository.resolve("figures.json");
        assertThat(execute(
                        "evaluate",
                        repository.resolve("toy/1.0.1").toString(),
                        "--data",
                        data("data"),
                        "--json",
                        json + ""))
                .isZero();
        JsonNode figures = JsonMapper.shared().readTree(Files.readAllBytes(json));
        Measured measured =
                Objects.requireNonNull(load(repository, "1.0.1").manifest().measured());
        assertThat(figures.path("localExitRate").doubleValue()).isEqualTo(measured.localExitRate());
        assertThat(figures.path("cascadeAccuracy").doubleValue()).isEqualTo(measured.cascadeAccuracy());
        assertThat(measured.localExitRate()).isBetween(45.0, 75.0);
    }

    @Test
    void theNewVersionHasAReportOfItsOwn() throws IOException {
        assertThat(calibrate("--max-loss", "10")).isZero();
        Path version = repository.resolve("toy/1.0.1");
        Manifest manifest = load(repository, "1.0.1").manifest();
        Measured measured = Objects.requireNonNull(manifest.measured());
        double threshold = manifest.exits().get(0).threshold();

        JsonNode report = json(version.resolve("report.json"));
        assertThat(report.path("version").stringValue()).isEqualTo("1.0.1");
        assertThat(report.path("fingerprint").stringValue())
                .isEqualTo(load(repository, "1.0.1").fingerprint().toString());
        assertThat(report.path("exits").get(0).path("threshold").doubleValue())
                .isEqualTo(threshold)
                .isLessThan(json(folder.resolve("toy/1.0.0/report.json"))
                        .path("exits")
                        .get(0)
                        .path("threshold")
                        .doubleValue());
        assertThat(report.path("calibration").path("value").doubleValue()).isEqualTo(10);
        assertThat(report.path("calibration").path("points").path("rows"))
                .hasSameSizeAs(
                        Objects.requireNonNull(calibration("1.0.1").points()).rows());
        assertThat(report.path("evaluation").path("cascade").path("accuracy").doubleValue())
                .isEqualTo(measured.cascadeAccuracy());
        assertThat(version.resolve("report.html"))
                .content()
                .contains(
                        "<h1>toy 1.0.1</h1>",
                        "target      max-loss 10.0, promised with confidence 0.95 (exact-trinomial)",
                        "max-softmax at least %s,".formatted(threshold),
                        "This version has the weights of version 1.0.0.");
        assertThat(out.toString()).contains("The report is " + version.resolve("report.html"));
    }

    @Test
    void theCourseOfTheTrainingIsCarriedOverFromVersionToVersion() throws IOException {
        assertThat(calibrate("--max-loss", "10")).isZero();
        assertThat(calibrateAgain("1.0.1", "--max-loss", "5")).isZero();
        Path version = repository.resolve("toy/1.0.2");
        for (String file : List.of("history.csv", "run.json")) {
            assertThat(version.resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("toy/1.0.0").resolve(file));
        }
        assertThat(json(version.resolve("report.json")).path("epochs").intValue())
                .isEqualTo(8);
        assertThat(version.resolve("report.html"))
                .content()
                .contains("Accuracy on the validation images after each epoch.")
                .doesNotContain("not recorded");
    }

    @Test
    void whereTheTrainingLeftNoRecordTheReportSaysSo() throws IOException {
        assertThat(calibrate("--max-loss", "10")).isZero();
        Files.delete(repository.resolve("toy/1.0.1/history.csv"));
        Files.delete(repository.resolve("toy/1.0.1/run.json"));
        assertThat(calibrateAgain("1.0.1", "--max-loss", "5")).isZero();
        assertThat(repository.resolve("toy/1.0.2").toFile().list())
                .containsExactlyInAnyOrder(
                        "model.json", "head.safetensors", "tail.safetensors", "report.html", "report.json");
        assertThat(repository.resolve("toy/1.0.2/report.html"))
                .content()
                .contains("Epochs of the training: not recorded.");
    }

    @Test
    void aDamagedRecordOfTheTrainingIsNamedAndNothingIsPublished() throws IOException {
        assertThat(calibrate("--max-loss", "10")).isZero();
        Path damaged = Files.writeString(repository.resolve("toy/1.0.1/run.json"), "{\"model\":");
        assertThat(calibrateAgain("1.0.1", "--max-loss", "5")).isEqualTo(1);
        assertThat(lastLine()).startsWith("sparsesplit calibrate: " + damaged + " is not the record of a training");
        assertThat(repository.resolve("toy").toFile().list()).containsExactly("1.0.1");
    }

    @Test
    void predictAnswersAtTheNewThreshold() throws IOException {
        assertThat(calibrate("--max-loss", "10")).isZero();
        Path images = Files.createDirectories(repository.resolve("images"));
        LabelledImages test = ToyImages.bars(400, 8, 6, 2);
        for (int i = 0; i < test.size(); i++) {
            Picture picture = new Picture(test.width(), test.height(), test.channels(), test.picture(i));
            Files.write(images.resolve(i + ".png"), Png.encode(picture));
        }
        long before = answeredOnTheEdge(folder, "1.0.0", images);
        long after = answeredOnTheEdge(repository, "1.0.1", images);
        assertThat(after).isGreaterThan(before).isLessThan(400);
    }

    /** The same images are counted by evaluation, in another way. */
    private long answeredOnTheEdge(Path models, String version, Path images) throws IOException {
        out.getBuffer().setLength(0);
        assertThat(execute("predict", models.resolve("toy").resolve(version).toString(), images.toString(), "--json"))
                .as(err.toString())
                .isZero();
        JsonNode answers = JsonMapper.shared().readTree(out.toString());
        Manifest manifest = load(models, version).manifest();
        assertThat(answers.path("model").path("version").stringValue()).isEqualTo(version);
        assertThat(answers.path("predictions"))
                .hasSize(400)
                .allSatisfy(answer -> assertThat(answer.path("threshold").doubleValue())
                        .isEqualTo(manifest.exits().get(0).threshold()));
        long onTheEdge = answers.path("predictions")
                .valueStream()
                .filter(answer -> answer.path("exit").stringValue().equals("edge"))
                .count();
        assertThat(onTheEdge / 4.0)
                .isEqualTo(Objects.requireNonNull(manifest.measured()).localExitRate());
        return onTheEdge;
    }

    @Test
    void compareShowsBothThresholdsAndTheSameTail() {
        assertThat(calibrate("--max-loss", "10")).isZero();
        out.getBuffer().setLength(0);
        assertThat(execute(
                        "compare",
                        model(),
                        repository.resolve("toy/1.0.1").toString(),
                        "--data",
                        data("data"),
                        "--validation",
                        "600"))
                .as(err.toString())
                .isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines.get(0).strip()).matches("toy 1.0.0 +toy 1.0.1");
        assertThat(row(lines, "exit threshold"))
                .containsExactly(
                        load(folder, "1.0.0").head().exits().get(0).threshold() + "",
                        load(repository, "1.0.1").head().exits().get(0).threshold() + "");
        List<String> tails = row(lines, "tail, % correct");
        assertThat(tails.get(1)).isEqualTo(tails.get(0));
        assertThat(row(lines, "target")).containsExactly("max-loss 5.0", "max-loss 10.0");
        assertThat(lines).contains("All settings of the trainings are the same.");
    }

    private static List<String> row(List<String> lines, String name) {
        String row = lines.stream()
                .filter(line -> line.startsWith(name + "  "))
                .findFirst()
                .orElseThrow();
        return List.of(row.substring(name.length()).strip().split(" {2,}", -1));
    }

    @ParameterizedTest
    @EnumSource
    void everyCriterionCanBeCalibrated(Criterion criterion) {
        assertThat(calibrate("--max-loss", "10", "--criterion", criterion.toString()))
                .isZero();
        assertThat(load(repository, "1.0.1").head().exits().get(0).criterion()).isEqualTo(criterion);
        Manifest.Calibration calibration =
                Objects.requireNonNull(load(repository, "1.0.1").manifest().calibration());
        assertThat(calibration.localExits()).isBetween(1, 479);
    }

    @Test
    void inspectSaysHowTheThresholdWasChosen() {
        assertThat(calibrate("--target-accuracy", "50", "--empirical")).isZero();
        assertThat(execute("inspect", repository.resolve("toy/1.0.1").toString()))
                .isZero();
        assertThat(out.toString()).contains("  target      target-accuracy 50.0, measured; nothing is promised\n");
    }

    @Test
    void withoutAVersionTheNextPatchIsPublished() {
        assertThat(calibrate("--max-loss", "10")).isZero();
        assertThat(calibrate("--max-loss", "10")).isZero();
        assertThat(calibrate("--max-loss", "10", "--version", "2.0.0")).isZero();
        assertThat(calibrate("--max-loss", "10")).isZero();
        assertThat(new ModelRepository(repository).versions("toy")).containsExactly("1.0.1", "1.0.2", "1.0.3", "2.0.0");
    }

    @Test
    void aPublishedVersionIsNeverOverwritten() {
        assertThat(calibrate("--version", "1.4.0")).isZero();
        assertThat(calibrate("--version", "1.4.0")).isEqualTo(1);
        assertThat(err.toString()).contains("exists: published versions never change, choose a new version");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --max-loss 0   | --max-loss 0.0 cannot be promised: a loss of 0 points cannot be promised from any number of images; allow more with --max-loss.
            --max-loss 0.1 | --max-loss 0.1 cannot be promised: 480 images are too few to promise a loss of at most 0.1 points with confidence 0.95; hold out at least 3744, of which 2995 choose the threshold, or allow 0.63 points.
            """)
    void whereTheWishCannotBePromisedTheBestOperatingPointIsTakenAndBothAreSaid(String target, String sentence) {
        assertThat(calibrate(target.split(" "))).isZero();
        Manifest.Calibration calibration = calibration("1.0.1");
        Bound bound = Objects.requireNonNull(calibration.bound());
        double threshold = load(repository, "1.0.1").head().exits().get(0).threshold();
        assertThat(calibration.wish()).isEqualTo("max-loss");
        assertThat(calibration.value()).isEqualTo(Double.parseDouble(target.substring(target.indexOf(' ') + 1)));
        assertThat(calibration.kept()).isFalse();
        assertThat(bound.value()).isIn(1.0, 2.0, 3.0, 5.0, 10.0);
        assertThat(threshold).isLessThan(1);
        assertThat(calibration.localExits()).isPositive();
        assertThat(out.toString().lines())
                .contains(
                        sentence,
                        String.format(
                                "Promised instead, with confidence 0.95: at most %s points lost. Threshold %s answers %.2f %%"
                                        + " of these images on the edge. Another of the points is taken by 'sparsesplit calibrate"
                                        + " MODEL --point LOSS'.",
                                bound.value(), threshold, 100.0 * calibration.localExits() / 480),
                        String.format(
                                "  target      max-loss %s, kept by no threshold; max-loss %s is promised instead with confidence"
                                        + " 0.95 (exact-trinomial)",
                                calibration.value(), bound.value()));
    }

    @Test
    void anyOperatingPointCanBeTakenAsANewVersion() {
        assertThat(calibrate()).isZero();
        Points points = Objects.requireNonNull(calibration("1.0.1").points());
        assertThat(points.confidence()).isEqualTo(0.95);
        Point last = points.rows().get(points.rows().size() - 1);
        out.getBuffer().setLength(0);

        assertThat(calibrateAgain("1.0.1", "--point", last.maxLoss() + "")).isZero();
        assertThat(load(repository, "1.0.2").head().exits().get(0).threshold()).isEqualTo(last.threshold());
        assertThat(calibration("1.0.2").bound()).isEqualTo(new Bound("exact-trinomial", last.maxLoss(), 0.95));
        assertThat(calibration("1.0.2").kept()).isTrue();
        assertThat(calibration("1.0.2").points()).isEqualTo(points);
        assertThat(calibration("1.0.2").localExits()).isEqualTo(last.localExits());

        assertThat(execute("inspect", repository.resolve("toy/1.0.2").toString()))
                .isZero();
        assertThat(out.toString())
                .contains("  points      any may be taken: all hold together with confidence 0.95\n")
                .contains("          %s      %s ".formatted(last.maxLoss(), String.format("%5s", last.threshold())));
    }

    @Test
    void aPointThatIsNoneIsRefusedWithThoseThatAre() {
        assertThat(calibrate("--point", "4")).isEqualTo(1);
        assertThat(lastLine())
                .matches(
                        "sparsesplit calibrate: --point must be one of the model's operating points at which exits answer,"
                                + " ([\\d.]+, )+10.0, not 4.0");
        assertThat(calibrate("--point", "5", "--max-loss", "1")).isEqualTo(1);
        assertThat(lastLine())
                .isEqualTo(
                        "sparsesplit calibrate: --point is a target of its own, with the model's criterion: leave other targets"
                                + " and --criterion out");
    }

    @Test
    void aWishForAClassIsKeptAndRecorded() {
        assertThat(calibrate("--max-loss", "10", "--miss", "0=8%", "--min-recall", "60"))
                .isZero();
        Manifest.Calibration calibration = calibration("1.0.1");
        assertThat(calibration.kept()).isTrue();
        assertThat(calibration.classes())
                .containsExactly(new ClassPromise("miss", "0", 8, 8.0), new ClassPromise("min-recall", null, 60, 60.0));
        assertThat(out.toString())
                .contains(
                        "  target      miss 8.0 % of class '0', promised\n",
                        "  target      min-recall 60.0 % of each class, promised\n");
    }

    @Test
    void aShareOfAClassThatSoFewImagesCannotPromiseIsSaidAndALargerOneKept() {
        assertThat(calibrate("--miss", "0=1")).isZero();
        Manifest.Calibration calibration = calibration("1.0.1");
        assertThat(out.toString())
                .containsPattern("\\d+ images of class '0' can promise at best \\d\\.\\d % missed, not 1\\.0 %\\.");
        ClassPromise promise = Objects.requireNonNull(calibration.classes()).get(0);
        assertThat(calibration.kept()).isFalse();
        assertThat(promise.value()).isEqualTo(1);
        assertThat(promise.bound()).isIn(5.0, 10.0, 20.0);
        assertThat(out.toString())
                .contains(
                        "at most %s %% of class '0' missed at the exit".formatted(promise.bound()),
                        "  target      miss 1.0 %% of class '0', %s %% is promised instead".formatted(promise.bound()));
    }

    @Test
    void aClassThatThereIsNotIsRefusedWithThoseThatThereAre() {
        assertThat(calibrate("--miss", "7=1")).isEqualTo(1);
        assertThat(lastLine())
                .isEqualTo("sparsesplit calibrate: --miss names the class '7', but the classes are 0, 1, 2, 3, 4, 5");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --target-accuracy 100             | 100\\.0 % correct cannot be promised with confidence 0\\.95: the tail alone gets \\d+ of 480 images right; ask for \\d\\d\\.\\d+ % or less, or for what was measured, with --empirical\\. Nothing was published\\.
            --target-accuracy 100 --empirical | 100\\.0 % correct cannot be reached on these 480 images: ask for \\d\\d\\.\\d+ % or less\\. Nothing was published\\.
            """)
    void anAccuracyThatCannotBeReachedIsRefusedWithTheNearestThatCan(String target, String sentence) {
        assertThat(calibrate(target.split(" "))).isEqualTo(1);
        assertThat(lastLine()).matches("sparsesplit calibrate: " + sentence);
        assertThat(repository).isEmptyDirectory();
    }

    @Test
    void otherDataThanTheModelWasTrainedOnIsRefused() {
        assertThat(execute("calibrate", model(), "--data", data("other"), "--validation", "600"))
                .isEqualTo(1);
        assertThat(err.toString()).contains(OTHER_DATA);
    }

    @Test
    void theSameDataDividedInAnotherWayIsRefused() {
        assertThat(execute("calibrate", model(), "--data", data("data"))).isEqualTo(1);
        assertThat(err.toString()).contains(OTHER_DATA);
    }

    @Test
    void onlyOneWishAtATime() {
        assertThat(calibrate("--max-loss", "1", "--target-exit-rate", "90")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--max-loss=POINTS, --target-exit-rate=PERCENT are mutually exclusive (specify only one)");
    }

    @Test
    void theGuaranteeIsShownBesideTheMeasurementAndWrittenAsJson() throws IOException {
        Path json = repository.resolve("guarantee.json");
        assertThat(execute(
                        "guarantee",
                        model(),
                        "--data",
                        data("data"),
                        "--validation",
                        "600",
                        "--max-loss",
                        "5",
                        "--sample",
                        "500",
                        "--resplits",
                        "40",
                        "--json",
                        json.toString()))
                .isZero();
        assertThat(out.toString())
                .contains(
                        "--max-loss 5.0 --confidence 0.95: 40 samples of 500 from 1000 images, each scored by a network that was not fitted to it");
        JsonNode figures = JsonMapper.shared().readTree(Files.readAllBytes(json));
        assertThat(figures.path("command").stringValue())
                .isEqualTo(
                        "sparsesplit guarantee models/toy/1.0.0 --max-loss 5.0 --confidence 0.95 --criterion max-softmax"
                                + " --resplits 40 --sample 500 --seed 1 --validation 600");
        assertThat(figures.path("seed").intValue()).isEqualTo(1);
        for (String samples : List.of("withoutReplacement", "withReplacement")) {
            JsonNode promised = figures.path(samples).path("promised");
            JsonNode empirical = figures.path(samples).path("empirical");
            assertThat(promised.path("brokenOnPool").doubleValue()).isLessThanOrEqualTo(5);
            assertThat(empirical.path("brokenOnPool").doubleValue())
                    .isGreaterThan(promised.path("brokenOnPool").doubleValue());
            assertThat(empirical.path("meanLoss").doubleValue())
                    .isGreaterThan(promised.path("meanLoss").doubleValue());
            for (String way : List.of("published", "points")) {
                assertThat(figures.path(samples).path(way).path("brokenOnPool").doubleValue())
                        .isLessThanOrEqualTo(5);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --sample 1000 | --sample must be 5 to 999, fewer than the pool has, not 1000
            --sample 4    | --sample must be 5 to 999, fewer than the pool has, not 4
            --resplits 0  | --resplits must be 1 or more, not 0
            --empirical   | --empirical promises nothing: leave it out, the same target without a promise is shown anyway
            """)
    void anExperimentThatCannotBeMadeIsRefused(String options, String sentence) {
        List<String> arguments = new ArrayList<>(List.of("guarantee", model(), "--data", data("data")));
        arguments.addAll(DIVISION);
        arguments.addAll(List.of(options.split(" ")));
        assertThat(execute(arguments.toArray(String[]::new))).isEqualTo(1);
        assertThat(lastLine()).isEqualTo("sparsesplit guarantee: " + sentence);
    }

    private int calibrate(String... more) {
        return calibrateModel(model(), more);
    }

    private int calibrateAgain(String version, String... more) {
        return calibrateModel(repository.resolve("toy").resolve(version).toString(), more);
    }

    private int calibrateModel(String model, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("calibrate", model, "--data", data("data"), "--out", repository.toString()));
        arguments.addAll(DIVISION);
        arguments.addAll(List.of(more));
        return execute(arguments.toArray(String[]::new));
    }

    /** Of what was said on standard error; before it stands what was read. */
    private String lastLine() {
        return err.toString().lines().reduce((before, line) -> line).orElseThrow();
    }

    private static String model() {
        return folder.resolve("toy/1.0.0").toString();
    }

    private static String data(String name) {
        return folder.resolve(name).toString();
    }

    private static JsonNode json(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readAllBytes(file));
    }

    private Manifest.Calibration calibration(String version) {
        return Objects.requireNonNull(load(repository, version).manifest().calibration());
    }

    private static EdgeModel load(Path repository, String version) {
        return new ModelRepository(repository).loadEdge("toy", version);
    }

    private int execute(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
