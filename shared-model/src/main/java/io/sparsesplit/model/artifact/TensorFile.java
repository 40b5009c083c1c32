package io.sparsesplit.model.artifact;

import io.sparsesplit.model.artifact.Manifest.ExitSpec;
import io.sparsesplit.model.artifact.Manifest.LayerSpec;
import io.sparsesplit.model.artifact.Manifest.OutOfDistributionSpec;
import io.sparsesplit.model.artifact.Manifest.PatternSpec;
import io.sparsesplit.model.network.Activation;
import io.sparsesplit.model.network.EarlyExit;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.Layer;
import io.sparsesplit.model.network.OutOfDistribution;
import io.sparsesplit.model.pattern.Junction;
import io.sparsesplit.model.pattern.Pattern;
import io.sparsesplit.model.pattern.Pattern.Recipe;
import io.sparsesplit.model.pattern.PatternFamily;
import io.sparsesplit.model.pattern.Positions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a file, taken out one by one; what is left over at the end has no business there.
 *
 * <p>A layer's tensors are looked at before its pattern is made, so that a manifest alone, without as many bytes of
 * weights, makes nothing large.
 */
final class TensorFile {

    static final String MEAN = "outOfDistribution.mean";
    static final String WHITENING = "outOfDistribution.whitening";

    private final Path file;
    private final SortedMap<String, Tensor> tensors;

    TensorFile(Path file, SortedMap<String, Tensor> tensors) {
        this.file = file;
        this.tensors = tensors;
    }

    /** What is built of this file's tensors, with an {@link ArtifactException} that names the file when they are unfit. */
    <T> T build(Supplier<T> model) {
        try {
            T built = model.get();
            if (!tensors.isEmpty()) {
                throw new IllegalArgumentException("tensor %s belongs to no layer".formatted(tensors.firstKey()));
            }
            return built;
        } catch (IllegalArgumentException e) {
            throw new ArtifactException("%s cannot be used: %s".formatted(file, e.getMessage()), e);
        }
    }

    /**
     * The layers of a part.
     *
     * @param inputs where the left neurons of the first lie, if anywhere
     */
    List<Layer> layers(String part, List<LayerSpec> specs, Optional<Positions> inputs) {
        List<Layer> layers = new ArrayList<>();
        for (LayerSpec spec : specs) {
            String name = part + "." + layers.size();
            Optional<Positions> positions = layers.isEmpty() ? inputs : Optional.empty();
            layers.add(layer(name, spec.junction(), () -> pattern(name, spec, positions), spec.activation()));
        }
        return layers;
    }

    List<EarlyExit> exits(List<ExitSpec> specs, List<Layer> layers, int classes) {
        List<EarlyExit> exits = new ArrayList<>();
        for (ExitSpec spec : specs) {
            exits.add(exit(exits.size(), spec, layers, classes));
        }
        return exits;
    }

    private EarlyExit exit(int number, ExitSpec spec, List<Layer> layers, int classes) {
        if (spec.afterLayer() < 1 || spec.afterLayer() > layers.size()) {
            throw new IllegalArgumentException(
                    "exit %d stands after layer %d of %d".formatted(number, spec.afterLayer(), layers.size()));
        }
        Junction junction =
                Junction.dense(layers.get(spec.afterLayer() - 1).junction().outputs(), classes);
        Recipe dense = new Recipe(PatternFamily.DENSE, 0);
        Layer classifier =
                layer("exit." + number, junction, () -> Pattern.generate(junction, dense), Activation.IDENTITY);
        return new EarlyExit(spec.afterLayer(), classifier, spec.criterion(), spec.temperature(), spec.threshold());
    }

    /**
     * Returns the out-of-distribution detector; null when the manifest has none.
     *
     * @param head head that the detector belongs to
     */
    @Nullable
    OutOfDistribution outOfDistribution(@Nullable OutOfDistributionSpec spec, Head head) {
        if (spec == null) {
            return null;
        }
        int features = head.exits().get(0).classifier().junction().inputs();
        return new OutOfDistribution(
                features,
                finite(WHITENING, OutOfDistribution.whiteningLength(features)),
                finite(MEAN, head.classes(), features),
                spec.threshold());
    }

    private Layer layer(String name, Junction junction, Supplier<Pattern> pattern, Activation activation) {
        float[] weights = finite(name + ".weight", junction.outputs(), junction.inDegree());
        float[] biases = finite(name + ".bias", junction.outputs());
        return new Layer(pattern.get(), weights, biases, activation);
    }

    private Pattern pattern(String name, LayerSpec spec, Optional<Positions> positions) {
        Pattern pattern = spec.pattern().family().equals(PatternSpec.EXPLICIT)
                ? explicit(name + ".source", spec.junction())
                : Pattern.generate(spec.junction(), recipe(name, spec.pattern()), positions);
        if (!ModelFiles.digest(pattern).equals(spec.pattern().sha256())) {
            throw new IllegalArgumentException(
                    "the edges of %s are not those that the manifest has the SHA-256 of".formatted(name));
        }
        return pattern;
    }

    private Pattern explicit(String name, Junction junction) {
        int[] sources = take(name, Tensor.Type.U16, junction.outputs(), junction.inDegree())
                .unsignedShorts();
        Pattern pattern = Pattern.explicit(junction, sources);
        // The weights lie in the order of the sources: were these sorted now, each weight would be at another's edge.
        if (!Arrays.equals(sources, pattern.sources())) {
            throw new IllegalArgumentException("tensor %s is not in ascending order".formatted(name));
        }
        return pattern;
    }

    private static Recipe recipe(String name, PatternSpec spec) {
        Long seed = spec.seed();
        if (seed == null) {
            throw new IllegalArgumentException("%s has a pattern without a seed".formatted(name));
        }
        return new Recipe(PatternFamily.of(spec.family()), seed);
    }

    private float[] finite(String name, Integer... shape) {
        float[] values = take(name, Tensor.Type.F32, shape).floats();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException("value %d of tensor %s is %s".formatted(i, name, values[i]));
            }
        }
        return values;
    }

    private Tensor take(String name, Tensor.Type type, Integer... shape) {
        Tensor tensor = tensors.remove(name);
        if (tensor == null) {
            throw new IllegalArgumentException("tensor %s is missing".formatted(name));
        }
        if (tensor.type() != type || !tensor.shape().equals(List.of(shape))) {
            throw new IllegalArgumentException("tensor %s is %s %s instead of %s %s"
                    .formatted(name, tensor.type(), tensor.shape(), type, List.of(shape)));
        }
        return tensor;
    }
}
