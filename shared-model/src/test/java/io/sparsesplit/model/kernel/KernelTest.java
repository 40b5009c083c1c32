package io.sparsesplit.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.model.pattern.Grid;
import io.sparsesplit.model.pattern.Junction;
import io.sparsesplit.model.pattern.Pattern;
import io.sparsesplit.model.pattern.Pattern.Recipe;
import io.sparsesplit.model.pattern.PatternFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** EJML's dense product, with zeros where there is no edge, is the oracle of every kernel. */
class KernelTest {

    private static final int[] LANES = {1, 3, 16, 33, 128};

    static Stream<Arguments> patterns() {
        List<Junction> junctions = List.of(
                new Junction(1, 1, 1),
                new Junction(1, 13, 13),
                new Junction(13, 1, 1),
                new Junction(13, 13, 4),
                new Junction(207, 207, 10),
                new Junction(207, 13, 13),
                new Junction(800, 40, 2),
                new Junction(800, 40, 13),
                new Junction(784, 40, 5),
                new Junction(64, 96, 33),
                new Junction(40, 10, 10),
                new Junction(1024, 1024, 48));
        List<Arguments> patterns = new ArrayList<>();
        for (Junction junction : junctions) {
            for (PatternFamily family : PatternFamily.values()) {
                if (junction.isDense() || family != PatternFamily.DENSE) {
                    patterns.add(Arguments.of(junction, family));
                }
            }
        }
        return patterns.stream();
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void everyKernelAgreesWithTheDenseProduct(Junction junction, PatternFamily family) {
        Pattern pattern = Pattern.generate(junction, new Recipe(family, 17), Grid.of(junction.inputs()));
        Random random = new Random(4);
        float[] weights = gaussians(junction.edges(), random);
        float[] biases = gaussians(junction.outputs(), random);
        for (Kernel kernel : kernels(pattern, weights, biases)) {
            for (int lanes : LANES) {
                float[] x = gaussians(junction.inputs() * lanes, random);
                float[][] y = rows(dirty(junction.outputs() * lanes), lanes);
                kernel.forward(rows(x, lanes), y, lanes);

                assertAgrees(kernel, junction, denseProduct(pattern, weights, biases, x, lanes), joined(y));
            }
            float[] x = gaussians(junction.inputs(), random);
            float[] y = dirty(junction.outputs());
            kernel.forward(x, y);

            assertAgrees(kernel, junction, denseProduct(pattern, weights, biases, x, 1), y);
        }
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void aTileAgreesWithItsImagesOneByOne(Junction junction, PatternFamily family) {
        Pattern pattern = Pattern.generate(junction, new Recipe(family, 18), Grid.of(junction.inputs()));
        Random random = new Random(5);
        Kernel kernel = Kernel.of(pattern, gaussians(junction.edges(), random), gaussians(junction.outputs(), random));
        int lanes = 5;
        float[] tile = gaussians(junction.inputs() * lanes, random);
        float[][] y = rows(dirty(junction.outputs() * lanes), lanes);
        kernel.forward(rows(tile, lanes), y, lanes);
        for (int lane = 0; lane < lanes; lane++) {
            float[] single = dirty(junction.outputs());
            kernel.forward(lane(tile, lane, lanes), single);

            assertAgrees(kernel, junction, single, lane(joined(y), lane, lanes));
        }
    }

    @Test
    void inputsAreNotChanged() {
        Pattern pattern = Pattern.generate(new Junction(64, 64, 8), new Recipe(PatternFamily.CYCLIC, 1));
        float[] x = gaussians(64, new Random(1));
        float[] before = x.clone();
        for (Kernel kernel : kernels(pattern, new float[512], new float[64])) {
            kernel.forward(x, new float[64]);
            kernel.forward(rows(x, 1), new float[64][1], 1);
        }

        assertThat(x).isEqualTo(before);
    }

    @Test
    void buffersMayBeLongerThanNeeded() {
        Pattern dense = Pattern.generate(Junction.dense(3, 2), new Recipe(PatternFamily.DENSE, 0));
        Pattern sparse = Pattern.generate(new Junction(4, 2, 1), new Recipe(PatternFamily.RANDOM, 0));
        Pattern cyclic = Pattern.generate(new Junction(64, 64, 1), new Recipe(PatternFamily.CYCLIC, 0));
        for (Pattern pattern : List.of(dense, sparse, cyclic)) {
            Junction junction = pattern.junction();
            Kernel kernel = Kernel.of(pattern, new float[junction.edges()], new float[junction.outputs()]);
            float[] y = dirty(200);
            kernel.forward(new float[100], y);

            assertThat(Arrays.copyOf(y, junction.outputs())).containsOnly(0);
            assertThat(Arrays.copyOfRange(y, junction.outputs(), 200)).containsOnly(-77);
        }
    }

    @Test
    void lengthsThatDoNotFitThePatternAreRefused() {
        Pattern pattern = Pattern.generate(new Junction(4, 2, 1), new Recipe(PatternFamily.RANDOM, 0));

        assertThatThrownBy(() -> Kernel.of(pattern, new float[3], new float[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 weights given, but the pattern has 4");
        assertThatThrownBy(() -> Kernel.of(pattern, new float[4], new float[3]))
                .hasMessage("3 biases given, but the pattern has 2");
    }

    @Test
    void theKernelIsChosenByThePattern() {
        assertThat(kernelOf(Junction.dense(40, 10), PatternFamily.RANDOM)).isInstanceOf(DenseKernel.class);
        assertThat(kernelOf(new Junction(1024, 1024, 48), PatternFamily.CYCLIC)).isInstanceOf(CyclicKernel.class);
        assertThat(kernelOf(new Junction(24, 24, 2), PatternFamily.CYCLIC)).isInstanceOf(IndexedKernel.class);
        assertThat(kernelOf(new Junction(1024, 1024, 48), PatternFamily.RANDOM)).isInstanceOf(IndexedKernel.class);
    }

    private static Kernel kernelOf(Junction junction, PatternFamily family) {
        Pattern pattern = Pattern.generate(junction, new Recipe(family, 0), Grid.of(junction.inputs()));
        return Kernel.of(pattern, new float[junction.edges()], new float[junction.outputs()]);
    }

    /** Every kernel that can compute the product over a pattern, chosen for it or not. */
    private static List<Kernel> kernels(Pattern pattern, float[] weights, float[] biases) {
        List<Kernel> kernels = new ArrayList<>();
        kernels.add(new IndexedKernel(pattern, weights, biases));
        if (pattern.recipe().orElseThrow().family() == PatternFamily.CYCLIC) {
            kernels.add(new CyclicKernel(pattern, weights, biases));
        }
        if (pattern.junction().isDense()) {
            kernels.add(new DenseKernel(pattern, weights, biases));
        }
        return kernels;
    }

    /** A tile from its rows, one behind the other. */
    private static float[][] rows(float[] joined, int lanes) {
        float[][] rows = new float[joined.length / lanes][];
        Arrays.setAll(rows, n -> Arrays.copyOfRange(joined, n * lanes, (n + 1) * lanes));
        return rows;
    }

    private static float[] joined(float[][] rows) {
        float[] joined = new float[rows.length * rows[0].length];
        for (int n = 0; n < rows.length; n++) {
            System.arraycopy(rows[n], 0, joined, n * rows[n].length, rows[n].length);
        }
        return joined;
    }

    private static float[] denseProduct(Pattern pattern, float[] weights, float[] biases, float[] x, int lanes) {
        Junction junction = pattern.junction();
        FMatrixRMaj w = new FMatrixRMaj(junction.outputs(), junction.inputs());
        for (int o = 0; o < junction.outputs(); o++) {
            for (int k = 0; k < junction.inDegree(); k++) {
                w.set(o, pattern.source(o, k), weights[o * junction.inDegree() + k]);
            }
        }
        FMatrixRMaj y = new FMatrixRMaj(junction.outputs(), lanes);
        CommonOps_FDRM.mult(w, FMatrixRMaj.wrap(junction.inputs(), lanes, x), y);
        for (int o = 0; o < junction.outputs(); o++) {
            for (int lane = 0; lane < lanes; lane++) {
                y.set(o, lane, y.get(o, lane) + biases[o]);
            }
        }
        return y.data;
    }

    /** Sums of n rounded products of standard normal numbers may differ by about n roundings of a sum of size sqrt n. */
    private static void assertAgrees(Kernel kernel, Junction junction, float[] expected, float[] actual) {
        float tolerance = (float) (4 * Math.ulp(1f) * junction.inDegree() * Math.sqrt(junction.inDegree()) + 1e-6);
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(expected[i] - actual[i]) <= tolerance)) {
                throw new AssertionError("%s of %s: value %d is %s instead of %s"
                        .formatted(kernel.getClass().getSimpleName(), junction, i, actual[i], expected[i]));
            }
        }
    }

    private static float[] lane(float[] tile, int lane, int lanes) {
        float[] values = new float[tile.length / lanes];
        for (int n = 0; n < values.length; n++) {
            values[n] = tile[n * lanes + lane];
        }
        return values;
    }

    private static float[] gaussians(int length, Random random) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] dirty(int length) {
        float[] values = new float[length];
        Arrays.fill(values, -77);
        return values;
    }
}
