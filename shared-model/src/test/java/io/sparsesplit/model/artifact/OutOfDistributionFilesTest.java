package io.sparsesplit.model.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.OutOfDistribution;
import io.sparsesplit.model.pattern.PatternFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class OutOfDistributionFilesTest {

    private static final String MEAN = "outOfDistribution.mean";
    private static final String WHITENING = "outOfDistribution.whitening";

    @TempDir
    private Path root;

    private PublishedModel model;

    @BeforeEach
    void publish() {
        model = new PublishedModel(root, SampleModel.detecting());
    }

    @Test
    void aDetectorIsReadAsItWasWritten() {
        Head written = SampleModel.detecting().head();
        EdgeModel read = model.loadEdge();
        OutOfDistribution detector = Objects.requireNonNull(read.head().outOfDistribution());
        OutOfDistribution expected = Objects.requireNonNull(written.outOfDistribution());

        assertThat(detector.threshold()).isEqualTo(12.75);
        assertThat(detector.means()).containsExactly(expected.means());
        assertThat(detector.whitening()).containsExactly(expected.whitening());
        assertThat(read.manifest().outOfDistribution())
                .isEqualTo(SampleModel.detecting().outOfDistribution());
        assertThat(model.loadCloud().manifest()).isEqualTo(read.manifest());
        Random random = new Random(3);
        for (int i = 0; i < 50; i++) {
            float[] input = new float[12];
            for (int k = 0; k < input.length; k++) {
                input[k] = random.nextFloat();
            }
            assertThat(read.head().decide(input, OptionalDouble.empty()).outOfDistribution())
                    .isNotNull()
                    .isEqualTo(written.decide(input, OptionalDouble.empty()).outOfDistribution());
        }
    }

    @Test
    void aModelWithoutADetectorHasTheSameFilesAsEver() throws IOException {
        PublishedModel without = new PublishedModel(root.resolve("without"), SampleModel.of(PatternFamily.RANDOM));

        assertThat(without.manifest()).content().doesNotContain("outOfDistribution");
        assertThat(Safetensors.read("head", Files.readAllBytes(without.head()))).doesNotContainKeys(MEAN, WHITENING);
        assertThat(without.loadEdge().head().outOfDistribution()).isNull();
        ObjectNode manifest = (ObjectNode) new JsonMapper().readTree(Files.readAllBytes(model.manifest()));
        JsonNode other = new JsonMapper().readTree(Files.readAllBytes(without.manifest()));
        manifest.remove("outOfDistribution");
        manifest.set("files", other.path("files"));
        assertThat(manifest).isEqualTo(other);
    }

    @ParameterizedTest
    @ValueSource(strings = {MEAN, WHITENING})
    void aMissingTensor(String name) throws IOException {
        model.editHead(tensors -> tensors.remove(name));

        assertUnusable("tensor %s is missing".formatted(name));
    }

    @Test
    void tensorsOfAnotherShape() throws IOException {
        model.editHead(tensors -> tensors.put(WHITENING, Tensor.ofFloats(List.of(37), new float[37])));
        assertUnusable("tensor outOfDistribution.whitening is F32 [37] instead of F32 [36]");
    }

    @Test
    void meansOfAnotherNumberOfClasses() throws IOException {
        model.editHead(tensors -> tensors.put(MEAN, Tensor.ofFloats(List.of(4, 8), new float[32])));
        assertUnusable("tensor outOfDistribution.mean is F32 [4, 8] instead of F32 [3, 8]");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void valuesThatAreNoNumbers(float value) throws IOException {
        float[] whitening = new float[36];
        whitening[7] = value;
        model.editHead(tensors -> tensors.put(WHITENING, Tensor.ofFloats(List.of(36), whitening)));

        assertUnusable("value 7 of tensor outOfDistribution.whitening is " + value);
    }

    @Test
    void tensorsThatTheManifestDoesNotSpeakOf() throws IOException {
        model.editManifest(manifest -> manifest.remove("outOfDistribution"));

        assertUnusable("tensor outOfDistribution.mean belongs to no layer");
    }

    @Test
    void aThresholdThatIsNegative() throws IOException {
        edit("threshold", "-0.5");

        assertUnusable("an out-of-distribution threshold must be a number of at least 0, not -0.5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "score | \"energy\" | there is no out-of-distribution score 'energy' here; this program knows mahalanobis",
                "falseAlarmRate | 0 | outOfDistribution: falseAlarmRate must be above 0 and below 100 percent, not 0.0",
                "falseAlarmRate | 100 | outOfDistribution: falseAlarmRate must be above 0 and below 100 percent, not 100.0",
                "confidence | 1 | outOfDistribution: confidence must be above 0 and below 1, not 1.0",
                "confidence | 0 | outOfDistribution: confidence must be above 0 and below 1, not 0.0",
                "images | 0 | outOfDistribution: there cannot be 4 false alarms among 0 images",
                "falseAlarms | -1 | outOfDistribution: there cannot be -1 false alarms among 200 images",
                "falseAlarms | 201 | outOfDistribution: there cannot be 201 false alarms among 200 images"
            })
    void aMemberThatCannotBe(String member, String value, String message) throws IOException {
        edit(member, value);

        assertNoManifest(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"score", "threshold", "falseAlarmRate", "confidence", "images", "falseAlarms", "dataSha256"})
    void aMissingMember(String member) throws IOException {
        model.editManifest(manifest -> ((ObjectNode) manifest.path("outOfDistribution")).remove(member));

        assertNoManifest("Invalid `null` value encountered for property \"%s\"".formatted(member));
    }

    @Test
    void aModelWhoseDetectorAndRecordDoNotBelongTogetherCannotBeMade() {
        Model detecting = SampleModel.detecting();

        assertThatThrownBy(() -> SampleModel.versioned(detecting, "sample", "1.0.0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the head's out-of-distribution threshold is 12.75, but null is recorded");
    }

    private void edit(String member, String value) throws IOException {
        JsonNode node = new JsonMapper().readTree(value);
        model.editManifest(manifest -> ((ObjectNode) manifest.path("outOfDistribution")).set(member, node));
    }

    private void assertUnusable(String message) {
        assertThatThrownBy(model::loadEdge)
                .isInstanceOf(ArtifactException.class)
                .hasMessage(model.head() + " cannot be used: " + message);
    }

    private void assertNoManifest(String message) {
        assertThatThrownBy(model::loadEdge)
                .isInstanceOf(ArtifactException.class)
                .hasMessage(model.manifest() + " is not a manifest: " + message);
        assertThatThrownBy(model::loadCloud)
                .isInstanceOf(ArtifactException.class)
                .hasMessage(model.manifest() + " is not a manifest: " + message);
    }
}
