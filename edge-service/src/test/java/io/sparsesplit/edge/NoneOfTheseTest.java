package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.model.image.ImageDecoder.Limits;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.OutOfDistributionScore;
import io.sparsesplit.service.Http;
import io.sparsesplit.service.SmallModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** What is said of images that look like none of the classes. */
@ExtendWith(ServicePair.Shared.class)
class NoneOfTheseTest {

    private static final int PICTURES = 24;
    private static final String COUNTED = "sparsesplit_none_of_these_total{model=\"small\",version=\"3.1.0\"}";

    @TempDir
    private static Path folder;

    private static EdgeModel model;
    private static ConfigurableApplicationContext cloud;
    private static ConfigurableApplicationContext edge;
    private static Http http;

    /** A model whose detector takes about half of the test's pictures for none of its classes. */
    @BeforeAll
    static void startBoth(ServicePair pair) {
        SmallModel.publishDetecting(folder.resolve("trial"), 1, 1);
        EdgeModel trial = load("trial");
        double median = IntStream.range(0, PICTURES)
                .mapToDouble(seed -> score(trial, Pictures.png(seed)).value())
                .sorted()
                .toArray()[PICTURES / 2];
        SmallModel.publishDetecting(folder.resolve("models"), 1, median);
        model = load("models");
        cloud = ServicePair.cloud(folder.resolve("models"));
        edge = pair.edge(
                "sparsesplit.model.repository=" + folder.resolve("models"),
                "sparsesplit.cloud.url=http://127.0.0.1:" + ServicePair.port(cloud));
        http = new Http(edge);
    }

    @AfterAll
    static void stopBoth() {
        edge.close();
        cloud.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?policy=auto", "?policy=local-only", "?policy=split", "?minConfidence=0"})
    void anImageIsServedWithTheFlagThatTheModelGivesItHoweverItIsAnswered(String query) {
        double before = http.metric(COUNTED);
        int flagged = 0;
        for (int seed = 0; seed < PICTURES; seed++) {
            byte[] image = Pictures.png(seed);
            OutOfDistributionScore expected = score(model, image);

            JsonNode answer = infer(image, query);

            assertThat(answer.path("noneOfThese").asBoolean()).isEqualTo(expected.noneOfThese());
            JsonNode explained = answer.at("/decision/outOfDistribution");
            assertThat(explained.path("score").doubleValue()).isEqualTo(expected.value());
            assertThat(explained.path("threshold").doubleValue()).isEqualTo(expected.threshold());
            Recomputed.assertAgrees(answer);
            flagged += expected.noneOfThese() ? 1 : 0;
        }
        assertThat(flagged).isBetween(PICTURES / 2 - 2, PICTURES / 2);
        assertThat(http.metric(COUNTED) - before).isEqualTo(flagged);
    }

    @Test
    void theFlagChangesNothingOfTheAnswer() {
        for (int seed = 0; seed < PICTURES; seed++) {
            byte[] image = Pictures.png(seed);
            Head without = model.head().withOutOfDistribution(null);
            float[] input = decoder(model).decode(image);
            boolean sure =
                    without.decide(input, OptionalDouble.empty()).exitScore().confident();

            assertThat(infer(image, "").path("exit").asString()).isEqualTo(sure ? "edge" : "cloud");
        }
    }

    @Test
    void nothingIsSaidWhereTheImageItselfIsAnsweredInTheCloud() {
        JsonNode answer = infer(Pictures.png(1), "?policy=remote-only");

        assertThat(answer.path("exit").asString()).isEqualTo("cloud");
        assertThat(answer.has("noneOfThese")).isFalse();
        assertThat(answer.path("decision").has("outOfDistribution")).isFalse();
        Recomputed.assertAgrees(answer);
    }

    @Test
    void nothingIsSaidByAModelWithoutADetector(ServicePair pair) {
        JsonNode answer = pair.infer(Pictures.png(1), "").json();

        assertThat(answer.has("noneOfThese")).isFalse();
        assertThat(answer.path("decision").has("outOfDistribution")).isFalse();
    }

    @Test
    void imagesOfOneRequestHaveTheirFlagsToo() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int seed = 0; seed < 8; seed++) {
                zip.putNextEntry(new ZipEntry(seed + ".png"));
                zip.write(Pictures.png(seed));
            }
        }

        JsonNode answers = http.post("/infer/batch", "application/zip", bytes.toByteArray())
                .json()
                .path("answers");

        assertThat(answers.size()).isEqualTo(8);
        for (int seed = 0; seed < 8; seed++) {
            assertThat(answers.path(seed).at("/answer/noneOfThese").asBoolean())
                    .isEqualTo(score(model, Pictures.png(seed)).noneOfThese());
        }
    }

    private static JsonNode infer(byte[] image, String query) {
        return http.post("/infer" + query, "image/png", image).json();
    }

    private static OutOfDistributionScore score(EdgeModel model, byte[] image) {
        float[] input = decoder(model).decode(image);
        return Objects.requireNonNull(
                model.head().decide(input, OptionalDouble.empty()).outOfDistribution());
    }

    private static ImageDecoder decoder(EdgeModel model) {
        return new ImageDecoder(model.manifest().preprocessing(), Limits.DEFAULT);
    }

    private static EdgeModel load(String repository) {
        return new ModelRepository(folder.resolve(repository)).loadEdge(SmallModel.NAME, SmallModel.VERSION);
    }
}
