package io.sparsesplit.trainer.train;

/** How the learning rate changes from step to step. */
public enum Schedule {

    /** It rises linearly over the first tenth of the steps, then falls to 0 along a cosine. */
    COSINE {
        @Override
        double factor(int step, int steps) {
            double warmUp = Math.max(1, WARM_UP * steps);
            if (step < warmUp) {
                return (step + 1) / (warmUp + 1);
            }
            return 0.5 * (1 + StrictMath.cos(Math.PI * (step - warmUp) / (steps - warmUp)));
        }
    },

    /** The reference's: divided by 1 + 1e-5 times the steps made. */
    INVERSE {
        @Override
        double factor(int step, int steps) {
            return 1 / (1 + DECAY * step);
        }
    };

    private static final double WARM_UP = 0.1;
    private static final double DECAY = 1e-5;

    /** What the peak is multiplied with in a step, 0 to {@code steps - 1}. */
    abstract double factor(int step, int steps);
}
