package io.sparsesplit.model.pattern;

/** Where the left neurons of a junction lie in the plane, for patterns that join neighbours. Immutable. */
public final class Positions {

    private final double[] x;
    private final double[] y;

    /**
     * Positions from their coordinates.
     *
     * @param x one per left neuron, finite; copied
     * @param y as many; copied
     * @throws IllegalArgumentException when there are not as many of both, or one is not finite
     */
    public Positions(double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException(
                    "%d horizontal positions given, but %d vertical ones".formatted(x.length, y.length));
        }
        for (int i = 0; i < x.length; i++) {
            if (!Double.isFinite(x[i]) || !Double.isFinite(y[i])) {
                throw new IllegalArgumentException("position %d is %s, %s".formatted(i, x[i], y[i]));
            }
        }
        this.x = x.clone();
        this.y = y.clone();
    }

    /** How many neurons have one. */
    public int size() {
        return x.length;
    }

    double x(int neuron) {
        return x[neuron];
    }

    double y(int neuron) {
        return y[neuron];
    }
}
