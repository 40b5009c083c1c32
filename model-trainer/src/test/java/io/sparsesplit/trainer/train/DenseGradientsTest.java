package io.sparsesplit.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.network.Activation;
import io.sparsesplit.model.pattern.Junction;
import io.sparsesplit.model.pattern.Pattern;
import io.sparsesplit.model.pattern.PatternFamily;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DenseGradientsTest {

    private static final int LANES = 24;

    /** Dense junctions, some of 60 %, the sparsest that is dense enough; awkward sizes. */
    @ParameterizedTest
    @CsvSource({"20, 10, 10", "20, 10, 6", "13, 7, 7", "40, 25, 15", "30, 20, 8", "1, 3, 3", "207, 9, 6"})
    void gradientsAreThoseEdgeByEdge(int inputs, int outputs, int outDegree) {
        Junction junction = new Junction(inputs, outputs, outDegree);
        Pattern pattern = Pattern.generate(
                junction, new Pattern.Recipe(junction.isDense() ? PatternFamily.DENSE : PatternFamily.RANDOM, 1));
        TrainableLayer layer = new TrainableLayer(pattern, Activation.RELU, Initialisation.IN_DEGREE, new Random(2));
        Random random = new Random(3);
        float[][] x = tile(random, inputs);
        float[][] dy = tile(random, outputs);
        float[][] y = new float[outputs][LANES];
        layer.forward(x, y, LANES);
        float[] edgeByEdge = new float[junction.edges()];
        float[] dense = new float[junction.edges()];
        for (int i = 0; i < dense.length; i++) {
            // What is there is added to.
            edgeByEdge[i] = i;
            dense[i] = i;
        }
        float[] biases = new float[outputs];
        float[] denseBiases = new float[outputs];
        float[][] dx = new float[inputs][LANES];
        float[][] denseDx = new float[inputs][LANES];
        layer.backward(x, y, copy(dy), LANES, edgeByEdge, biases, dx, null);
        layer.backward(
                x,
                y,
                copy(dy),
                LANES,
                dense,
                denseBiases,
                denseDx,
                Objects.requireNonNull(DenseGradients.of(junction, LANES)));

        for (int edge = 0; edge < dense.length; edge++) {
            assertThat(Math.abs(dense[edge] - edgeByEdge[edge])).isLessThan(1e-5f * (LANES + edge));
        }
        assertThat(denseBiases).isEqualTo(biases);
        assertThat(denseDx).isDeepEqualTo(dx);
    }

    @Test
    void junctionsThatAreTooSparseGoEdgeByEdge() {
        assertThat(DenseGradients.of(new Junction(30, 20, 8), LANES)).isNotNull();
        assertThat(DenseGradients.of(new Junction(40, 20, 7), LANES)).isNull();
        assertThat(DenseGradients.of(new Junction(800, 40, 2), LANES)).isNull();
    }

    private static float[][] tile(Random random, int rows) {
        float[][] tile = new float[rows][LANES];
        for (float[] row : tile) {
            for (int lane = 0; lane < LANES; lane++) {
                row[lane] = (float) random.nextGaussian();
            }
        }
        return tile;
    }

    private static float[][] copy(float[][] tile) {
        float[][] copy = new float[tile.length][];
        for (int i = 0; i < tile.length; i++) {
            copy[i] = tile[i].clone();
        }
        return copy;
    }
}
