package io.sparsesplit.model.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.model.network.Layer;
import io.sparsesplit.model.network.Tail;
import io.sparsesplit.model.pattern.PatternFamily;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class BadTensorsTest {

    @TempDir
    private Path root;

    @Test
    void aMissingFile() throws IOException {
        PublishedModel model = random();
        Files.delete(model.head());

        assertRefused(model, model.head() + " cannot be read: NoSuchFileException");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 100, -1})
    void aFileCutShort(int length) throws IOException {
        PublishedModel model = random();
        byte[] head = Files.readAllBytes(model.head());
        Files.write(model.head(), Arrays.copyOf(head, length < 0 ? head.length - 1 : length));

        assertRefused(
                model,
                "%s has %d bytes, but its manifest says %d"
                        .formatted(model.head(), length < 0 ? head.length - 1 : length, head.length));
    }

    @Test
    void aFileWithMoreBehindIt() throws IOException {
        PublishedModel model = random();
        long length = Files.size(model.head());
        Files.write(model.head(), new byte[1], StandardOpenOption.APPEND);

        assertRefused(model, "%s has %d bytes, but its manifest says %d".formatted(model.head(), length + 1, length));
    }

    @Test
    void aHugeFileIsRefusedByItsLength() throws IOException {
        PublishedModel model = random();
        try (RandomAccessFile head = new RandomAccessFile(model.head().toFile(), "rw")) {
            head.setLength(1L << 40);
        }
        assertThatThrownBy(model::loadEdge).hasMessageContaining("has 1099511627776 bytes, but its manifest says ");

        model.editManifest(manifest -> ((ObjectNode) manifest.at("/files/head.safetensors")).put("bytes", 1L << 40));
        assertRefused(model, model.head() + " has 1099511627776 bytes, more than 268435456");
    }

    @Test
    void everyBitOfDamageIsFoundByTheDigest() throws IOException {
        PublishedModel model = random();
        byte[] head = Files.readAllBytes(model.head());
        for (int i = 0; i < head.length; i += 11) {
            byte[] damaged = head.clone();
            damaged[i] ^= (byte) (1 << i % 8);
            Files.write(model.head(), damaged);

            assertRefused(model, model.head() + " is damaged or of another model: its SHA-256 is not the manifest's");
        }
    }

    @Test
    void theTailOfAnotherModel() throws IOException {
        PublishedModel model = random();
        PublishedModel other = new PublishedModel(root.resolve("other"), withTailOfZeros());
        Files.copy(other.tail(), model.tail(), StandardCopyOption.REPLACE_EXISTING);

        assertThat(model.loadEdge().fingerprint())
                .isNotEqualTo(other.loadEdge().fingerprint())
                .isNotEqualTo(other.loadCloud().fingerprint());
        assertThatThrownBy(model::loadCloud)
                .isInstanceOf(ArtifactException.class)
                .hasMessage(model.tail() + " is damaged or of another model: its SHA-256 is not the manifest's");
    }

    @Test
    void aFileThatIsNoSafetensors() throws IOException {
        PublishedModel model = random();
        model.replaceHead(new byte[100]);

        assertRefused(model, model.head() + " has a header that does not begin with '{'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"head.0.weight", "head.0.bias", "head.1.weight", "exit.0.weight", "exit.1.bias"})
    void aMissingTensor(String name) throws IOException {
        PublishedModel model = random();
        model.editHead(tensors -> tensors.remove(name));

        assertUnusable(model, "tensor %s is missing".formatted(name));
    }

    @Test
    void aTensorTooMany() throws IOException {
        PublishedModel model = random();
        model.editHead(tensors -> tensors.put("head.2.bias", Tensor.ofFloats(List.of(1), new float[1])));

        assertUnusable(model, "tensor head.2.bias belongs to no layer");
    }

    @Test
    void sourcesWhereThePatternIsGenerated() throws IOException {
        PublishedModel model = random();
        model.editHead(tensors -> tensors.put("head.0.source", sources(new int[24])));

        assertUnusable(model, "tensor head.0.source belongs to no layer");
    }

    @Test
    void aTensorOfAnotherShape() throws IOException {
        PublishedModel model = random();
        model.editHead(tensors -> tensors.put("head.0.weight", Tensor.ofFloats(List.of(3, 8), new float[24])));
        assertUnusable(model, "tensor head.0.weight is F32 [3, 8] instead of F32 [8, 3]");

        model.editHead(tensors -> tensors.put("head.0.weight", Tensor.ofFloats(List.of(24), new float[24])));
        assertUnusable(model, "tensor head.0.weight is F32 [24] instead of F32 [8, 3]");
    }

    @Test
    void aTensorOfAnotherType() throws IOException {
        PublishedModel model = random();
        model.editHead(tensors -> tensors.put("head.0.bias", Tensor.ofUnsignedShorts(List.of(8), new int[8])));

        assertUnusable(model, "tensor head.0.bias is U16 [8] instead of F32 [8]");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aWeightOrBiasThatIsNoNumber(float value) throws IOException {
        PublishedModel model = random();
        float[] weights = new float[24];
        weights[5] = value;
        model.editHead(tensors -> tensors.put("head.0.weight", Tensor.ofFloats(List.of(8, 3), weights)));
        assertUnusable(model, "value 5 of tensor head.0.weight is " + value);

        model.editHead(tensors -> tensors.put("head.0.weight", Tensor.ofFloats(List.of(8, 3), new float[24])));
        model.editHead(tensors -> tensors.put("exit.1.bias", Tensor.ofFloats(List.of(3), new float[] {0, 0, value})));
        assertUnusable(model, "value 2 of tensor exit.1.bias is " + value);
    }

    @Test
    void aGeneratorThatMakesOtherEdges() throws IOException {
        PublishedModel model = random();
        model.editManifest(manifest -> ((ObjectNode) manifest.at("/head/0/pattern")).put("seed", 43));
        assertUnusable(model, "the edges of head.0 are not those that the manifest has the SHA-256 of");

        model.editManifest(manifest ->
                ((ObjectNode) manifest.at("/head/0/pattern")).put("seed", 41).put("family", "cyclic"));
        assertUnusable(model, "the edges of head.0 are not those that the manifest has the SHA-256 of");
    }

    @Test
    void aLocalPatternOfInputsThatLieNowhere() throws IOException {
        PublishedModel model = random();
        model.editManifest(manifest -> ((ObjectNode) manifest.at("/head/0/pattern")).put("family", "local"));

        assertUnusable(model, "a local pattern needs to know where its inputs lie: it fits the first junction alone");
    }

    @Test
    void aPatternFamilyThatThereIsNot() throws IOException {
        PublishedModel model = random();
        model.editManifest(manifest -> ((ObjectNode) manifest.at("/head/0/pattern")).put("family", "magic"));

        assertUnusable(
                model,
                "there is no pattern family 'magic'; choose one of "
                        + "dense, random, clash-free-1, clash-free-2, clash-free-3, cyclic, local");
    }

    @Test
    void aPatternWithoutASeed() throws IOException {
        PublishedModel model = random();
        model.editManifest(manifest -> ((ObjectNode) manifest.at("/head/0/pattern")).remove("seed"));

        assertUnusable(model, "head.0 has a pattern without a seed");
    }

    @Test
    void explicitSourcesThatAreMissing() throws IOException {
        PublishedModel model = explicit();
        model.editHead(tensors -> tensors.remove("head.0.source"));

        assertUnusable(model, "tensor head.0.source is missing");
    }

    @Test
    void explicitSourcesOutOfRange() throws IOException {
        PublishedModel model = explicit();
        changeSource(model, 2, 12);

        assertUnusable(model, "right neuron 0 is joined to left neuron 12, which is not in 0 to 11");
    }

    @Test
    void anExplicitEdgeTwice() throws IOException {
        PublishedModel model = explicit();
        changeSource(model, 1, sourcesOf(model)[0]);

        assertUnusable(model, "right neuron 0 is joined to left neuron %d twice".formatted(sourcesOf(model)[0]));
    }

    @Test
    void anExplicitPatternOfTheWrongOutDegree() throws IOException {
        PublishedModel model = explicit();
        int[] first = Arrays.copyOf(sourcesOf(model), 3);
        int[] sources = new int[24];
        for (int i = 0; i < 24; i++) {
            sources[i] = first[i % 3];
        }
        model.editHead(tensors -> tensors.put("head.0.source", sources(sources)));

        int missed = 0;
        while (missed == first[0] || missed == first[1] || missed == first[2]) {
            missed++;
        }
        int wrong = Math.min(missed, first[0]);
        assertUnusable(
                model, "left neuron %d has out-degree %d instead of 2".formatted(wrong, wrong == missed ? 0 : 8));
    }

    @Test
    void anExplicitPatternOfTheWrongInDegree() throws IOException {
        PublishedModel model = explicit();
        model.editHead(tensors -> tensors.put("head.0.source", Tensor.ofUnsignedShorts(List.of(8, 2), new int[16])));

        assertUnusable(model, "tensor head.0.source is U16 [8, 2] instead of U16 [8, 3]");
    }

    @Test
    void explicitSourcesInAnotherOrderThanTheirWeights() throws IOException {
        PublishedModel model = explicit();
        int[] sources = sourcesOf(model);
        int swapped = sources[0];
        sources[0] = sources[1];
        sources[1] = swapped;
        model.editHead(tensors -> tensors.put("head.0.source", sources(sources)));

        assertUnusable(model, "tensor head.0.source is not in ascending order");
    }

    @Test
    void otherExplicitEdgesThanTheManifests() throws IOException {
        PublishedModel model = explicit();
        model.editManifest(manifest -> ((ObjectNode) manifest.at("/head/0/pattern")).put("sha256", "00"));

        assertUnusable(model, "the edges of head.0 are not those that the manifest has the SHA-256 of");
    }

    private PublishedModel random() {
        return new PublishedModel(root, SampleModel.of(PatternFamily.RANDOM));
    }

    private PublishedModel explicit() {
        return new PublishedModel(root, SampleModel.explicit());
    }

    /** The sample with other numbers in its tail, in a file of the same length. */
    private static Model withTailOfZeros() {
        Model model = SampleModel.of(PatternFamily.RANDOM);
        List<Layer> zeros = model.tail().layers().stream()
                .map(layer -> new Layer(
                        layer.pattern(),
                        new float[layer.weights().length],
                        new float[layer.biases().length],
                        layer.activation()))
                .toList();
        return new Model(
                model.name(),
                model.version(),
                model.labels(),
                model.preprocessing(),
                model.head(),
                new Tail(zeros),
                model.codecs(),
                model.training(),
                model.measured(),
                model.calibration());
    }

    private static int[] sourcesOf(PublishedModel model) throws IOException {
        Tensor sources =
                Safetensors.read("head", Files.readAllBytes(model.head())).get("head.0.source");
        return Objects.requireNonNull(sources).unsignedShorts();
    }

    private static void changeSource(PublishedModel model, int edge, int source) throws IOException {
        int[] sources = sourcesOf(model);
        sources[edge] = source;
        model.editHead(tensors -> tensors.put("head.0.source", sources(sources)));
    }

    private static Tensor sources(int[] sources) {
        return Tensor.ofUnsignedShorts(List.of(8, 3), sources);
    }

    private static void assertUnusable(PublishedModel model, String message) {
        assertRefused(model, model.head() + " cannot be used: " + message);
    }

    private static void assertRefused(PublishedModel model, String message) {
        assertThatThrownBy(model::loadEdge)
                .isInstanceOf(ArtifactException.class)
                .hasMessage(message);
    }
}
