package io.sparsesplit.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.model.image.ImageDecoder.Limits;
import io.sparsesplit.model.network.ExitDecision;
import io.sparsesplit.trainer.data.ColourFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From folders of colour JPEGs to answers, with nothing chosen but the number of epochs. */
class ColourFolderTrainingTest {

    private static final int TEST_IMAGES_PER_CLASS = 20;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void whatAnEdgeAnswersForTheFilesIsWhatEvaluationCounts() throws IOException {
        Path data = folder.resolve("Shapes");
        ColourFolder.write(data.resolve("train"), 120, 1);
        ColourFolder.write(data.resolve("test"), TEST_IMAGES_PER_CLASS, 2);
        Path repository = folder.resolve("models");
        assertThat(execute("train", "--data", data.toString(), "--epochs", "15", "--out", repository.toString()))
                .as(err.toString())
                .isZero();
        Path model = repository.resolve("shapes").resolve("1.0.0");
        Path json = folder.resolve("figures.json");
        assertThat(execute("evaluate", model.toString(), "--data", data.toString(), "--json", json.toString()))
                .isZero();
        assertThat(err.toString()).doesNotContain("not the test images");
        ModelRepository models = new ModelRepository(repository);
        EdgeModel edge = models.loadEdge("shapes", "1.0.0");
        int correct = correct(edge, models.loadCloud("shapes", "1.0.0"), data.resolve("test"));

        JsonNode figures = JsonMapper.shared().readTree(Files.readAllBytes(json));
        assertThat(100.0 * correct / (10 * TEST_IMAGES_PER_CLASS))
                .isEqualTo(figures.path("cascadeAccuracy").doubleValue())
                .isEqualTo(Objects.requireNonNull(edge.manifest().measured()).cascadeAccuracy())
                .isGreaterThan(30);
        assertManifestTellsAll(edge.manifest());
    }

    @Test
    void evaluationOnOtherImagesThanTheManifestsSaysSo() throws IOException {
        Path data = folder.resolve("all");
        ColourFolder.write(data, 30, 1);
        Path repository = folder.resolve("models");
        assertThat(execute("train", "--data", data.toString(), "--epochs", "1", "--out", repository.toString()))
                .as(err.toString())
                .isZero();
        Path model = repository.resolve("all").resolve("1.0.0");
        assertThat(execute("evaluate", model.toString(), "--data", data.toString(), "--shares", "20,20,60"))
                .isZero();

        assertThat(err.toString())
                .contains(
                        "These are not the test images that the manifest's figures come from. Were some of them used for"
                                + " training, what follows is worthless. (all: 80,10,10 % of each class for training, validation and"
                                + " test, by content, seed 1)");
    }

    /** By the ways of both services: bytes of a file, head, features through the codec, tail. */
    private static int correct(EdgeModel edge, CloudModel cloud, Path test) throws IOException {
        ImageDecoder decoder = new ImageDecoder(edge.manifest().preprocessing(), Limits.DEFAULT);
        int correct = 0;
        for (Path file : files(test)) {
            ExitDecision decision =
                    edge.head().decide(decoder.decode(Files.readAllBytes(file)), OptionalDouble.empty());
            int answer = decision instanceof ExitDecision.Continue unsure
                    ? cloud.tail()
                            .classify(cloud.codecs()
                                    .standard()
                                    .decode(edge.codecs().standard().encode(unsure.features())))
                            .classIndex()
                    : decision.exitScore().classification().classIndex();
            String label = test.relativize(file).getName(0).toString();
            correct += edge.manifest().labels().get(answer).equals(label) ? 1 : 0;
        }
        return correct;
    }

    private static void assertManifestTellsAll(Manifest manifest) {
        assertThat(manifest.labels()).isEqualTo(ColourFolder.CLASSES);
        assertThat(manifest.preprocessing().channels()).isEqualTo(3);
        assertThat(manifest.training().command()).startsWith("sparsesplit train --name shapes ");
        assertThat(manifest.training().trainImages()).isEqualTo(1100);
        assertThat(manifest.training().validationImages()).isEqualTo(100);
        Manifest.Split split = Objects.requireNonNull(manifest.training().split());
        assertThat(split.rule())
                .isEqualTo("test as given, validation held out of each class of training by content, seed 1");
        assertThat(split.testImages()).isEqualTo(10 * TEST_IMAGES_PER_CLASS);
        assertThat(List.of(split.trainSha256(), split.validationSha256(), split.testSha256()))
                .doesNotHaveDuplicates()
                .allMatch(digest -> digest.matches("[0-9a-f]{64}"));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private int execute(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
