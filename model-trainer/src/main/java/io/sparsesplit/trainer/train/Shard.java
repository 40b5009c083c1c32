package io.sparsesplit.trainer.train;

import java.util.Arrays;
import java.util.List;

/**
 * Forward and backward pass of a part of a batch, with the memory it needs. The loss of an image is
 * {@code CE(tail) + exitWeight * sum over exits of CE(exit)} (BranchyNet's joint loss); that of a batch is the mean.
 */
final class Shard {

    private final TrainableNetwork network;
    private final double exitWeight;
    private final float[][][] activations;
    private final float[][][] derivatives;
    private final float[][][] exitLogits;
    private final float[][][] exitDerivatives;
    private final Gradients gradients;
    private double loss;

    /** @param maxLanes most images in a shard */
    Shard(TrainableNetwork network, double exitWeight, int maxLanes) {
        this.network = network;
        this.exitWeight = exitWeight;
        List<TrainableLayer> layers = network.layers();
        activations = new float[layers.size() + 1][][];
        derivatives = new float[layers.size() + 1][][];
        activations[0] = new float[layers.get(0).inputs()][maxLanes];
        derivatives[0] = new float[0][];
        for (int i = 0; i < layers.size(); i++) {
            activations[i + 1] = new float[layers.get(i).outputs()][maxLanes];
            derivatives[i + 1] = new float[layers.get(i).outputs()][maxLanes];
        }
        exitLogits = new float[network.exits().size()][network.topology().classes()][maxLanes];
        exitDerivatives = new float[network.exits().size()][network.topology().classes()][maxLanes];
        gradients = new Gradients(network.all());
    }

    /** Summed over the images of the last run. */
    double loss() {
        return loss;
    }

    /** Of the last run. */
    Gradients gradients() {
        return gradients;
    }

    /**
     * One pass.
     *
     * @param order of the images, of which {@code from} to {@code from + lanes - 1} are this shard's
     * @param batch images in the whole batch, over which the mean is taken
     */
    void run(Inputs inputs, int[] order, int from, int lanes, int batch) {
        int[] labels = new int[lanes];
        Arrays.setAll(labels, lane -> inputs.label(order[from + lane]));
        inputs.tile(order, from, lanes, activations[0]);
        loss = 0;
        gradients.clear();
        List<TrainableLayer> layers = network.layers();
        for (int i = 0; i < layers.size(); i++) {
            layers.get(i).forward(activations[i], activations[i + 1], lanes);
            for (float[] row : derivatives[i + 1]) {
                Arrays.fill(row, 0);
            }
        }
        int last = layers.size();
        loss += crossEntropy(activations[last], labels, 1.0, batch, derivatives[last]);
        for (int e = 0; e < network.exits().size(); e++) {
            exitBackward(e, labels, batch);
        }
        for (int i = last - 1; i >= 0; i--) {
            layers.get(i)
                    .backward(
                            activations[i],
                            activations[i + 1],
                            derivatives[i + 1],
                            lanes,
                            gradients.weights(i),
                            gradients.biases(i),
                            i == 0 ? null : derivatives[i]);
        }
    }

    /** An exit's derivative by the activations it reads joins that of the layers behind. */
    private void exitBackward(int e, int[] labels, int batch) {
        TrainableLayer exit = network.exits().get(e);
        int after = network.topology().exitAfter().get(e);
        int index = network.layers().size() + e;
        float[][] logits = exitLogits[e];
        float[][] derivative = exitDerivatives[e];
        exit.forward(activations[after], logits, labels.length);
        loss += crossEntropy(logits, labels, exitWeight, batch, derivative);
        exit.backward(
                activations[after],
                logits,
                derivative,
                labels.length,
                gradients.weights(index),
                gradients.biases(index),
                derivatives[after]);
    }

    /** {@code weight * sum -ln softmax(logits)[label]}, and its derivative by the logits of the mean over a batch. */
    private double crossEntropy(float[][] logits, int[] labels, double weight, int batch, float[][] derivative) {
        int lanes = labels.length;
        double[] exponentials = new double[network.topology().classes()];
        double sum = 0;
        for (int lane = 0; lane < lanes; lane++) {
            double max = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < exponentials.length; c++) {
                max = Math.max(max, logits[c][lane]);
            }
            double total = 0;
            for (int c = 0; c < exponentials.length; c++) {
                exponentials[c] = StrictMath.exp(logits[c][lane] - max);
                total += exponentials[c];
            }
            sum += StrictMath.log(total) + max - logits[labels[lane]][lane];
            for (int c = 0; c < exponentials.length; c++) {
                double error = exponentials[c] / total - (c == labels[lane] ? 1 : 0);
                derivative[c][lane] = (float) (weight / batch * error);
            }
        }
        return weight * sum;
    }
}
