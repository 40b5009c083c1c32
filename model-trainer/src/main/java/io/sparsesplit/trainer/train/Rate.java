package io.sparsesplit.trainer.train;

import io.sparsesplit.model.codec.Quantizer;
import java.util.Arrays;

/**
 * How features are rounded while a network is trained to live with that, and what their bits cost: nothing, for training that
 * only gets used to rounding, or {@code beta} nats of loss each (Singh et al., 2020; Matsubara et al., 2022).
 */
final class Rate {

    private static final double COMMON = 0.98;

    private final int levels;
    private final double beta;
    private final float[] low;
    private final float[] step;
    private final CodeLengths lengths;

    /**
     * A rate before it has seen features.
     *
     * @param features that travel
     * @param classes that the code of each depends on; 0 when the exit's class does not travel
     * @param bits of a level, 1 to 8
     * @param beta nats that a bit is worth, 0 or more
     */
    Rate(int features, int classes, int bits, double beta) {
        this.levels = 1 << bits;
        this.beta = beta;
        this.low = new float[features];
        this.step = new float[features];
        this.lengths = new CodeLengths(Math.max(1, classes), features, levels);
    }

    /**
     * Spreads the levels so that a little less than half of them lie below the value that two in a hundred exceed: training will
     * move features to where they are cheap, and some need room above.
     *
     * @param samples of each channel; sorted afterwards
     */
    void fit(float[][] samples) {
        int half = Math.max(1, levels / 2 - 1);
        for (int c = 0; c < low.length; c++) {
            float[] values = samples[c];
            Arrays.sort(values);
            float highest = values[values.length - 1];
            float common = values[(int) (COMMON * (values.length - 1))];
            low[c] = values[0];
            step[c] = ((common > low[c] ? common : highest) - low[c]) / half;
        }
    }

    double beta() {
        return beta;
    }

    CodeLengths lengths() {
        return lengths;
    }

    /** Live, of each channel. */
    float[] low() {
        return low;
    }

    /** Live, of each channel; 0 where all samples were alike. */
    float[] step() {
        return step;
    }

    /** Highest level of a channel. */
    int top(int channel) {
        return step[channel] > 0 ? levels - 1 : 0;
    }

    /** What serves with the same levels. */
    Quantizer quantizer() {
        float[] steps = new float[step.length];
        int[] all = new int[step.length];
        for (int c = 0; c < steps.length; c++) {
            steps[c] = step[c] > 0 ? step[c] : 1;
            all[c] = top(c) + 1;
        }
        return new Quantizer(low, steps, all);
    }
}
