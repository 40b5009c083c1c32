package io.sparsesplit.model.kernel;

import io.sparsesplit.model.pattern.Junction;
import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/** The product of a dense junction, by EJML; also what sparse kernels are checked against. */
public final class DenseKernel implements Kernel {

    private final FMatrixRMaj weights;
    private final float[] biases;

    /** @param weights row-major, {@code outputs x inputs}; not copied */
    DenseKernel(Junction junction, float[] weights, float[] biases) {
        this.weights = FMatrixRMaj.wrap(junction.outputs(), junction.inputs(), weights);
        this.biases = biases;
    }

    @Override
    public void forward(float[] x, float[] y) {
        forward(x, y, 1);
    }

    @Override
    public void forward(float[] x, float[] y, int lanes) {
        for (int o = 0; o < biases.length; o++) {
            Arrays.fill(y, o * lanes, (o + 1) * lanes, biases[o]);
        }
        FMatrixRMaj right = FMatrixRMaj.wrap(biases.length, lanes, y);
        CommonOps_FDRM.multAdd(weights, FMatrixRMaj.wrap(weights.numCols, lanes, x), right);
    }
}
