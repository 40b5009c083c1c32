package io.sparsesplit.model.pattern;

/**
 * The connections between two neighbouring layers, structured: every left neuron has {@code outDegree} edges and every
 * right neuron has {@link #inDegree()} edges.
 *
 * <p>Equations (1) to (4) of Capogrosso et al., FDL 2024:
 *
 * <pre>
 * edges   = inputs * outDegree = outputs * inDegree       (1)
 * density = edges / (inputs * outputs)                    (2)
 *         = outDegree / outputs = inDegree / inputs       (3)
 * inputs * outDegree is divisible by outputs              (4)
 * </pre>
 *
 * @param inputs number of left neurons, 1 to {@value #MAX_NEURONS}
 * @param outputs number of right neurons, 1 to {@value #MAX_NEURONS}
 * @param outDegree edges of each left neuron, 1 to {@code outputs}
 */
public record Junction(int inputs, int outputs, int outDegree) {

    /** Neuron numbers are stored in 16 bits. */
    public static final int MAX_NEURONS = 1 << 16;

    /** A junction with more edges than this is refused before anything is allocated for it. */
    public static final int MAX_EDGES = 1 << 26;

    /**
     * Checks the ranges and equation (4).
     *
     * @throws IllegalArgumentException naming the nearest feasible out-degrees when (4) does not hold
     */
    public Junction {
        requireNeurons("inputs", inputs);
        requireNeurons("outputs", outputs);
        int step = Density.smallestOutDegree(inputs, outputs);
        if (outDegree < 1 || outDegree > outputs || outDegree % step != 0) {
            throw new IllegalArgumentException(
                    "out-degree %d is not feasible for a junction of %d to %d neurons: it must be %s; nearest: %s"
                            .formatted(
                                    outDegree,
                                    inputs,
                                    outputs,
                                    step == 1
                                            ? "1 to " + outputs
                                            : "a multiple of %d up to %d".formatted(step, outputs),
                                    nearest(outDegree, step, outputs)));
        }
        if ((long) inputs * outDegree > MAX_EDGES) {
            throw new IllegalArgumentException(
                    "a junction of %d to %d neurons with out-degree %d has %d edges, more than %d"
                            .formatted(inputs, outputs, outDegree, (long) inputs * outDegree, MAX_EDGES));
        }
    }

    /** A junction in which every edge exists. */
    public static Junction dense(int inputs, int outputs) {
        return new Junction(inputs, outputs, outputs);
    }

    /** Edges of each right neuron. */
    public int inDegree() {
        return edges() / outputs;
    }

    /** Number of edges, equation (1). */
    public int edges() {
        return inputs * outDegree;
    }

    /** Share of the possible edges that exist, in (0, 1], equation (3). */
    public double density() {
        return (double) outDegree / outputs;
    }

    /** Whether every possible edge exists. */
    public boolean isDense() {
        return outDegree == outputs;
    }

    static void requireNeurons(String name, int count) {
        if (count < 1 || count > MAX_NEURONS) {
            throw new IllegalArgumentException("%s must be 1 to %d, not %d".formatted(name, MAX_NEURONS, count));
        }
    }

    private static String nearest(int outDegree, int step, int outputs) {
        int below = Math.min(outputs, Math.max(0, outDegree) / step * step);
        if (below < step) {
            return Integer.toString(step);
        }
        return below == outputs ? Integer.toString(outputs) : below + " and " + (below + step);
    }
}
