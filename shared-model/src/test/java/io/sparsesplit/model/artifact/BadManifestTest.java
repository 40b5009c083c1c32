package io.sparsesplit.model.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.sparsesplit.model.pattern.PatternFamily;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class BadManifestTest {

    @TempDir
    private Path root;

    private PublishedModel model;

    @BeforeEach
    void publish() {
        model = new PublishedModel(root, SampleModel.of(PatternFamily.RANDOM));
    }

    @Test
    void aMissingManifest() throws IOException {
        Files.delete(model.manifest());

        assertRefused(model.manifest() + " cannot be read: NoSuchFileException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "no json", "[1,2", "{\"formatVersion\":1}}", "{\"formatVersion\":1} {}"})
    void aManifestThatIsNotJson(String text) throws IOException {
        Files.writeString(model.manifest(), text);

        assertThatThrownBy(model::loadEdge)
                .isInstanceOf(ArtifactException.class)
                .hasMessageStartingWith(model.manifest() + " is not a manifest: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "3", "null", "{}", "{\"formatVersion\":\"1\"}", "{\"formatVersion\":1.0}"})
    void aManifestWithoutAFormatVersion(String text) throws IOException {
        Files.writeString(model.manifest(), text);

        assertRefused(model.manifest() + " is not a manifest: it has no format version");
    }

    @ParameterizedTest
    @CsvSource({"4, new", "2, old", "1, old", "99999999999999999999, new", "0, old", "-1, old"})
    void anotherFormatVersion(String version, String age) throws IOException {
        Files.writeString(model.manifest(), "{\"formatVersion\":%s,\"somethingNew\":true}".formatted(version));

        assertRefused("%s has format version %s, which is too %s: this program reads version 3"
                .formatted(model.manifest(), version, age));
    }

    @Test
    void duplicateProperties() throws IOException {
        String text = Files.readString(model.manifest());
        Files.writeString(
                model.manifest(), text.replace("\"name\" : \"sample\"", "\"name\" : \"a\", \"name\" : \"b\""));

        assertThatThrownBy(model::loadEdge)
                .isInstanceOf(ArtifactException.class)
                .hasMessageStartingWith(model.manifest() + " is not a manifest: Duplicate")
                .hasMessageContaining("name");
    }

    @Test
    void anUnknownProperty() throws IOException {
        edit(manifest -> manifest.put("colour", "red"));

        assertThatThrownBy(model::loadEdge)
                .isInstanceOf(ArtifactException.class)
                .hasMessageStartingWith(model.manifest() + " is not a manifest: Unrecognized property \"colour\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "version",
                "labels",
                "preprocessing",
                "head",
                "exits",
                "tail",
                "codec",
                "files",
                "training"
            })
    void aMissingOrEmptyProperty(String property) throws IOException {
        String message = model.manifest()
                + " is not a manifest: Invalid `null` value encountered for property \"%s\"".formatted(property);
        edit(manifest -> manifest.remove(property));
        assertRefused(message);

        edit(manifest -> manifest.putNull(property));
        assertRefused(message);
    }

    @ParameterizedTest
    @CsvSource({
        "/preprocessing, inputs",
        "/head/0, outDegree",
        "/head/0, pattern",
        "/head/0/pattern, family",
        "/head/0/pattern, sha256",
        "/exits/0, threshold",
        "/codec, name",
        "/codec/quantizer, low",
        "/codec/quantizer, step",
        "/codec/quantizer, levels",
        "/training, seed",
        "/measured, testImages"
    })
    void aMissingPropertyFurtherIn(String parent, String property) throws IOException {
        edit(manifest -> ((ObjectNode) manifest.at(parent)).remove(property));

        assertRefused(model.manifest()
                + " is not a manifest: Invalid `null` value encountered for property \"%s\"".formatted(property));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wish", "value", "kept", "thresholdImages", "dataSha256", "won"})
    void aMissingPropertyOfTheCalibration(String property) throws IOException {
        edit(manifest -> {
            ObjectNode calibration = manifest.putObject("calibration")
                    .put("wish", "max-loss")
                    .put("value", 0.1)
                    .put("kept", true)
                    .put("thresholdStep", 0.001)
                    .put("temperatureImages", 4)
                    .put("thresholdImages", 16)
                    .put("dataSha256", "a0")
                    .put("localExits", 3)
                    .put("correct", 2)
                    .put("lost", 1)
                    .put("won", 0);
            calibration.remove(property);
        });

        assertRefused(model.manifest()
                + " is not a manifest: Invalid `null` value encountered for property \"%s\"".formatted(property));
    }

    @ParameterizedTest
    @ValueSource(strings = {"labels", "head", "exits", "tail"})
    void aNullInAList(String list) throws IOException {
        edit(manifest -> ((ArrayNode) manifest.get(list)).addNull());

        assertRefused(model.manifest()
                + " is not a manifest: Invalid `null` value encountered for property \"%s\"".formatted(list));
    }

    @Test
    void aNullInARange() throws IOException {
        edit(manifest -> ((ArrayNode) manifest.at("/codec/quantizer/low")).addNull());

        assertThatThrownBy(model::loadEdge)
                .isInstanceOf(ArtifactException.class)
                .hasMessageStartingWith(model.manifest() + " is not a manifest: Invalid `null` value");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /head/0       | inputs     | 12.5
            /head/0       | inputs     | "12"
            /head/0       | inputs     | 3000000000
            /head/0       | activation | 0
            /head/0       | activation | "RELU"
            /head/0       | activation | "tanh"
            /exits/0      | criterion  | "confidence"
            /exits/0      | threshold  | "half"
            /exits/0      | threshold  | true
            /head/0/pattern | seed     | 1e3
            /head/0/pattern | seed     | 99999999999999999999
            ''            | labels     | "abc"
            """)
    void aValueOfAnotherKind(String parent, String property, String json) throws IOException {
        String text = Files.readString(model.manifest());
        edit(manifest -> ((ObjectNode) manifest.at(parent)).put(property, "PLACE"));
        Files.writeString(model.manifest(), Files.readString(model.manifest()).replace("\"PLACE\"", json));

        assertThat(text).isNotEqualTo(Files.readString(model.manifest()));
        assertThatThrownBy(model::loadEdge)
                .isInstanceOf(ArtifactException.class)
                .hasMessageStartingWith(model.manifest() + " is not a manifest: ")
                .hasMessageContaining(json.replace("\"", "").substring(0, 1));
    }

    @Test
    void aNameOrVersionThatIsNone() throws IOException {
        edit(manifest -> manifest.put("name", "../other"));
        assertRefused(model.manifest() + " is not a manifest: '../other' is not a model name: "
                + "use at most 64 of a-z, 0-9, '.', '_' and '-', letter or digit first");

        edit(manifest -> manifest.put("name", "sample").put("version", "1.2"));
        assertRefused(model.manifest()
                + " is not a manifest: '1.2' is not a version: write it as MAJOR.MINOR.PATCH, for example 1.0.0");
    }

    @Test
    void aManifestInTheFolderOfAnother() throws IOException {
        edit(manifest -> manifest.put("version", "1.2.4"));

        assertRefused("the folder of sample 1.2.3 holds sample 1.2.4");
    }

    @Test
    void preprocessingThatIsImpossible() throws IOException {
        edit(manifest -> ((ObjectNode) manifest.get("preprocessing")).put("width", 0));

        assertThatThrownBy(model::loadEdge)
                .isInstanceOf(ArtifactException.class)
                .hasMessageStartingWith(model.manifest() + " is not a manifest: ")
                .hasMessageContaining("the network's picture must be 1 x 1 to 1024 x 1024 pixels, not 0 x 3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"channels\": 2     | a picture has 1 channel, grey, or 3, red, green and blue, not 2",
                "\"fit\": \"stretch\" | not one of the values accepted for Enum class: [strokes, picture]",
                "\"mean\": [0.1, 0.2] | 2 means and 1 deviations are given for 1 channels",
                "\"mean\": [null]    | Invalid `null` value encountered for property",
                "\"deviation\": [0]  | a channel's mean must be 0 to 1 and its deviation above 0, not 0.0 and 0.0",
                "\"selection\": [3, 9] | has 9 where 4 or more is due",
                "\"selection\": [3, 2] | has 2 where 4 or more is due",
                "\"selection\": [1.5] | Cannot coerce Floating-point value (1.5) to `java.lang.Integer`",
                "\"selection\": []   | the selection names no samples",
                "\"gamma\": 2.2      | Unrecognized property \"gamma\""
            })
    void preprocessingThatNoImageCanHave(String property, String reason) throws IOException {
        edit(manifest -> ((ObjectNode) manifest.get("preprocessing"))
                .setAll((ObjectNode) JsonMapper.shared().readTree("{" + property + "}")));

        assertThatThrownBy(model::loadEdge)
                .isInstanceOf(ArtifactException.class)
                .hasMessageStartingWith(model.manifest() + " is not a manifest: ")
                .hasMessageContaining(reason);
    }

    @Test
    void aManifestThatIsTooLong() throws IOException {
        Files.write(model.manifest(), new byte[(4 << 20) + 1]);

        assertRefused(model.manifest() + " has 4194305 bytes, more than 4194304");
    }

    @Test
    void aManifestNestedVeryDeeply() throws IOException {
        Files.writeString(model.manifest(), "[".repeat(1_000_000));

        assertThatThrownBy(model::loadEdge)
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("nesting depth");
    }

    @Test
    void halvesThatDoNotFit() throws IOException {
        edit(manifest -> ((ObjectNode) manifest.at("/tail/0")).put("inputs", 12));
        assertRefused(
                model.manifest() + " is not a manifest: the head has 6 features, but the tail reads 12: it reads these,"
                        + " or these and one more for each of 3 labels");

        edit(manifest -> manifest.putArray("tail"));
        assertRefused(model.manifest() + " is not a manifest: the head and the tail need at least one layer each");
    }

    @Test
    void anUnknownCodec() throws IOException {
        edit(manifest -> ((ObjectNode) manifest.get("codec")).put("name", "zip"));

        assertUnusable(
                "there is no codec 'zip'; choose one of float32, uint8, packed, run-length," + " deflate, entropy");
    }

    @Test
    void aStandardCodecWithoutWhatItNeeds() throws IOException {
        edit(manifest -> ((ObjectNode) manifest.get("codec")).remove("quantizer"));
        assertUnusable("the uint8 codec needs a quantizer");

        edit(manifest -> ((ObjectNode) manifest.get("codec")).put("name", "entropy"));
        assertUnusable("the entropy codec needs a quantizer");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "low    | [1]                   | 1 lowest values are given for 6 steps and 6 numbers of levels",
                "levels | [2, 2]                | 6 lowest values are given for 6 steps and 2 numbers of levels",
                "low    | [0, 1e300, 0, 0, 0, 0] | channel 1 cannot begin at Infinity with steps of 1.0",
                "step   | [1, 1, 1, 0, 1, 1]    | channel 3 cannot begin at 0.0 with steps of 0.0",
                "levels | [2, 2, 2, 2, 2, 257]  | channel 5 has 257 levels, which is not 1 to 256",
                "levels | [0, 2, 2, 2, 2, 2]    | channel 0 has 0 levels, which is not 1 to 256"
            })
    void aQuantizerThatCannotBe(String property, String values, String reason) throws IOException {
        edit(manifest -> ((ObjectNode) manifest.at("/codec/quantizer"))
                .set("low", JsonMapper.shared().readTree("[0, 0, 0, 0, 0, 0]"))
                .set("step", JsonMapper.shared().readTree("[1, 1, 1, 1, 1, 1]"))
                .set(property, JsonMapper.shared().readTree(values)));

        assertUnusable(reason);
    }

    @Test
    void aQuantizerOfOtherFeatures() throws IOException {
        edit(manifest -> ((ObjectNode) manifest.get("codec"))
                .set("quantizer", JsonMapper.shared().readTree("{\"low\": [0], \"step\": [1], \"levels\": [2]}")));

        assertUnusable("the quantizer has 1 channels, but 6 features travel");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"classes\": [4096], \"channels\": [[]]} | the prior has 1 classes, but 0 travel",
                "{\"channels\": [[[4096]]]} | the prior has 1 channels, but the quantizer 6",
                "{\"channels\": []} | a prior for 1 classes has channels for each, not for 0",
                "{\"channels\": [[[4095]]]} | the frequencies of a table sum to 4095, not to 4096",
                "{\"channels\": [[[4096, 0]]]} | symbol 1 has frequency 0, which is not 1 to 4096"
            })
    void aPriorThatCannotBe(String prior, String reason) throws IOException {
        edit(manifest -> ((ObjectNode) manifest.get("codec"))
                .set("prior", JsonMapper.shared().readTree(prior)));

        assertUnusable(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"channels\": null}",
                "{\"channels\": [null]}",
                "{\"channels\": [[null]]}",
                "{\"channels\": [[[null]]]}",
                "{\"classes\": [null], \"channels\": []}"
            })
    void aNullInAPrior(String prior) throws IOException {
        edit(manifest -> ((ObjectNode) manifest.get("codec"))
                .set("prior", JsonMapper.shared().readTree(prior)));

        assertThatThrownBy(model::loadEdge)
                .isInstanceOf(ArtifactException.class)
                .hasMessageStartingWith(model.manifest() + " is not a manifest: Invalid `null` value");
    }

    @Test
    void anExitWithImpossibleSettings() throws IOException {
        edit(manifest -> ((ObjectNode) manifest.at("/exits/0")).put("threshold", 1.5));
        assertHeadUnusable("an exit's threshold must be 0 to 1, not 1.5");

        edit(manifest ->
                ((ObjectNode) manifest.at("/exits/0")).put("threshold", 0.5).put("temperature", 0));
        assertHeadUnusable("an exit's temperature must be greater than 0, not 0.0");

        edit(manifest ->
                ((ObjectNode) manifest.at("/exits/0")).put("temperature", 1).put("afterLayer", 3));
        assertHeadUnusable("exit 0 stands after layer 3 of 2");

        edit(manifest -> ((ObjectNode) manifest.at("/exits/0")).put("afterLayer", 0));
        assertHeadUnusable("exit 0 stands after layer 0 of 2");
    }

    @Test
    void noExit() throws IOException {
        edit(manifest -> manifest.putArray("exits"));

        assertHeadUnusable(
                "the head needs an exit, and the last one must stand at the split or before it: after layer 2 or"
                        + " earlier");
    }

    @Test
    void labelsThatAreNotAsManyAsClasses() throws IOException {
        edit(manifest -> ((ArrayNode) manifest.get("labels")).add("one more"));

        assertHeadUnusable("tensor exit.0.weight is F32 [3, 8] instead of F32 [4, 8]");
        assertThatThrownBy(model::loadCloud)
                .hasMessage(model.tail() + " cannot be used: the tail has 3 classes, but there are 4 labels");
    }

    @Test
    void inputsThatAreNotWhatIsPrepared() throws IOException {
        edit(manifest -> ((ObjectNode) manifest.get("preprocessing")).put("inputs", 2_000_000_000));

        assertHeadUnusable("the head reads 12 inputs, but 2000000000 are prepared");
    }

    @Test
    void aFileThatIsNotListed() throws IOException {
        edit(manifest -> ((ObjectNode) manifest.get("files")).remove("head.safetensors"));

        assertThatThrownBy(model::loadEdge)
                .isInstanceOf(ArtifactException.class)
                .hasMessage(model.manifest() + " does not list head.safetensors");
    }

    @ParameterizedTest
    @CsvSource({
        "2147483647, 8, 8, 'inputs must be 1 to 65536, not 2147483647'",
        "12, -8, 2, 'outputs must be 1 to 65536, not -8'",
        "65536, 65536, 65536, 'a junction of 65536 to 65536 neurons with out-degree 65536 has 4294967296 edges, more than 67108864'",
        "12, 8, 3, 'out-degree 3 is not feasible for a junction of 12 to 8 neurons: it must be a multiple of 2 up to 8; nearest: 2 and 4'",
        // As large as can be: refused by its weights, which are not there.
        "8192, 8192, 8192, 'tensor head.0.weight is F32 [8, 3] instead of F32 [8192, 8192]'"
    })
    void anImpossibleOrHugeJunctionIsRefusedBeforeAnythingIsAllocated(
            int inputs, int outputs, int outDegree, String message) throws IOException {
        edit(manifest -> ((ObjectNode) manifest.at("/head/0"))
                .put("inputs", inputs)
                .put("outputs", outputs)
                .put("outDegree", outDegree));

        assertThat(allocatedBy(() -> assertHeadUnusable(message))).isLessThan(32 << 20);
    }

    @Test
    void manyLabelsAreRefusedBeforeTheirClassifierIsAllocated() throws IOException {
        edit(manifest -> {
            ArrayNode labels = manifest.putArray("labels");
            for (int i = 0; i < 65_537; i++) {
                labels.add("");
            }
        });
        assertThat(allocatedBy(() -> assertHeadUnusable("outputs must be 1 to 65536, not 65537")))
                .isLessThan(64 << 20);
    }

    @Test
    void manyLayersAreRefusedAtTheFirstThatIsMissing() throws IOException {
        edit(manifest -> {
            ArrayNode head = (ArrayNode) manifest.get("head");
            for (int i = 0; i < 5_000; i++) {
                head.add(head.get(1).deepCopy());
            }
        });

        assertHeadUnusable("tensor head.2.weight is missing");
    }

    private void edit(Consumer<ObjectNode> change) throws IOException {
        model.editManifest(change);
    }

    /** What is wrong with the manifest itself is found by both halves. */
    private void assertRefused(String message) {
        assertThatThrownBy(model::loadEdge)
                .isInstanceOf(ArtifactException.class)
                .hasMessage(message);
        assertThatThrownBy(model::loadCloud)
                .isInstanceOf(ArtifactException.class)
                .hasMessage(message);
    }

    private void assertUnusable(String message) {
        assertHeadUnusable(message);
        assertThatThrownBy(model::loadCloud).hasMessage(model.tail() + " cannot be used: " + message);
    }

    private void assertHeadUnusable(String message) {
        assertThatThrownBy(model::loadEdge)
                .isInstanceOf(ArtifactException.class)
                .hasMessage(model.head() + " cannot be used: " + message);
    }

    private static long allocatedBy(ThrowingCallable action) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            action.call();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
