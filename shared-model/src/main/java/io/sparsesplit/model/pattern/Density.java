package io.sparsesplit.model.pattern;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The densities that a structured junction can have, equations (5) and (6) of Capogrosso et al., FDL 2024.
 *
 * <pre>
 * feasible densities = { k / gcd(inputs, outputs) : k = 1 .. gcd }        (5)
 * overall density    = sum of edges / sum of (inputs * outputs)           (6)
 * </pre>
 */
public final class Density {

    /** How far, relative to the step between two feasible densities, a wish may lie off and still be that density. */
    private static final double TOLERANCE = 1e-6;

    private Density() {}

    /** Every feasible density of a junction, ascending; the last is 1. */
    public static DoubleStream feasible(int inputs, int outputs) {
        int gcd = checkedGcd(inputs, outputs);
        return IntStream.rangeClosed(1, gcd).mapToDouble(k -> (double) k / gcd);
    }

    /** The smallest feasible out-degree, {@code outputs / gcd(inputs, outputs)}; all others are its multiples. */
    public static int smallestOutDegree(int inputs, int outputs) {
        return outputs / checkedGcd(inputs, outputs);
    }

    /**
     * The junction that has a density.
     *
     * @param density in (0, 1]
     * @throws IllegalArgumentException naming the nearest feasible densities when there is no such junction
     */
    public static Junction junction(int inputs, int outputs, double density) {
        int gcd = checkedGcd(inputs, outputs);
        double wish = density * gcd;
        long k = Math.round(wish);
        if (!(Math.abs(wish - k) <= TOLERANCE) || k < 1 || k > gcd) {
            throw new IllegalArgumentException(
                    "density %s is not feasible for a junction of %d to %d neurons: it must be k/%d; nearest: %s"
                            .formatted(density, inputs, outputs, gcd, nearest(wish, gcd)));
        }
        return new Junction(inputs, outputs, Math.toIntExact(k * (outputs / gcd)));
    }

    /**
     * The density of a whole network, equation (6).
     *
     * @throws IllegalArgumentException when there is no junction
     */
    public static double overall(List<Junction> junctions) {
        if (junctions.isEmpty()) {
            throw new IllegalArgumentException("a network without junctions has no density");
        }
        long edges = junctions.stream().mapToLong(Junction::edges).sum();
        long possible = junctions.stream()
                .mapToLong(j -> (long) j.inputs() * j.outputs())
                .sum();
        return (double) edges / possible;
    }

    static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private static int checkedGcd(int inputs, int outputs) {
        Junction.requireNeurons("inputs", inputs);
        Junction.requireNeurons("outputs", outputs);
        return gcd(inputs, outputs);
    }

    private static String nearest(double wish, int gcd) {
        int below = (int) Math.min(gcd, Math.floor(wish));
        if (!(below >= 1)) {
            return fraction(1, gcd);
        }
        return below == gcd ? fraction(gcd, gcd) : fraction(below, gcd) + " and " + fraction(below + 1, gcd);
    }

    private static String fraction(int k, int gcd) {
        return "%d/%d = %s".formatted(k, gcd, (double) k / gcd);
    }
}
