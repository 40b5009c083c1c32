package io.sparsesplit.model.artifact;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.sparsesplit.model.artifact.Manifest.FileSpec;
import io.sparsesplit.model.artifact.Manifest.LayerSpec;
import io.sparsesplit.model.artifact.Manifest.OutOfDistributionSpec;
import io.sparsesplit.model.artifact.Manifest.PatternSpec;
import io.sparsesplit.model.network.EarlyExit;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.Layer;
import io.sparsesplit.model.network.OutOfDistribution;
import io.sparsesplit.model.network.Tail;
import io.sparsesplit.model.pattern.Junction;
import io.sparsesplit.model.pattern.Pattern;
import io.sparsesplit.model.pattern.Pattern.Recipe;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files of one version of a model, in a folder of their own:
 *
 * <pre>
 * model.json         the {@link Manifest}
 * head.safetensors   head.&lt;n&gt;.weight, head.&lt;n&gt;.bias, exit.&lt;n&gt;.weight, exit.&lt;n&gt;.bias,
 *                    outOfDistribution.mean, outOfDistribution.whitening
 * tail.safetensors   tail.&lt;n&gt;.weight, tail.&lt;n&gt;.bias
 * </pre>
 *
 * The files are {@link Safetensors}. Layers count from 0. A weight tensor is F32 [outputs, inDegree] in the canonical
 * order of {@link Pattern}, a bias F32 [outputs]. A layer whose pattern is explicit has {@code <layer>.source} as well,
 * U16 [outputs, inDegree]: the left neuron of each edge.
 *
 * <p>With {@code f} inputs of exit 0, {@code outOfDistribution.mean} is F32 [classes, f] and
 * {@code outOfDistribution.whitening} F32 [f (f + 1) / 2], see {@link OutOfDistribution}. They are there when the manifest has a
 * member {@code outOfDistribution}, and only then.
 *
 * <p>Whatever is read is checked against the manifest, and the manifest against itself, before it is used; edges, weights
 * and ranges that a network cannot have are refused with an {@link ArtifactException}.
 */
final class ModelFiles {

    static final String MANIFEST = "model.json";
    static final String HEAD = "head.safetensors";
    static final String TAIL = "tail.safetensors";

    private static final int MAX_MANIFEST_BYTES = 4 << 20;
    private static final int MAX_TENSOR_BYTES = 256 << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // The same text on every JDK, which Float.toString is not, and on every operating system.
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .defaultPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS, MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .changeDefaultNullHandling(
                    nulls -> JsonSetter.Value.forContentNulls(Nulls.FAIL).withValueNulls(Nulls.FAIL))
            .enable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private ModelFiles() {}

    /** A manifest as read, with the fingerprint and the number of its bytes. */
    record ReadManifest(Manifest manifest, Fingerprint fingerprint, long bytes) {}

    static byte[] toBytes(Manifest manifest) {
        return JSON.writeValueAsBytes(manifest);
    }

    static ReadManifest readManifest(Path folder) {
        Path file = folder.resolve(MANIFEST);
        byte[] bytes = read(file, MAX_MANIFEST_BYTES);
        try {
            JsonNode tree = JSON.readTree(bytes);
            requireFormatVersion(file, tree);
            Manifest manifest = JSON.treeToValue(tree, Manifest.class);
            ModelRepository.requireName(manifest.name());
            ModelRepository.requireVersion(manifest.version());
            requireJoined(manifest);
            if (manifest.outOfDistribution() != null) {
                requireCalibrated(manifest.outOfDistribution());
            }
            return new ReadManifest(manifest, Fingerprint.of(bytes), bytes.length);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new ArtifactException("%s is not a manifest: %s".formatted(file, firstLine(e)), e);
        }
    }

