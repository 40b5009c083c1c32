package io.sparsesplit.model.pattern;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * The ways to choose the edges of a junction before training.
 *
 * <p>All randomness comes from {@link Random}, whose algorithm is fixed by its specification, so that a seed means the
 * same pattern on every JDK.
 */
public enum PatternFamily {
    /** Every edge. Needs an out-degree equal to the number of outputs. */
    DENSE {
        @Override
        int[] sources(Junction junction, long seed) {
            if (!junction.isDense()) {
                throw new IllegalArgumentException("a dense pattern needs out-degree %d, not %d"
                        .formatted(junction.outputs(), junction.outDegree()));
            }
            int[] sources = new int[junction.edges()];
            Arrays.setAll(sources, edge -> edge % junction.inputs());
            return sources;
        }
    },
    /** See {@link RandomStructured}. */
    RANDOM {
        @Override
        int[] sources(Junction junction, long seed) {
            return RandomStructured.sources(junction, new Random(seed));
        }
    },
    /** See {@link ClashFree}. */
    CLASH_FREE_1 {
        @Override
        int[] sources(Junction junction, long seed) {
            return new ClashFree(junction, new Random(seed)).type1();
        }
    },
    /** See {@link ClashFree}. */
    CLASH_FREE_2 {
        @Override
        int[] sources(Junction junction, long seed) {
            return new ClashFree(junction, new Random(seed)).type2();
        }
    },
    /** See {@link ClashFree}. */
    CLASH_FREE_3 {
        @Override
        int[] sources(Junction junction, long seed) {
            return new ClashFree(junction, new Random(seed)).type3();
        }
    },
    /** See {@link Cyclic}. */
    CYCLIC {
        @Override
        int[] sources(Junction junction, long seed) {
            return Cyclic.sources(junction, new Random(seed));
        }
    };

    /** The left neuron of each edge, grouped by right neuron. */
    abstract int[] sources(Junction junction, long seed);

    /** The name used in manifests and on the command line, for example {@code clash-free-1}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The family of a name.
     *
     * @throws IllegalArgumentException naming the families there are
     */
    public static PatternFamily of(String name) {
        return Arrays.stream(values())
                .filter(family -> family.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no pattern family '%s'; choose one of %s"
                        .formatted(
                                name,
                                Arrays.stream(values())
                                        .map(PatternFamily::toString)
                                        .collect(Collectors.joining(", ")))));
    }
}
