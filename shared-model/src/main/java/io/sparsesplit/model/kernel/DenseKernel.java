package io.sparsesplit.model.kernel;

import io.sparsesplit.model.pattern.Pattern;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.mult.MatrixVectorMult_FDRM;

/** The product of a dense junction: one image by EJML, a tile row by row. */
public final class DenseKernel implements Kernel {

    private final FMatrixRMaj matrix;
    private final float[] biases;
    private final IndexedKernel rows;

    /**
     * A kernel of a dense pattern.
     *
     * @param weights row-major, {@code outputs x inputs}, not copied
     */
    DenseKernel(Pattern pattern, float[] weights, float[] biases) {
        this.matrix = FMatrixRMaj.wrap(
                pattern.junction().outputs(), pattern.junction().inputs(), weights);
        this.biases = biases;
        this.rows = new IndexedKernel(pattern, weights, biases);
    }

    @Override
    public void forward(float[] x, float[] y) {
        System.arraycopy(biases, 0, y, 0, biases.length);
        MatrixVectorMult_FDRM.multAdd(
                matrix, FMatrixRMaj.wrap(matrix.numCols, 1, x), FMatrixRMaj.wrap(matrix.numRows, 1, y));
    }

    @Override
    public void forward(float[][] x, float[][] y, int lanes) {
        rows.forward(x, y, lanes);
    }
}