    static EdgeModel readEdge(Path folder) {
        ReadManifest read = readManifest(folder);
        Manifest manifest = read.manifest();
        TensorFile file = tensors(folder, HEAD, manifest);
        return file.build(() -> {
            List<Layer> layers = file.layers("head", manifest.head(), InputPositions.of(manifest.preprocessing()));
            int classes = manifest.labels().size();
            Head network = new Head(layers, file.exits(manifest.exits(), layers, classes));
            Head head = network.withOutOfDistribution(file.outOfDistribution(manifest.outOfDistribution(), network));
            require(
                    head.inputs() == manifest.preprocessing().inputs(),
                    "the head reads %d inputs, but %d are prepared"
                            .formatted(head.inputs(), manifest.preprocessing().inputs()));
            return new EdgeModel(manifest, read.fingerprint(), head, CodecSpecs.codecs(manifest));
        });
    }

    static CloudModel readCloud(Path folder) {
        ReadManifest read = readManifest(folder);
        Manifest manifest = read.manifest();
        TensorFile file = tensors(folder, TAIL, manifest);
        return file.build(() -> {
            Tail tail = new Tail(file.layers("tail", manifest.tail(), Optional.empty()), manifest.tailReadsExitClass());
            require(
                    tail.classes() == manifest.labels().size(),
                    "the tail has %d classes, but there are %d labels"
                            .formatted(tail.classes(), manifest.labels().size()));
            return new CloudModel(manifest, read.fingerprint(), tail, CodecSpecs.codecs(manifest));
        });
    }

    /** Holds every file that is there against the manifest, whoever reads it later. */
    static void verify(Path folder) {
        Manifest manifest = readManifest(folder).manifest();
        for (String name : List.of(HEAD, TAIL)) {
            if (Files.exists(folder.resolve(name))) {
                intact(folder, name, manifest);
            }
        }
    }

    static byte[] headTensors(Head head) {
        Map<String, Tensor> tensors = new TreeMap<>();
        putLayers("head", head.layers(), tensors);
        putLayers("exit", head.exits().stream().map(EarlyExit::classifier).toList(), tensors);
        OutOfDistribution detector = head.outOfDistribution();
        if (detector != null) {
            tensors.put(
                    TensorFile.MEAN,
                    Tensor.ofFloats(List.of(detector.classes(), detector.features()), detector.means()));
            tensors.put(
                    TensorFile.WHITENING, Tensor.ofFloats(List.of(detector.whitening().length), detector.whitening()));
        }
        return Safetensors.write(tensors);
    }

    static byte[] tailTensors(Tail tail) {
        Map<String, Tensor> tensors = new TreeMap<>();
        putLayers("tail", tail.layers(), tensors);
        return Safetensors.write(tensors);
    }

    static List<LayerSpec> specs(List<Layer> layers) {
        return layers.stream()
                .map(layer -> new LayerSpec(
                        layer.junction().inputs(),
                        layer.junction().outputs(),
                        layer.junction().outDegree(),
                        spec(layer.pattern()),
                        layer.activation()))
                .toList();
    }

    static FileSpec spec(byte[] file) {
        return new FileSpec(file.length, Fingerprint.hex(file));
    }

    private static PatternSpec spec(Pattern pattern) {
        return new PatternSpec(
                pattern.recipe().map(recipe -> recipe.family().toString()).orElse(PatternSpec.EXPLICIT),
                pattern.recipe().map(Recipe::seed).orElse(null),
                digest(pattern));
    }

    /** SHA-256 of the sources of all edges, as {@link PatternSpec} has it. */
    static String digest(Pattern pattern) {
        return Fingerprint.hex(
                Tensor.ofUnsignedShorts(List.of(), pattern.sources()).data().array());
    }

