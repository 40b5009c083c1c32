package io.sparsesplit.trainer.train;

import io.sparsesplit.model.network.Activation;
import io.sparsesplit.model.pattern.Junction;
import java.util.Arrays;
import java.util.Random;

/** What the weights and biases of a layer are before training. */
public enum Initialisation {

    /** Normal, of variance 2 / in-degree before a ReLU and 1 / in-degree elsewhere; biases 0. */
    IN_DEGREE {
        @Override
        void fill(Junction junction, Activation activation, float[] weights, float[] biases, Random random) {
            double gain = activation == Activation.RELU ? 2 : 1;
            double deviation = Math.sqrt(gain / junction.inDegree());
            for (int edge = 0; edge < weights.length; edge++) {
                weights[edge] = (float) (random.nextGaussian() * deviation);
            }
            Arrays.fill(biases, 0);
        }
    },

    /**
     * The reference's: as for a dense layer of which edges are then removed, so of variance 2 / inputs, normal and cut off at
     * two standard deviations (He et al., ICCV 2015, as Keras has it); biases 0.1.
     */
    DENSE {
        @Override
        void fill(Junction junction, Activation activation, float[] weights, float[] biases, Random random) {
            double deviation = Math.sqrt(2.0 / junction.inputs()) / DEVIATION_OF_CUT_OFF;
            for (int edge = 0; edge < weights.length; edge++) {
                double drawn;
                do {
                    drawn = random.nextGaussian();
                } while (Math.abs(drawn) > 2);
                weights[edge] = (float) (drawn * deviation);
            }
            Arrays.fill(biases, 0.1f);
        }
    };

    /** Of a standard normal distribution cut off at -2 and 2. */
    private static final double DEVIATION_OF_CUT_OFF = 0.8796256610342398;

    abstract void fill(Junction junction, Activation activation, float[] weights, float[] biases, Random random);
}
