package io.sparsesplit.benchmarks;

import io.sparsesplit.model.kernel.Kernel;
import io.sparsesplit.model.pattern.Junction;
import io.sparsesplit.model.pattern.Pattern;
import io.sparsesplit.model.pattern.Pattern.Recipe;
import io.sparsesplit.model.pattern.PatternFamily;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Why a tile has a row per neuron: the product of 1024 x 1024 neurons, 48 edges each, with 256 images, in both layouts. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class TileLayoutBenchmark {

    private static final int LANES = 256;
    private static final Junction JUNCTION = new Junction(1024, 1024, 48);

    private final Pattern pattern = Pattern.generate(JUNCTION, new Recipe(PatternFamily.RANDOM, 1));
    private final int[] sources = pattern.sources();
    private final float[] weights = gaussians(JUNCTION.edges());
    private final Kernel kernel = Kernel.of(pattern, weights, new float[JUNCTION.outputs()]);
    private final float[] x = gaussians(JUNCTION.inputs() * LANES);
    private final float[] y = new float[JUNCTION.outputs() * LANES];
    private final float[][] xRows = new float[JUNCTION.inputs()][];
    private final float[][] yRows = new float[JUNCTION.outputs()][LANES];

    public TileLayoutBenchmark() {
        Arrays.setAll(xRows, i -> Arrays.copyOfRange(x, i * LANES, (i + 1) * LANES));
    }

    @Benchmark
    public float[][] rowPerNeuron() {
        kernel.forward(xRows, yRows, LANES);
        return yRows;
    }

    @Benchmark
    public float[] oneArray() {
        float[] sum = new float[LANES];
        int edge = 0;
        for (int o = 0; o < JUNCTION.outputs(); o++) {
            Arrays.fill(sum, 0);
            for (int k = 0; k < JUNCTION.inDegree(); k++, edge++) {
                addScaled(weights[edge], x, sources[edge] * LANES, sum);
            }
            System.arraycopy(sum, 0, y, o * LANES, LANES);
        }
        return y;
    }

    private static void addScaled(float w, float[] x, int from, float[] sum) {
        for (int l = 0; l < LANES; l++) {
            sum[l] += w * x[from + l];
        }
    }

    private static float[] gaussians(int length) {
        Random random = new Random(length);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