    private static void putLayers(String part, List<Layer> layers, Map<String, Tensor> tensors) {
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            Junction junction = layer.junction();
            List<Integer> edges = List.of(junction.outputs(), junction.inDegree());
            String name = part + "." + i;
            tensors.put(name + ".weight", Tensor.ofFloats(edges, layer.weights()));
            tensors.put(name + ".bias", Tensor.ofFloats(List.of(junction.outputs()), layer.biases()));
            if (layer.pattern().recipe().isEmpty()) {
                tensors.put(
                        name + ".source",
                        Tensor.ofUnsignedShorts(edges, layer.pattern().sources()));
            }
        }
    }

    private static void requireFormatVersion(Path file, JsonNode manifest) {
        JsonNode version = manifest.path("formatVersion");
        if (!version.isIntegralNumber()) {
            throw new IllegalArgumentException("it has no format version");
        }
        int order = version.bigIntegerValue().compareTo(BigInteger.valueOf(Manifest.FORMAT_VERSION));
        if (order != 0) {
            throw new ArtifactException("%s has format version %s, which is too %s: this program reads version %d"
                    .formatted(file, version, order > 0 ? "new" : "old", Manifest.FORMAT_VERSION));
        }
    }

    private static void requireJoined(Manifest manifest) {
        require(
                !manifest.head().isEmpty() && !manifest.tail().isEmpty(),
                "the head and the tail need at least one layer each");
        int inputs = manifest.tail().get(0).inputs();
        require(
                inputs == manifest.features() || manifest.tailReadsExitClass(),
                "the head has %d features, but the tail reads %d: it reads these, or these and one more for each of %d labels"
                        .formatted(
                                manifest.features(), inputs, manifest.labels().size()));
    }

    private static void requireCalibrated(OutOfDistributionSpec spec) {
        require(
                spec.score().equals(OutOfDistributionSpec.MAHALANOBIS),
                "there is no out-of-distribution score '%s' here; this program knows %s"
                        .formatted(spec.score(), OutOfDistributionSpec.MAHALANOBIS));
        require(
                spec.falseAlarmRate() > 0 && spec.falseAlarmRate() < 100,
                "outOfDistribution: falseAlarmRate must be above 0 and below 100 percent, not "
                        + spec.falseAlarmRate());
        require(
                spec.confidence() > 0 && spec.confidence() < 1,
                "outOfDistribution: confidence must be above 0 and below 1, not " + spec.confidence());
        require(
                spec.images() >= 1 && spec.falseAlarms() >= 0 && spec.falseAlarms() <= spec.images(),
                "outOfDistribution: there cannot be %d false alarms among %d images"
                        .formatted(spec.falseAlarms(), spec.images()));
    }

    private static TensorFile tensors(Path folder, String name, Manifest manifest) {
        Path file = folder.resolve(name);
        return new TensorFile(file, Safetensors.read(file.toString(), intact(folder, name, manifest)));
    }

    /** The bytes that the manifest means. */
    private static byte[] intact(Path folder, String name, Manifest manifest) {
        Path file = folder.resolve(name);
        FileSpec spec = manifest.files().get(name);
        if (spec == null) {
            throw new ArtifactException("%s does not list %s".formatted(folder.resolve(MANIFEST), name));
        }
        long size = size(file);
        if (size != spec.bytes()) {
            throw new ArtifactException(
                    "%s has %d bytes, but its manifest says %d".formatted(file, size, spec.bytes()));
        }
        byte[] bytes = read(file, MAX_TENSOR_BYTES);
        if (!Fingerprint.hex(bytes).equals(spec.sha256())) {
            throw new ArtifactException(
                    "%s is damaged or of another model: its SHA-256 is not the manifest's".formatted(file));
        }
        return bytes;
    }

    private static byte[] read(Path file, int maxBytes) {
        long size = size(file);
        if (size > maxBytes) {
            throw new ArtifactException("%s has %d bytes, more than %d".formatted(file, size, maxBytes));
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static ArtifactException unreadable(Path file, IOException e) {
        return new ArtifactException(
                "%s cannot be read: %s".formatted(file, e.getClass().getSimpleName()), e);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    private static String firstLine(RuntimeException e) {
        String message = e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage();
        return String.valueOf(message).lines().findFirst().orElse("");
    }
}
