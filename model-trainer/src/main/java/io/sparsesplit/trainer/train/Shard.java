package io.sparsesplit.trainer.train;

import io.sparsesplit.trainer.train.Phase.Objective;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward pass of a part of a batch, with the memory it needs. The loss of an image is
 * {@code w (CE(tail) + exitWeight * sum over exits of CE(exit))} with the weight {@code w} of its class (BranchyNet's joint
 * loss); that of a batch is the mean.
 */
final class Shard {

    private final TrainableNetwork network;
    private final Phase phase;
    private final double exitWeight;
    private final int lanes;
    private final float[][][] activations;
    private final float[][][] derivatives;
    private final float[][][] exitLogits;
    private final float[][][] exitDerivatives;
    private final float[][] targets;
    private final float[] weights;
    private final byte[] samples;
    private final Softmax softmax;
    private final @Nullable StraightThroughQuantizer crossing;
    private final List<Optional<DenseGradients>> dense;
    private final Gradients gradients;
    private double loss;
    private double bits;

    /**
     * Memory for a network.
     *
     * @param lanes most images in a shard; a multiple of 8
     * @param phase what is learned, and what features cost
     */
    Shard(TrainableNetwork network, double exitWeight, int lanes, Phase phase) {
        this.phase = phase;
        this.network = network;
        this.exitWeight = exitWeight;
        this.lanes = lanes;
        List<TrainableLayer> layers = network.layers();
        int classes = network.topology().classes();
        activations = new float[layers.size() + 1][][];
        derivatives = new float[layers.size() + 1][][];
        activations[0] = new float[layers.get(0).inputs()][lanes];
        derivatives[0] = new float[0][];
        for (int i = 0; i < layers.size(); i++) {
            activations[i + 1] = new float[layers.get(i).outputs()][lanes];
            derivatives[i + 1] = new float[layers.get(i).outputs()][lanes];
        }
        exitLogits = new float[network.exits().size()][classes][lanes];
        exitDerivatives = new float[network.exits().size()][classes][lanes];
        targets = new float[classes][lanes];
        weights = new float[lanes];
        samples = new byte[layers.get(0).inputs() * lanes];
        softmax = new Softmax(classes, lanes);
        boolean guided = network.topology().readsExitClass();
        crossing = phase.rate() == null && !guided
                ? null
                : new StraightThroughQuantizer(network.features(), guided ? classes : 0, lanes, phase.rate());
        gradients = new Gradients(network.all());
        dense = network.all().stream()
                .map(layer -> Optional.ofNullable(DenseGradients.of(layer.junction(), lanes)))
                .toList();
    }

    /** Summed over the images of the last run. */
    double loss() {
        return loss;
    }

    /** Of what travelled, summed over the images of the last run. */
    double bits() {
        return bits;
    }

    /** How often each symbol travelled in the last run. */
    int[] counts() {
        return crossing == null ? new int[0] : crossing.counts();
    }

    /** Of the last run. */
    Gradients gradients() {
        return gradients;
    }

    /**
     * One pass. Lanes without an image go through the motions with derivative 0: rows of one length are what the compiler
     * makes fast code for.
     *
     * @param order of the images, of which {@code from} to {@code from + images - 1} are this shard's
     * @param batch images in the whole batch, over which the mean is taken
     * @param rateShare of the full rate weight, 0 to 1
     */
    void run(
            Inputs inputs,
            Augmentation augmentation,
            int epoch,
            int[] order,
            int from,
            int images,
            int batch,
            double rateShare) {
        inputs.tile(order, from, images, augmentation, epoch, activations[0], samples);
        inputs.targets(order, from, images, targets, weights);
        gradients.clear();
        int split = network.topology().split().headJunctions();
        int last = network.layers().size();
        forward(0, split);
        for (int e = 0; e < network.exits().size(); e++) {
            network.exits()
                    .get(e)
                    .forward(activations[network.topology().exitAfter().get(e)], exitLogits[e], lanes);
        }
        bits = crossing == null ? 0 : crossing.forward(activations[split], exitLogits[exitLogits.length - 1], images);
        if (phase.objective() == Objective.FEATURES) {
            forward(split, split + 1);
            loss = distance(activations[split - 1], activations[split + 1], derivatives[split + 1], images, batch);
            backward(split + 1, split, true);
            crossBack(split, images, batch, rateShare);
            backward(split, split - 1, false);
            return;
        }
        forward(split, last);
        loss = softmax.crossEntropy(activations[last], targets, weights, images, 1.0, batch, derivatives[last]);
        for (int e = 0; e < network.exits().size(); e++) {
            exitBackward(e, images, batch);
        }
        backward(last, split, true);
        crossBack(split, images, batch, rateShare);
        backward(split, 0, false);
    }

    private void crossBack(int split, int images, int batch, double rateShare) {
        if (crossing != null) {
            crossing.backward(derivatives[split], images, batch, rateShare);
        }
    }

    /** The squared distance of a tile from another, and its derivative divided by {@code batch}. */
    private static double distance(float[][] wanted, float[][] got, float[][] derivative, int images, int batch) {
        double sum = 0;
        for (int i = 0; i < wanted.length; i++) {
            for (int lane = 0; lane < images; lane++) {
                float difference = got[i][lane] - wanted[i][lane];
                sum += difference * difference;
                derivative[i][lane] = 2 * difference / batch;
            }
        }
        return sum;
    }

    private void forward(int from, int to) {
        for (int i = from; i < to; i++) {
            network.layers().get(i).forward(read(i), activations[i + 1], lanes);
            for (float[] row : derivatives[i + 1]) {
                Arrays.fill(row, 0);
            }
        }
    }

    /** @param further whether the layer before the lowest asks for its derivatives */
    private void backward(int from, int to, boolean further) {
        for (int i = from - 1; i >= to; i--) {
            network.layers()
                    .get(i)
                    .backward(
                            read(i),
                            activations[i + 1],
                            derivatives[i + 1],
                            lanes,
                            gradients.weights(i),
                            gradients.biases(i),
                            i == to && !further ? null : derivativesOfRead(i),
                            dense.get(i).orElse(null));
        }
    }

    /** What a layer reads: what the one before wrote, unless that is in the cloud and this is not. */
    private float[][] read(int i) {
        return crossing != null && i == network.topology().split().headJunctions()
                ? crossing.received()
                : activations[i];
    }

    private float[][] derivativesOfRead(int i) {
        return crossing != null && i == network.topology().split().headJunctions()
                ? crossing.derivatives()
                : derivatives[i];
    }

    /** An exit's derivative by the activations it reads joins that of the layers behind. */
    private void exitBackward(int e, int images, int batch) {
        TrainableLayer exit = network.exits().get(e);
        int after = network.topology().exitAfter().get(e);
        int index = network.layers().size() + e;
        loss += softmax.crossEntropy(exitLogits[e], targets, weights, images, exitWeight, batch, exitDerivatives[e]);
        exit.backward(
                activations[after],
                exitLogits[e],
                exitDerivatives[e],
                lanes,
                gradients.weights(index),
                gradients.biases(index),
                derivatives[after],
                dense.get(index).orElse(null));
    }
}
