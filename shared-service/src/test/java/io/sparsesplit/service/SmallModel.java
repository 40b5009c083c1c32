package io.sparsesplit.service;

import io.sparsesplit.model.artifact.Manifest.Measured;
import io.sparsesplit.model.artifact.Manifest.Training;
import io.sparsesplit.model.artifact.Model;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.FeatureCodecs;
import io.sparsesplit.model.codec.Quantizer;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Activation;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.network.EarlyExit;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.Layer;
import io.sparsesplit.model.network.Tail;
import io.sparsesplit.model.pattern.Junction;
import io.sparsesplit.model.pattern.Pattern;
import io.sparsesplit.model.pattern.Pattern.Recipe;
import io.sparsesplit.model.pattern.PatternFamily;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** A small model with random weights: it knows nothing, but whatever it says it says again. */
public final class SmallModel {

    public static final String NAME = "small";
    public static final String VERSION = "3.0.0";

    private static final int CLASSES = 10;
    private static final String DATA = "none: random weights";

    private SmallModel() {}

    /** Publishes the model of a seed into a repository. */
    public static void publish(Path repository, long seed) {
        publish(repository, seed, VERSION);
    }

    /** Publishes the model of a seed into a repository, as some version. */
    public static void publish(Path repository, long seed, String version) {
        Random random = new Random(seed);
        Head head = new Head(
                List.of(layer(new Junction(784, 28, 2), PatternFamily.CYCLIC, Activation.RELU, random)),
                List.of(new EarlyExit(
                        1,
                        layer(Junction.dense(28, CLASSES), PatternFamily.DENSE, Activation.IDENTITY, random),
                        Criterion.MAX_SOFTMAX,
                        1,
                        0.5)));
        Tail tail =
                new Tail(List.of(layer(Junction.dense(28, CLASSES), PatternFamily.DENSE, Activation.IDENTITY, random)));
        float[] low = new float[28];
        float[] high = new float[28];
        Arrays.fill(high, 8);
        new ModelRepository(repository)
                .publish(new Model(
                        NAME,
                        version,
                        IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList(),
                        new Preprocessing(28, 28, 784),
                        head,
                        tail,
                        new FeatureCodecs(Codec.UINT8, 28, 0, Quantizer.over(low, high, 256), null),
                        new Training(DATA, seed, Map.of(), 0, 0, null),
                        new Measured(0, 0, 0, 0, 0),
                        null));
    }

    /**
     * Publishes the model of a seed with a fingerprint that begins with the same bytes as another's: what its manifest says of its
     * data is changed until it does.
     */
    public static void publishAlike(Path repository, long seed, byte[] prefix) {
        publish(repository, seed);
        Path file = repository.resolve(NAME).resolve(VERSION).resolve("model.json");
        try {
            String manifest = Files.readString(file);
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] changed;
            int trial = 0;
            do {
                changed = manifest.replace(DATA, DATA + ", trial " + trial++).getBytes(StandardCharsets.UTF_8);
            } while (!Arrays.equals(Arrays.copyOf(sha256.digest(changed), prefix.length), prefix));
            Files.write(file, changed);
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Layer layer(Junction junction, PatternFamily family, Activation activation, Random random) {
        float[] weights = new float[junction.edges()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        return new Layer(
                Pattern.generate(junction, new Recipe(family, random.nextInt(1000))),
                weights,
                new float[junction.outputs()],
                activation);
    }
}
