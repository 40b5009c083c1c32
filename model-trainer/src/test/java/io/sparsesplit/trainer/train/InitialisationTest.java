package io.sparsesplit.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.model.network.Activation;
import io.sparsesplit.model.pattern.Junction;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class InitialisationTest {

    /** 40,000 edges with in-degree 100. */
    private static final Junction JUNCTION = new Junction(800, 400, 50);

    private final float[] weights = new float[JUNCTION.edges()];
    private final float[] biases = new float[JUNCTION.outputs()];

    @ParameterizedTest
    @CsvSource({"RELU, 0.02", "IDENTITY, 0.01"})
    void varianceGoesByInDegreeAndWhatFollows(Activation activation, double variance) {
        Initialisation.IN_DEGREE.fill(JUNCTION, activation, weights, biases, new Random(1));

        assertThat(moment(1)).isCloseTo(0, within(4 * Math.sqrt(variance / weights.length)));
        assertThat(moment(2)).isCloseTo(variance, within(0.03 * variance));
        // Of a normal distribution.
        assertThat(moment(4)).isCloseTo(3 * variance * variance, within(0.15 * variance * variance));
        assertThat(biases).containsOnly(0);
    }

    @ParameterizedTest
    @EnumSource
    void theReferencesVarianceIsThatOfTheDenseLayer(Activation activation) {
        Initialisation.DENSE.fill(JUNCTION, activation, weights, biases, new Random(1));
        double variance = 2.0 / 800;

        assertThat(moment(1)).isCloseTo(0, within(4 * Math.sqrt(variance / weights.length)));
        assertThat(moment(2)).isCloseTo(variance, within(0.03 * variance));
        // Cut off at two standard deviations of what it was cut from, whose variance was larger by 1 / 0.88^2.
        float largest = 0;
        for (float weight : weights) {
            largest = Math.max(largest, Math.abs(weight));
        }
        assertThat((double) largest).isCloseTo(2 * Math.sqrt(variance) / 0.87963, within(1e-3));
        assertThat(biases).containsOnly(0.1f);
    }

    private double moment(int power) {
        double sum = 0;
        for (float weight : weights) {
            sum += Math.pow(weight, power);
        }
        return sum / weights.length;
    }
}
