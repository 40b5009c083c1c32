package io.sparsesplit.model.artifact;

import io.sparsesplit.model.artifact.Manifest.Calibration;
import io.sparsesplit.model.artifact.Manifest.Measured;
import io.sparsesplit.model.artifact.Manifest.OutOfDistributionSpec;
import io.sparsesplit.model.artifact.Manifest.Training;
import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.FeatureCodecs;
import io.sparsesplit.model.codec.FrequencyTable;
import io.sparsesplit.model.codec.Prior;
import io.sparsesplit.model.codec.Quantizer;
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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Small models with everything in them: [12, 8, 6 | 9, 3], an exit behind each layer of the head. */
final class SampleModel {

    static final String NAME = "sample";
    static final String VERSION = "1.2.3";

    private SampleModel() {}

    static Model of(PatternFamily family) {
        boolean dense = family == PatternFamily.DENSE;
        return of(
                Pattern.generate(new Junction(12, 8, dense ? 8 : 2), new Recipe(family, 41)),
                Pattern.generate(new Junction(6, 9, dense ? 9 : 3), new Recipe(family, -42)),
                ranges());
    }

    /** The edges of a random pattern, but without the recipe. */
    static Model explicit() {
        Model random = of(PatternFamily.RANDOM);
        Pattern head = random.head().layers().get(0).pattern();
        Pattern tail = random.tail().layers().get(0).pattern();
        return of(
                Pattern.explicit(head.junction(), head.sources()),
                Pattern.explicit(tail.junction(), tail.sources()),
                ranges());
    }

    /** The first junction is local, over a picture of 4 x 3 pixels of which each is an input. */
    static Model local() {
        Preprocessing picture = new Preprocessing(4, 3, 12);
        Model random = of(PatternFamily.RANDOM);
        Model local = of(
                Pattern.generate(
                        new Junction(12, 8, 2), new Recipe(PatternFamily.LOCAL, 43), InputPositions.of(picture)),
                random.tail().layers().get(0).pattern(),
                ranges());
        return new Model(
                local.name(),
                local.version(),
                local.labels(),
                picture,
                local.head(),
                local.tail(),
                local.codecs(),
                local.training(),
                local.measured(),
                null);
    }

    static Model withCodecs(FeatureCodecs codecs) {
        Model random = of(PatternFamily.RANDOM);
        return of(
                random.head().layers().get(0).pattern(),
                random.tail().layers().get(0).pattern(),
                codecs);
    }

    /** The exit's class travels, and features are entropy coded under a prior for each class. */
    static Model entropyCoded() {
        Model random = of(PatternFamily.RANDOM);
        return new Model(
                NAME,
                VERSION,
                random.labels(),
                random.preprocessing(),
                random.head(),
                readingExitClass(),
                entropy(),
                random.training(),
                random.measured(),
                null);
    }

    static Tail readingExitClass() {
        Random random = new Random(7);
        return new Tail(
                List.of(
                        layer(dense(6 + 3, 4), Activation.RELU, random),
                        layer(dense(4, 3), Activation.IDENTITY, random)),
                true);
    }

    static FeatureCodecs entropy() {
        Quantizer quantizer =
                new Quantizer(new float[] {0, 0, 0, -1, 0, 0.5f}, new float[] {0.5f, 1, 0.1f, 0.25f, 1, 1}, new int[] {
                    8, 4, 5, 9, 1, 2
                });
        Random random = new Random(8);
        List<List<FrequencyTable>> channels = Stream.generate(() -> IntStream.range(0, quantizer.features())
                        .mapToObj(c -> FrequencyTable.of(
                                random.doubles(quantizer.levels(c)).toArray()))
                        .toList())
                .limit(3)
                .toList();
        return new FeatureCodecs(
                Codec.ENTROPY, 6, 3, quantizer, new Prior(new FrequencyTable(96, 2000, 2000), channels));
    }

    static Model calibrated(Calibration calibration) {
        Model random = of(PatternFamily.RANDOM);
        return new Model(
                NAME,
                VERSION,
                random.labels(),
                random.preprocessing(),
                random.head(),
                random.tail(),
                random.codecs(),
                random.training(),
                random.measured(),
                calibration);
    }

    /** The sample with an out-of-distribution detector of its first exit, which reads 8 activations. */
    static Model detecting() {
        Model random = of(PatternFamily.RANDOM);
        Random numbers = new Random(9);
        OutOfDistribution detector = new OutOfDistribution(8, floats(36, numbers), floats(3 * 8, numbers), 12.75);
        return new Model(
                NAME,
                VERSION,
                random.labels(),
                random.preprocessing(),
                random.head().withOutOfDistribution(detector),
                random.tail(),
                random.codecs(),
                random.training(),
                random.measured(),
                null,
                new OutOfDistributionSpec("mahalanobis", 12.75, 5, 0.95, 200, 4, "a0".repeat(32)));
    }

    private static float[] floats(int length, Random random) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    static Model versioned(Model model, String name, String version) {
        return new Model(
                name,
                version,
                model.labels(),
                model.preprocessing(),
                model.head(),
                model.tail(),
                model.codecs(),
                model.training(),
                model.measured(),
                model.calibration());
    }

    private static Model of(Pattern headPattern, Pattern tailPattern, FeatureCodecs codecs) {
        Random random = new Random(5);
        Head head = new Head(
                List.of(layer(headPattern, Activation.RELU, random), layer(dense(8, 6), Activation.RELU, random)),
                List.of(
                        new EarlyExit(1, layer(dense(8, 3), Activation.IDENTITY, random), Criterion.MARGIN, 1.25, 0.75),
                        new EarlyExit(
                                2, layer(dense(6, 3), Activation.IDENTITY, random), Criterion.ENTROPY, 0.7, 0.9)));
        Tail tail = new Tail(
                List.of(layer(tailPattern, Activation.RELU, random), layer(dense(9, 3), Activation.IDENTITY, random)));
        return new Model(
                NAME,
                VERSION,
                List.of("cat", "dog", "Käuzchen"),
                new Preprocessing(3, 3, 12),
                head,
                tail,
                codecs,
                new Training(
                        "sparsesplit train --seed 5", 5, Map.of("images", "00ff", "labels", "ff00"), 100, 20, null),
                new Measured(50, 91.2, 95.4, 95.1, 71.3),
                null);
    }

    private static FeatureCodecs ranges() {
        Random random = new Random(6);
        float[] low = new float[6];
        float[] high = new float[6];
        for (int i = 0; i < 6; i++) {
            low[i] = (float) -random.nextDouble();
            high[i] = (float) (1e-3 * random.nextDouble() + 7.1e8 * random.nextInt(2));
        }
        return new FeatureCodecs(Codec.UINT8, 6, 0, Quantizer.over(low, high, 256), null);
    }

    static Layer layer(Pattern pattern, Activation activation, Random random) {
        float[] weights = new float[pattern.junction().edges()];
        float[] biases = new float[pattern.junction().outputs()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < biases.length; i++) {
            biases[i] = (float) random.nextGaussian();
        }
        return new Layer(pattern, weights, biases, activation);
    }

    static Pattern dense(int inputs, int outputs) {
        return Pattern.generate(Junction.dense(inputs, outputs), new Recipe(PatternFamily.DENSE, 0));
    }
}
