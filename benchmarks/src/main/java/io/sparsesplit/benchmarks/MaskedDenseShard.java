package io.sparsesplit.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/**
 * Forward and backward pass of one thread's part of a batch, with the memory it needs. Activations have a row per neuron:
 * of the ways that EJML's products can be put, measured for a junction of 800 to 40 neurons, those are fastest that add up long
 * rows, so the product with a batch in columns, and that of derivatives with a batch in rows. EJML's own concurrent products
 * were slower than this.
 */
final class MaskedDenseShard {

    private final List<MaskedDenseLayer> layers;
    private final List<FMatrixRMaj> activations = new ArrayList<>();
    private final List<FMatrixRMaj> transposed = new ArrayList<>();
    private final List<FMatrixRMaj> derivatives = new ArrayList<>();
    private final List<FMatrixRMaj> dWeights = new ArrayList<>();
    private final List<float[]> dBiases = new ArrayList<>();
    private double loss;

    /** @param lanes most images in a shard */
    MaskedDenseShard(List<MaskedDenseLayer> layers, int lanes) {
        this.layers = layers;
        int inputs = layers.get(0).inputs();
        activations.add(new FMatrixRMaj(inputs, lanes));
        transposed.add(new FMatrixRMaj(lanes, inputs));
        derivatives.add(new FMatrixRMaj(0, 0));
        for (MaskedDenseLayer layer : layers) {
            activations.add(new FMatrixRMaj(layer.outputs(), lanes));
            transposed.add(new FMatrixRMaj(lanes, layer.outputs()));
            derivatives.add(new FMatrixRMaj(layer.outputs(), lanes));
            dWeights.add(new FMatrixRMaj(layer.outputs(), layer.inputs()));
            dBiases.add(new float[layer.outputs()]);
        }
    }

    /** Summed over the images of the last run. */
    double loss() {
        return loss;
    }

    /** Of the last run. */
    FMatrixRMaj weightGradients(int layer) {
        return dWeights.get(layer);
    }

    /** Of the last run. */
    float[] biasGradients(int layer) {
        return dBiases.get(layer);
    }

    /**
     * One pass.
     *
     * @param inputs of all images
     * @param labels of all images
     * @param order of the images, of which {@code from} to {@code from + images - 1} are this shard's
     * @param batch images in the whole batch, over which the mean is taken
     */
    void run(float[][] inputs, int[] labels, int[] order, int from, int images, int batch) {
        reshape(images);
        int length = transposed.get(0).numCols;
        for (int lane = 0; lane < images; lane++) {
            System.arraycopy(inputs[order[from + lane]], 0, transposed.get(0).data, lane * length, length);
        }
        CommonOps_FDRM.transpose(transposed.get(0), activations.get(0));
        int last = layers.size();
        for (int i = 0; i < last; i++) {
            layers.get(i).forward(activations.get(i), activations.get(i + 1));
        }
        loss = crossEntropy(activations.get(last), labels, order, from, batch, derivatives.get(last));
        for (int i = last - 1; i >= 0; i--) {
            if (i > 0) {
                CommonOps_FDRM.transpose(activations.get(i), transposed.get(i));
            }
            layers.get(i)
                    .gradients(
                            transposed.get(i),
                            activations.get(i + 1),
                            derivatives.get(i + 1),
                            dWeights.get(i),
                            dBiases.get(i));
            if (i > 0) {
                layers.get(i).backward(derivatives.get(i + 1), derivatives.get(i));
            }
        }
    }

    /** Adds another's gradients. */
    void add(MaskedDenseShard other) {
        for (int i = 0; i < layers.size(); i++) {
            CommonOps_FDRM.addEquals(dWeights.get(i), other.dWeights.get(i));
            float[] to = dBiases.get(i);
            for (int o = 0; o < to.length; o++) {
                to[o] += other.dBiases.get(i)[o];
            }
        }
    }

    /** To the images of a batch, which the last of an epoch has fewer of; memory is kept. */
    private void reshape(int images) {
        for (int i = 0; i < activations.size(); i++) {
            activations.get(i).reshape(activations.get(i).numRows, images);
            transposed.get(i).reshape(images, transposed.get(i).numCols);
            derivatives.get(i).reshape(derivatives.get(i).numRows, images);
        }
    }

    /** The sum of {@code -ln softmax(logits)_label}, and the derivative of that divided by {@code batch}. */
    private static double crossEntropy(
            FMatrixRMaj logits, int[] labels, int[] order, int from, int batch, FMatrixRMaj derivative) {
        int images = logits.numCols;
        int elements = logits.getNumElements();
        float[] z = logits.data;
        float[] d = derivative.data;
        double loss = 0;
        for (int lane = 0; lane < images; lane++) {
            float max = z[lane];
            for (int i = lane; i < elements; i += images) {
                max = Math.max(max, z[i]);
            }
            float sum = 0;
            for (int i = lane; i < elements; i += images) {
                d[i] = (float) Math.exp(z[i] - max);
                sum += d[i];
            }
            for (int i = lane; i < elements; i += images) {
                d[i] /= sum * batch;
            }
            int label = labels[order[from + lane]] * images + lane;
            d[label] -= 1f / batch;
            loss += Math.log(sum) + max - z[label];
        }
        return loss;
    }
}
