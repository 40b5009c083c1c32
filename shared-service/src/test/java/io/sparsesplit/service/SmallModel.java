package io.sparsesplit.service;

import io.sparsesplit.model.artifact.Manifest.Measured;
import io.sparsesplit.model.artifact.Manifest.OutOfDistributionSpec;
import io.sparsesplit.model.artifact.Manifest.Training;
import io.sparsesplit.model.artifact.Model;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.FeatureCodecs;
import io.sparsesplit.model.codec.Quantizer;
import io.sparsesplit.model.image.Fit;
import io.sparsesplit.model.image.Picture;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Activation;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.network.EarlyExit;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.Layer;
import io.sparsesplit.model.network.OutOfDistribution;
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
import org.jspecify.annotations.Nullable;

/** A small model with random weights: it knows nothing, but whatever it says it says again. */
public final class SmallModel {

    public static final String NAME = "small";
    public static final String VERSION = "3.1.0";

    private static final int CLASSES = 10;
    private static final String DATA = "none: random weights";

    private SmallModel() {}

    /** Publishes the model of a seed into a repository. */
    public static void publish(Path repository, long seed) {
        publish(repository, seed, VERSION);
    }

    /** Publishes the model of a seed into a repository, as some version. */
    public static void publish(Path repository, long seed, String version) {
        publish(repository, new Variant(version, seed, 0.5, false));
    }

    /**
     * A model that differs from others in what rollouts look at.
     *
     * @param version of it
     * @param seed of its weights
     * @param threshold of its exit; with 1 the exit never answers
     * @param tailLikeExit whether the tail says what the exit says, instead of something of its own
     */
    public record Variant(String version, long seed, double threshold, boolean tailLikeExit) {}

    /** Publishes a variant. */
    public static void publish(Path repository, Variant variant) {
        long seed = variant.seed();
        Random random = new Random(seed);
        Layer hidden = layer(new Junction(784, 28, 2), PatternFamily.CYCLIC, Activation.RELU, random);
        Layer classifier = layer(Junction.dense(28, CLASSES), PatternFamily.DENSE, Activation.IDENTITY, random);
        Head head = new Head(
                List.of(hidden), List.of(new EarlyExit(1, classifier, Criterion.MAX_SOFTMAX, 1, variant.threshold())));
        Layer own = layer(Junction.dense(28, CLASSES), PatternFamily.DENSE, Activation.IDENTITY, random);
        publish(repository, seed, variant.version(), head, variant.tailLikeExit() ? classifier : own);
    }

    /** Publishes a model with a head of two layers and an exit behind each. */
    public static void publishWithTwoExits(Path repository, long seed) {
        Random random = new Random(seed);
        Head head = new Head(
                List.of(
                        layer(new Junction(784, 28, 2), PatternFamily.CYCLIC, Activation.RELU, random),
                        layer(Junction.dense(28, 28), PatternFamily.DENSE, Activation.RELU, random)),
                List.of(exit(1, 0.9, random), exit(2, 0.99, random)));
        Layer tail = layer(Junction.dense(28, CLASSES), PatternFamily.DENSE, Activation.IDENTITY, random);
        publish(repository, seed, VERSION, head, tail);
    }

    /**
     * Publishes a model of pictures in colour, 16 x 16 pixels, with names of classes that are too long for any table; its exit never answers.
     *
     * @param classes number of classes
     */
    public static void publishInColour(Path repository, long seed, int classes) {
        Random random = new Random(seed);
        Preprocessing preprocessing = Preprocessing.of(Fit.PICTURE, 16, 16, Picture.RGB);
        Layer hidden =
                layer(new Junction(preprocessing.inputs(), 32, 2), PatternFamily.CYCLIC, Activation.RELU, random);
        Layer classifier = layer(Junction.dense(32, classes), PatternFamily.DENSE, Activation.IDENTITY, random);
        Layer tail = layer(Junction.dense(32, classes), PatternFamily.DENSE, Activation.IDENTITY, random);
        Head head = new Head(List.of(hidden), List.of(new EarlyExit(1, classifier, Criterion.MAX_SOFTMAX, 1, 1)));
        publish(
                repository,
                seed,
                VERSION,
                head,
                tail,
                preprocessing,
                labels(classes, "a leaf of plant %d with spots on its lower side"));
    }

    private static List<String> labels(int classes, String pattern) {
        return IntStream.range(0, classes).mapToObj(pattern::formatted).toList();
    }

    /**
     * Publishes the model of a seed with an out-of-distribution detector of means that are as random as the weights.
     *
     * @param threshold greatest score of an image that looks like one of the classes
     */
    public static void publishDetecting(Path repository, long seed, double threshold) {
        Random random = new Random(seed);
        Layer hidden = layer(new Junction(784, 28, 2), PatternFamily.CYCLIC, Activation.RELU, random);
        float[] whitening = new float[OutOfDistribution.whiteningLength(28)];
        float[] means = new float[CLASSES * 28];
        for (int i = 0; i < means.length; i++) {
            means[i] = (float) random.nextGaussian();
            whitening[i] = (float) random.nextGaussian();
        }
        Head head = new Head(List.of(hidden), List.of(exit(1, 0.5, random)))
                .withOutOfDistribution(new OutOfDistribution(28, whitening, means, threshold));
        Layer tail = layer(Junction.dense(28, CLASSES), PatternFamily.DENSE, Activation.IDENTITY, random);
        publish(repository, seed, VERSION, head, tail);
    }

    private static @Nullable OutOfDistributionSpec detector(Head head) {
        OutOfDistribution detector = head.outOfDistribution();
        return detector == null
                ? null
                : new OutOfDistributionSpec("mahalanobis", detector.threshold(), 5, 0.95, 100, 1, "00".repeat(32));
    }

    private static EarlyExit exit(int afterLayer, double threshold, Random random) {
        return new EarlyExit(
                afterLayer,
                layer(Junction.dense(28, CLASSES), PatternFamily.DENSE, Activation.IDENTITY, random),
                Criterion.MAX_SOFTMAX,
                4.0 * afterLayer,
                threshold);
    }

    private static void publish(Path repository, long seed, String version, Head head, Layer tail) {
        publish(repository, seed, version, head, tail, new Preprocessing(28, 28, 784), labels(CLASSES, "%d"));
    }

    private static void publish(
            Path repository,
            long seed,
            String version,
            Head head,
            Layer tail,
            Preprocessing preprocessing,
            List<String> labels) {
        float[] low = new float[head.features()];
        float[] high = new float[head.features()];
        Arrays.fill(high, 8);
        new ModelRepository(repository)
                .publish(new Model(
                        NAME,
                        version,
                        labels,
                        preprocessing,
                        head,
                        new Tail(List.of(tail)),
                        new FeatureCodecs(Codec.UINT8, head.features(), 0, Quantizer.over(low, high, 256), null),
                        new Training(DATA, seed, Map.of(), 0, 0, null),
                        new Measured(0, 0, 0, 0, 0),
                        null,
                        detector(head)));
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
