package io.sparsesplit.benchmarks;

import io.sparsesplit.model.network.Activation;
import io.sparsesplit.model.network.Layer;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/** A layer that is made sparse as the reference does it: a full matrix of weights, multiplied with a mask of 0 and 1. */
final class MaskedDenseLayer {

    private final FMatrixRMaj weights;
    private final FMatrixRMaj mask;
    private final float[] biases;
    private final boolean rectified;
    private final AdamMoments weightMoments;
    private final AdamMoments biasMoments;

    /** A layer that begins with the weights of a sparse one. */
    MaskedDenseLayer(Layer sparse) {
        int outputs = sparse.junction().outputs();
        int inDegree = sparse.junction().inDegree();
        weights = new FMatrixRMaj(outputs, sparse.junction().inputs());
        mask = weights.createLike();
        float[] values = sparse.weights();
        for (int o = 0; o < outputs; o++) {
            for (int k = 0; k < inDegree; k++) {
                weights.set(o, sparse.pattern().source(o, k), values[o * inDegree + k]);
                mask.set(o, sparse.pattern().source(o, k), 1);
            }
        }
        biases = sparse.biases();
        rectified = sparse.activation() == Activation.RELU;
        weightMoments = new AdamMoments(weights.getNumElements());
        biasMoments = new AdamMoments(biases.length);
    }

    int inputs() {
        return weights.numCols;
    }

    int outputs() {
        return weights.numRows;
    }

    float weight(int output, int input) {
        return weights.get(output, input);
    }

    float bias(int output) {
        return biases[output];
    }

    /**
     * {@code y = activation(W x + b)}.
     *
     * @param x inputs x images
     * @param y receives outputs x images
     */
    void forward(FMatrixRMaj x, FMatrixRMaj y) {
        CommonOps_FDRM.mult(weights, x, y);
        int images = x.numCols;
        for (int o = 0; o < biases.length; o++) {
            addBias(biases[o], rectified ? 0 : Float.NEGATIVE_INFINITY, y.data, o * images, (o + 1) * images);
        }
    }

    /**
     * The gradients of some images.
     *
     * @param transposed what {@link #forward} read, images x inputs
     * @param y what it wrote
     * @param dy derivative of the loss by {@code y}; becomes that by the weighted sums
     * @param dWeights receives outputs x inputs
     * @param dBiases receives a number per output
     */
    void gradients(FMatrixRMaj transposed, FMatrixRMaj y, FMatrixRMaj dy, FMatrixRMaj dWeights, float[] dBiases) {
        if (rectified) {
            keepWhereActive(dy.data, y.data, dy.getNumElements());
        }
        int images = dy.numCols;
        for (int o = 0; o < biases.length; o++) {
            dBiases[o] = sum(dy.data, o * images, (o + 1) * images);
        }
        CommonOps_FDRM.mult(dy, transposed, dWeights);
    }

    /** {@code dx = W^T dy}. */
    void backward(FMatrixRMaj dy, FMatrixRMaj dx) {
        CommonOps_FDRM.multTransA(weights, dy, dx);
    }

    /** A step of AdamW, after which the mask removes what is no edge. */
    void step(FMatrixRMaj dWeights, float[] dBiases, int step, double learningRate, double weightDecay) {
        weightMoments.step(weights.data, dWeights.data, step, learningRate, weightDecay);
        biasMoments.step(biases, dBiases, step, learningRate, 0);
        CommonOps_FDRM.elementMult(weights, mask);
    }

    private static void addBias(float bias, float least, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Math.max(y[i] + bias, least);
        }
    }

    private static void keepWhereActive(float[] dy, float[] y, int length) {
        for (int i = 0; i < length; i++) {
            dy[i] = y[i] > 0 ? dy[i] : 0;
        }
    }

    private static float sum(float[] values, int from, int to) {
        float sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum;
    }
}
