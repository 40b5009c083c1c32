package io.sparsesplit.benchmarks;

import io.sparsesplit.model.kernel.Kernel;
import io.sparsesplit.model.pattern.Junction;
import io.sparsesplit.model.pattern.Pattern;
import io.sparsesplit.model.pattern.Pattern.Recipe;
import io.sparsesplit.model.pattern.PatternFamily;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.ejml.data.FMatrixRMaj;
import org.ejml.data.FMatrixSparseCSC;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.sparse.csc.CommonOps_FSCC;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The product of one junction with one image or a tile, by four ways, all without bias. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KernelBenchmark {

    /** {@code inputs x outputs x outDegree} */
    @Param({"800x40x2", "800x160x8", "1024x1024x48", "1024x1024x128", "1024x1024x256"})
    public String junction = "";

    @Param({"1", "32", "256"})
    public int batch;

    private float[] x = new float[0];
    private float[] y = new float[0];
    private Kernel random = kernel(new Junction(1, 1, 1), PatternFamily.RANDOM, new float[1]);
    private Kernel cyclic = random;
    private float[][] xTile = new float[0][];
    private float[][] yTile = new float[0][];
    private FMatrixRMaj dense = new FMatrixRMaj(0, 0);
    private FMatrixSparseCSC csc = new FMatrixSparseCSC(0, 0);
    private FMatrixRMaj left = new FMatrixRMaj(0, 0);
    private FMatrixRMaj right = new FMatrixRMaj(0, 0);

    @Setup
    public void prepare() {
        String[] numbers = junction.split("x", -1);
        Junction shape =
                new Junction(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
        Random source = new Random(1);
        float[] weights = gaussians(shape.edges(), source);
        random = kernel(shape, PatternFamily.RANDOM, weights);
        cyclic = kernel(shape, PatternFamily.CYCLIC, weights);
        Pattern pattern = Pattern.generate(shape, new Recipe(PatternFamily.RANDOM, 1));
        csc = new FMatrixSparseCSC(shape.outputs(), shape.inputs(), shape.edges());
        dense = new FMatrixRMaj(shape.outputs(), shape.inputs());
        for (int o = 0; o < shape.outputs(); o++) {
            for (int k = 0; k < shape.inDegree(); k++) {
                float weight = weights[o * shape.inDegree() + k];
                dense.set(o, pattern.source(o, k), weight);
                csc.set(o, pattern.source(o, k), weight);
            }
        }
        x = gaussians(shape.inputs() * batch, source);
        y = new float[shape.outputs() * batch];
        xTile = new float[shape.inputs()][];
        for (int i = 0; i < xTile.length; i++) {
            xTile[i] = Arrays.copyOfRange(x, i * batch, (i + 1) * batch);
        }
        yTile = new float[shape.outputs()][batch];
        left = FMatrixRMaj.wrap(shape.inputs(), batch, x);
        right = FMatrixRMaj.wrap(shape.outputs(), batch, y);
    }

    @Benchmark
    public float[] sparseRandom() {
        return run(random);
    }

    @Benchmark
    public float[] sparseCyclic() {
        return run(cyclic);
    }

    @Benchmark
    public float[] ejmlDense() {
        CommonOps_FDRM.mult(dense, left, right);
        return y;
    }

    @Benchmark
    public float[] ejmlCsc() {
        CommonOps_FSCC.mult(csc, left, right);
        return y;
    }

    private float[] run(Kernel kernel) {
        if (batch == 1) {
            kernel.forward(x, y);
        } else {
            kernel.forward(xTile, yTile, batch);
        }
        return y;
    }

    private static Kernel kernel(Junction junction, PatternFamily family, float[] weights) {
        return Kernel.of(Pattern.generate(junction, new Recipe(family, 1)), weights, new float[junction.outputs()]);
    }

    private static float[] gaussians(int length, Random random) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
