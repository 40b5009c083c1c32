package io.sparsesplit.model.artifact;

import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.pattern.Positions;
import java.util.Optional;

/** Where the inputs of a network lie in its picture. */
public final class InputPositions {

    private InputPositions() {}

    /** The pixel of each input; empty when some inputs are only there to fill up, and lie nowhere. */
    public static Optional<Positions> of(Preprocessing preprocessing) {
        if (preprocessing.inputs() > preprocessing.selected()) {
            return Optional.empty();
        }
        double[] x = new double[preprocessing.inputs()];
        double[] y = new double[preprocessing.inputs()];
        for (int input = 0; input < x.length; input++) {
            x[input] = preprocessing.column(input);
            y[input] = preprocessing.row(input);
        }
        return Optional.of(new Positions(x, y));
    }
}
