package io.sparsesplit.trainer.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.image.Picture;
import io.sparsesplit.trainer.Main;
import io.sparsesplit.trainer.evaluate.Bundled;
import io.sparsesplit.trainer.evaluate.SplitModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PredictCommandTest {

    private static final Path SAMPLES = Path.of("..", "samples");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void publish() throws IOException {
        model = Bundled.copyTo(folder.resolve("models"));
        Files.createDirectories(folder.resolve("digits/deep"));
        Files.copy(SAMPLES.resolve("digit-3.png"), folder.resolve("digits/3.png"));
        Files.copy(SAMPLES.resolve("digit-7.png"), folder.resolve("digits/deep/7.png"));
    }

    @Test
    void aFolderIsAnsweredImageByImage() throws IOException {
        Files.createFile(folder.resolve("digits/.DS_Store"));
        Path notes = Files.createFile(folder.resolve("digits/notes.txt"));
        assertThat(predict(folder.resolve("digits").toString())).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).matches("image +answer  confidence  by +runner-up");
        assertThat(lines.get(1)).matches(".*/digits/3.png +3 +[0-9.]+ %  edge +\\d [0-9.]+ %");
        assertThat(lines.get(2)).matches(".*/digits/deep/7.png +7 +[0-9.]+ %  edge +\\d [0-9.]+ %");
        assertThat(err).hasToString("Passed over, no images: %s%n".formatted(notes));
    }

    @Test
    void aQuotedPatternIsFilledInHere() {
        assertThat(predict(folder + "/digits/**.png")).isZero();
        assertThat(out.toString()).contains("digits/deep/7.png").contains("digits/3.png");
        assertThat(out.toString().lines()).hasSize(3);
        assertThat(predict(folder + "/digits/*.gif")).isEqualTo(1);
        assertThat(err.toString()).contains(folder + "/digits/*.gif: no file matches");
    }

    @Test
    void whatCannotBeReadIsNamedAndTheOthersAreAnswered() throws IOException {
        Path pdf = Files.writeString(folder.resolve("page.pdf"), "%PDF-1.7 and a page");
        Path empty = Files.createFile(folder.resolve("empty.png"));
        Path none = folder.resolve("none.png");
        Path bare = Files.createDirectories(folder.resolve("bare"));
        Path good = folder.resolve("digits/3.png");
        assertThat(predict(pdf.toString(), empty.toString(), good.toString(), none.toString(), bare.toString()))
                .isEqualTo(1);
        assertThat(out.toString().lines()).hasSize(2);
        assertThat(err.toString().lines())
                .containsExactlyInAnyOrder(
                        bare + ": there is no image in this folder; PNG, JPEG, GIF, BMP and WebP are read",
                        pdf + ": The bytes are not an image that is read here: send PNG, JPEG, GIF, BMP or WebP.",
                        empty + ": The image is empty: send the bytes of an image file.",
                        none + ": There is no such file.");
    }

    @Test
    void answersAreThoseOfTheNetworksThatServe() throws IOException {
        Path image = folder.resolve("digits/3.png");
        assertThat(predict(
                        "--json", image.toString(), folder.resolve("none.png").toString()))
                .isEqualTo(1);
        JsonNode json = JsonMapper.shared().readTree(out.toString());
        JsonNode prediction = json.path("predictions").path(0);
        SplitModel split = SplitModel.load(model);
        assertThat(json.path("model").path("fingerprint").stringValue())
                .isEqualTo(split.edge().fingerprint().toString());
        assertThat(prediction.path("label").stringValue()).isEqualTo("3");
        assertThat(prediction.path("exit").stringValue()).isEqualTo("edge");
        assertThat(prediction.path("criterionValue").doubleValue())
                .isGreaterThanOrEqualTo(prediction.path("threshold").doubleValue());
        assertThat(prediction.path("probabilities")).hasSize(10);
        assertThat(json.path("faults")).hasSize(1);
    }

    @Test
    void anImageThatTheExitDoubtsIsTheTails() throws IOException {
        BufferedImage blot = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        blot.getRaster().setSample(14, 14, 0, 255);
        Path image = folder.resolve("blot.png");
        ImageIO.write(blot, "png", image.toFile());
        assertThat(predict("--json", image.toString())).isZero();
        JsonNode prediction =
                JsonMapper.shared().readTree(out.toString()).path("predictions").path(0);
        boolean confident = prediction.path("criterionValue").doubleValue()
                >= prediction.path("threshold").doubleValue();
        assertThat(prediction.path("exit").stringValue()).isEqualTo(confident ? "edge" : "cloud");
    }

    @Test
    void whatTheNetworkSeesIsWrittenForEachImage() throws IOException {
        Path seen = folder.resolve("seen");
        assertThat(predict("--seen", seen.toString(), folder.resolve("digits").toString()))
                .isZero();
        for (String name : List.of("3.png", "deep/7.png")) {
            BufferedImage picture =
                    Objects.requireNonNull(ImageIO.read(seen.resolve(name).toFile()), name);
            ImageReader reader =
                    new ImageReader(SplitModel.load(model).manifest().preprocessing());
            Picture expected =
                    reader.seen(reader.samples(folder.resolve("digits").resolve(name)));
            assertThat(new int[] {picture.getWidth(), picture.getHeight()})
                    .containsExactly(expected.width(), expected.height());
            for (int y = 0; y < expected.height(); y++) {
                for (int x = 0; x < expected.width(); x++) {
                    assertThat(picture.getRaster().getSample(x, y, 0)).isEqualTo(expected.at(0, x, y));
                }
            }
        }
    }

    @Test
    void aModelsFolderMeansItsNewestVersion() {
        model = folder.resolve("models/mnist");
        assertThat(predict(folder.resolve("digits/3.png").toString())).isZero();
        assertThat(err.toString()).contains("holds one version", "is taken");
    }

    private int predict(String... arguments) {
        List<String> all = new ArrayList<>(List.of("predict", model.toString()));
        all.addAll(List.of(arguments));
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }
}
