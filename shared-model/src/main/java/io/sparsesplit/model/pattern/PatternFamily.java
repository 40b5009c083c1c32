package io.sparsesplit.model.pattern;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
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
        int[] sources(Junction junction, long seed, Optional<Positions> positions) {
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
        int[] sources(Junction junction, long seed, Optional<Positions> positions) {
            return RandomStructured.sources(junction, new Random(seed));
        }
    },
    /** See {@link ClashFree}. */
    CLASH_FREE_1 {
        @Override
        int[] sources(Junction junction, long seed, Optional<Positions> positions) {
            return new ClashFree(junction, new Random(seed)).type1();
        }
    },
    /** See {@link ClashFree}. */
    CLASH_FREE_2 {
        @Override
        int[] sources(Junction junction, long seed, Optional<Positions> positions) {
            return new ClashFree(junction, new Random(seed)).type2();
        }
    },
    /** See {@link ClashFree}. */
    CLASH_FREE_3 {
        @Override
        int[] sources(Junction junction, long seed, Optional<Positions> positions) {
            return new ClashFree(junction, new Random(seed)).type3();
        }
    },
    /** See {@link Cyclic}. */
    CYCLIC {
        @Override
        int[] sources(Junction junction, long seed, Optional<Positions> positions) {
            return Cyclic.sources(junction, new Random(seed));
        }
    },
    /** See {@link Local}. Needs the positions of the left neurons. */
    LOCAL {
        @Override
        int[] sources(Junction junction, long seed, Optional<Positions> positions) {
            Positions known = positions.orElseThrow(() -> new IllegalArgumentException(
                    "a local pattern needs to know where its inputs lie: it fits the first junction alone"));
            return new Local(junction, known, new Random(seed)).sources();
        }
    };

    /** The left neuron of each edge, grouped by right neuron; positions are those of the left neurons. */
    abstract int[] sources(Junction junction, long seed, Optional<Positions> positions);

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
