package io.sparsesplit.benchmarks;

/** AdamW (Loshchilov and Hutter, 2019) with moments 0.9 and 0.999 for an array of parameters. */
final class AdamMoments {

    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final float EPSILON = 1e-8f;

    private final float[] first;
    private final float[] second;

    AdamMoments(int parameters) {
        first = new float[parameters];
        second = new float[parameters];
    }

    /**
     * One step against the gradient.
     *
     * @param step counted from 1
     */
    void step(float[] values, float[] gradient, int step, double learningRate, double weightDecay) {
        float rate = (float) (learningRate / (1 - StrictMath.pow(BETA_1, step)));
        float correction = (float) (1 / (1 - StrictMath.pow(BETA_2, step)));
        float keep = (float) (1 - learningRate * weightDecay);
        for (int i = 0; i < values.length; i++) {
            float g = gradient[i];
            first[i] = (float) BETA_1 * first[i] + (float) (1 - BETA_1) * g;
            second[i] = (float) BETA_2 * second[i] + (float) (1 - BETA_2) * g * g;
            values[i] = keep * values[i] - rate * first[i] / ((float) Math.sqrt(second[i] * correction) + EPSILON);
        }
    }
}
