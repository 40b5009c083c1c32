package io.sparsesplit.model.pattern;

import java.util.Arrays;
import java.util.Optional;

/**
 * Which edges of a junction exist. Immutable, and always structured: the constructor refuses anything that has not
 * exactly the junction's in-degree and out-degree, or that holds an edge twice.
 *
 * <p>Edges have a canonical order, used for weights everywhere: by right neuron, then by left neuron, ascending. Edge
 * {@code k} of right neuron {@code o} is number {@code o * inDegree + k}.
 */
public final class Pattern {

    /** How a pattern was made, enough to make it again. */
    public record Recipe(PatternFamily family, long seed) {}

    private final Junction junction;
    private final int[] sources;
    private final Optional<Recipe> recipe;

    private Pattern(Junction junction, int[] sources, Optional<Recipe> recipe) {
        this.junction = junction;
        this.sources = sources;
        this.recipe = recipe;
        sortAndCheck();
    }

    /**
     * A pattern from its edges.
     *
     * @param sources the left neuron of each edge, {@code junction.edges()} of them, grouped by right neuron in any order
     *     within the group
     * @throws IllegalArgumentException when a left neuron is out of range, an edge appears twice, or a degree is wrong
     */
    public static Pattern explicit(Junction junction, int[] sources) {
        return new Pattern(junction, sources.clone(), Optional.empty());
    }

    /** The pattern of a family for a seed; the same on every machine and JDK. */
    public static Pattern generate(Junction junction, Recipe recipe) {
        return generate(junction, recipe, Optional.empty());
    }

    /**
     * The pattern of a family for a seed, where it may depend on the positions of the left neurons.
     *
     * @throws IllegalArgumentException when the family has no such pattern
     */
    public static Pattern generate(Junction junction, Recipe recipe, Optional<Positions> positions) {
        int[] sources = recipe.family().sources(junction, recipe.seed(), positions);
        return new Pattern(junction, sources, Optional.of(recipe));
    }

    /** The shape of this pattern. */
    public Junction junction() {
        return junction;
    }

    /** How this pattern was made; empty when its edges were given. */
    public Optional<Recipe> recipe() {
        return recipe;
    }

    /** The left neuron of edge {@code k}, 0 to in-degree - 1, of right neuron {@code output}. */
    public int source(int output, int k) {
        return sources[output * junction.inDegree() + k];
    }

    /** The left neuron of every edge, in canonical order; a copy. */
    public int[] sources() {
        return sources.clone();
    }

    private void sortAndCheck() {
        int inDegree = junction.inDegree();
        if (sources.length != junction.edges()) {
            throw new IllegalArgumentException(
                    "%d edges given, but a junction of %d to %d neurons with in-degree %d has %d"
                            .formatted(
                                    sources.length, junction.inputs(), junction.outputs(), inDegree, junction.edges()));
        }
        int[] degree = new int[junction.inputs()];
        for (int o = 0; o < junction.outputs(); o++) {
            Arrays.sort(sources, o * inDegree, (o + 1) * inDegree);
            for (int k = 0; k < inDegree; k++) {
                int source = source(o, k);
                if (source < 0 || source >= junction.inputs()) {
                    throw new IllegalArgumentException(
                            "right neuron %d is joined to left neuron %d, which is not in 0 to %d"
                                    .formatted(o, source, junction.inputs() - 1));
                }
                if (k > 0 && source == source(o, k - 1)) {
                    throw new IllegalArgumentException(
                            "right neuron %d is joined to left neuron %d twice".formatted(o, source));
                }
                degree[source]++;
            }
        }
        for (int i = 0; i < degree.length; i++) {
            if (degree[i] != junction.outDegree()) {
                throw new IllegalArgumentException(
                        "left neuron %d has out-degree %d instead of %d".formatted(i, degree[i], junction.outDegree()));
            }
        }
    }
}
