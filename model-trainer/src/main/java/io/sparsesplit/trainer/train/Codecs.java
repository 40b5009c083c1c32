package io.sparsesplit.trainer.train;

import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.FeatureCodecs;
import io.sparsesplit.model.codec.Features;
import io.sparsesplit.model.codec.FrequencyTable;
import io.sparsesplit.model.codec.Prior;
import io.sparsesplit.model.codec.Quantizer;
import io.sparsesplit.model.network.ExitDecision.Continue;
import io.sparsesplit.model.network.Head;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Codecs fitted to the features that training images have. */
final class Codecs {

    /** Every image says something of how features look, even one that would hardly ever travel. */
    private static final double LEAST_WEIGHT = 1e-3;

    /** What all images say of a table weighs as much as so many of those that travel. */
    private static final double BACKING = 2;

    /** As if every symbol had been seen a little. */
    private static final double UNSEEN = 0.05;

    private Codecs() {}

    /**
     * The codecs of a model.
     *
     * @param standard the one that features travel with
     * @param classes 0 when the exit's class does not travel
     * @param bits of a level, where there is no quantizer yet
     * @param trained the quantizer that the network has got used to; null when it has not, and features are spread evenly from
     *     the lowest to the highest of the training images
     */
    static FeatureCodecs fit(
            Codec standard, int classes, int bits, @Nullable Quantizer trained, Head head, Inputs training) {
        if (standard == Codec.FLOAT32) {
            return new FeatureCodecs(standard, head.features(), classes, null, null);
        }
        Quantizer quantizer = trained == null ? ranges(head, training, 1 << bits) : trained;
        if (standard != Codec.ENTROPY) {
            return new FeatureCodecs(standard, head.features(), classes, quantizer, null);
        }
        Quantizer used = used(quantizer, head, training);
        return new FeatureCodecs(standard, head.features(), classes, used, prior(used, classes, head, training));
    }

    private static Quantizer ranges(Head head, Inputs training, int levels) {
        float[] low = new float[head.features()];
        float[] high = new float[head.features()];
        Arrays.fill(low, Float.POSITIVE_INFINITY);
        Arrays.fill(high, Float.NEGATIVE_INFINITY);
        for (int image = 0; image < training.size(); image++) {
            float[] features = features(head, training, image).features().values();
            for (int i = 0; i < features.length; i++) {
                low[i] = Math.min(low[i], features[i]);
                high[i] = Math.max(high[i], features[i]);
            }
        }
        return Quantizer.over(low, high, levels);
    }

    /** The same levels without those above the highest that ever comes: they need no place in a table. */
    private static Quantizer used(Quantizer quantizer, Head head, Inputs training) {
        int channels = quantizer.features();
        float[] low = new float[channels];
        float[] step = new float[channels];
        int[] levels = new int[channels];
        for (int image = 0; image < training.size(); image++) {
            float[] features = features(head, training, image).features().values();
            for (int c = 0; c < channels; c++) {
                levels[c] = Math.max(levels[c], quantizer.quantize(c, features[c]) + 1);
            }
        }
        for (int c = 0; c < channels; c++) {
            low[c] = quantizer.low(c);
            step[c] = quantizer.step(c);
        }
        return new Quantizer(low, step, levels);
    }

    /**
     * Tables for what will travel. An image counts as much as its exit doubts: {@code 1 - p} of its most probable class. Where few
     * that are doubted have a class, all that have it stand behind them.
     */
    private static Prior prior(Quantizer quantizer, int classes, Head head, Inputs training) {
        int contexts = Math.max(1, classes);
        int channels = quantizer.features();
        double[][][] all = new double[contexts][channels][];
        double[][][] doubted = new double[contexts][channels][];
        for (int context = 0; context < contexts; context++) {
            for (int c = 0; c < channels; c++) {
                all[context][c] = new double[quantizer.levels(c)];
                doubted[context][c] = new double[quantizer.levels(c)];
            }
        }
        double[] weights = new double[contexts];
        for (int image = 0; image < training.size(); image++) {
            Continue unsure = features(head, training, image);
            Features features = unsure.features();
            double doubt = 1 - unsure.exitScore().classification().probability() + LEAST_WEIGHT;
            int context = classes == 0 ? 0 : features.exitClass();
            weights[context] += doubt;
            for (int c = 0; c < channels; c++) {
                int level = quantizer.quantize(c, features.values()[c]);
                all[context][c][level]++;
                doubted[context][c][level] += doubt;
            }
        }
        List<List<FrequencyTable>> tables = new ArrayList<>();
        for (int context = 0; context < contexts; context++) {
            List<FrequencyTable> ofContext = new ArrayList<>();
            for (int c = 0; c < channels; c++) {
                ofContext.add(FrequencyTable.of(backed(doubted[context][c], all[context][c])));
            }
            tables.add(ofContext);
            weights[context] += UNSEEN;
        }
        return new Prior(classes == 0 ? null : FrequencyTable.of(weights), tables);
    }

    private static double[] backed(double[] doubted, double[] all) {
        double sum = Arrays.stream(all).sum() + UNSEEN * all.length;
        double[] counts = new double[all.length];
        for (int level = 0; level < counts.length; level++) {
            counts[level] = doubted[level] + BACKING * (all[level] + UNSEEN) / sum;
        }
        return counts;
    }

    /** What travels of an image whatever its exits think of it. */
    static Continue features(Head head, Inputs training, int image) {
        return (Continue) head.decide(training.vector(image), OptionalDouble.of(Head.NEVER));
    }
}
