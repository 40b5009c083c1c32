package io.sparsesplit.trainer.train;

import io.sparsesplit.model.codec.Quantizer;
import io.sparsesplit.model.network.Layer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Losses and correct answers of a network on images that its weights are not fitted to.
 *
 * @param images number of images; 0 when there are none to validate on
 * @param exitCorrect number of images that the last exit classifies correctly
 * @param tailCorrect number of images that the tail classifies correctly, from features as they travel
 * @param exitLoss mean cross-entropy of all exits together, in nats
 * @param tailLoss mean cross-entropy of the tail, in nats
 * @param bits mean code length of an image's features, in bits; 0 when they are not rounded
 * @param objective mean over images of what training minimises, in nats
 * @param standardError standard error of that mean, in nats
 */
record Validation(
        int images,
        int exitCorrect,
        int tailCorrect,
        double exitLoss,
        double tailLoss,
        double bits,
        double objective,
        double standardError) {

    static final Validation NONE = new Validation(0, 0, 0, 0, 0, 0, 0, 0);

    /**
     * Measures a network.
     *
     * @param rate the rounding of features and the rate weight of their bits; null when features travel as they are
     * @param exitWeight weight of the exits' losses beside the tail's
     */
    static Validation of(TrainableNetwork network, @Nullable Rate rate, Inputs images, double exitWeight) {
        if (images.size() == 0) {
            return NONE;
        }
        Pass pass = new Pass(network, rate, exitWeight);
        for (int image = 0; image < images.size(); image++) {
            pass.add(images.vector(image), images.label(image), images.weight(images.label(image)));
        }
        return pass.result(images.size());
    }

    /** Returns the exit's accuracy in percent. */
    double exitAccuracy() {
        return images == 0 ? 0 : 100.0 * exitCorrect / images;
    }

    /** Returns the tail's accuracy in percent. */
    double tailAccuracy() {
        return images == 0 ? 0 : 100.0 * tailCorrect / images;
    }

    /** The sums over the images seen so far. */
    private static final class Pass {

        private final List<Layer> head;
        private final List<Layer> tail;
        private final List<Layer> exits;
        private final List<Integer> exitAfter;
        private final int classes;
        private final boolean guided;
        private final @Nullable Rate rate;
        private final @Nullable Quantizer quantizer;
        private final double exitWeight;
        private final double beta;
        private int exitCorrect;
        private int tailCorrect;
        private double exitLoss;
        private double tailLoss;
        private double bits;
        private double objective;
        private double squares;

        Pass(TrainableNetwork network, @Nullable Rate rate, double exitWeight) {
            this.exitWeight = exitWeight;
            this.beta = rate == null ? 0 : rate.beta();
            int split = network.topology().split().headJunctions();
            List<Layer> layers =
                    network.layers().stream().map(TrainableLayer::toLayer).toList();
            this.head = layers.subList(0, split);
            this.tail = layers.subList(split, layers.size());
            this.exits = network.exits().stream().map(TrainableLayer::toLayer).toList();
            this.exitAfter = network.topology().exitAfter();
            this.classes = network.topology().classes();
            this.guided = network.topology().readsExitClass();
            this.rate = rate;
            this.quantizer = rate == null ? null : rate.quantizer();
        }

        void add(float[] input, int label, double weight) {
            double exitsBefore = exitLoss;
            double bitsBefore = bits;
            float[] activations = input;
            int exitClass = 0;
            int exit = 0;
            for (int layer = 0; layer < head.size(); layer++) {
                activations = head.get(layer).forward(activations);
                while (exit < exits.size() && exitAfter.get(exit) == layer + 1) {
                    float[] logits = exits.get(exit).forward(activations);
                    exitLoss += weight * crossEntropy(logits, label);
                    exitClass = largest(logits);
                    exit++;
                }
            }
            exitCorrect += exitClass == label ? 1 : 0;
            activations = received(activations, exitClass);
            for (Layer layer : tail) {
                activations = layer.forward(activations);
            }
            double ofTail = weight * crossEntropy(activations, label);
            double ofImage = ofTail + exitWeight * (exitLoss - exitsBefore) + beta * (bits - bitsBefore);
            tailLoss += ofTail;
            objective += ofImage;
            squares += ofImage * ofImage;
            tailCorrect += largest(activations) == label ? 1 : 0;
        }

        private float[] received(float[] features, int exitClass) {
            float[] received = new float[features.length + (guided ? classes : 0)];
            for (int c = 0; c < features.length; c++) {
                received[c] = rate == null || quantizer == null ? features[c] : rounded(c, features[c], exitClass);
            }
            if (guided) {
                received[features.length + exitClass] = 1;
            }
            return received;
        }

        private float rounded(int channel, float feature, int exitClass) {
            Quantizer levels = Objects.requireNonNull(quantizer);
            CodeLengths lengths = Objects.requireNonNull(rate).lengths();
            int symbol = levels.quantize(channel, feature);
            bits += lengths.bits()[lengths.first(guided ? exitClass : 0, channel) + symbol];
            return levels.value(channel, symbol);
        }

        Validation result(int images) {
            double mean = objective / images;
            double variance = Math.max(0, squares / images - mean * mean);
            return new Validation(
                    images,
                    exitCorrect,
                    tailCorrect,
                    exitLoss / images,
                    tailLoss / images,
                    bits / images,
                    mean,
                    Math.sqrt(variance / images));
        }

        private static int largest(float[] logits) {
            int best = 0;
            for (int c = 1; c < logits.length; c++) {
                best = logits[c] > logits[best] ? c : best;
            }
            return best;
        }

        /** {@code ln sum_c exp(z_c) - z_label}. */
        private static double crossEntropy(float[] logits, int label) {
            double max = logits[largest(logits)];
            double sum = 0;
            for (float logit : logits) {
                sum += StrictMath.exp(logit - max);
            }
            return StrictMath.log(sum) + max - logits[label];
        }
    }
}
