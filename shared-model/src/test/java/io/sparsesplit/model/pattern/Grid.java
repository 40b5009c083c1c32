package io.sparsesplit.model.pattern;

import java.util.Optional;

/** Left neurons as pixels of a picture that is about square. */
public final class Grid {

    private Grid() {}

    /** A place for each of some neurons, row by row. */
    public static Optional<Positions> of(int neurons) {
        int width = (int) Math.ceil(Math.sqrt(neurons));
        double[] x = new double[neurons];
        double[] y = new double[neurons];
        for (int i = 0; i < neurons; i++) {
            x[i] = i % width;
            y[i] = Math.floorDiv(i, width);
        }
        return Optional.of(new Positions(x, y));
    }
}
