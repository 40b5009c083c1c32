package io.sparsesplit.model.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.pattern.Pattern.Recipe;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Checks patterns against the published definition, from their edges alone: right neuron {@code n} owns the edges
 * {@code n * inDegree} and following; a sweep is {@code inputs} edges and reads each left neuron once; a cycle is {@code z}
 * edges and reads each memory, a left neuron modulo {@code z}, once.
 */
class ClashFreeTest {

    /** What one right neuron reads in one sweep. */
    private record Visit(int firstEdge, Set<Integer> sources) {}

    @ParameterizedTest
    @EnumSource(names = {"CLASH_FREE_1", "CLASH_FREE_2", "CLASH_FREE_3"})
    void eachSweepReadsEachNeuronOnceAndEachCycleEachMemoryOnce(PatternFamily family) {
        for (Junction junction : junctions()) {
            int memories = memories(junction);
            for (List<Visit> sweep : sweeps(junction, family, 11)) {
                Set<Integer> read = new HashSet<>();
                for (Visit visit : sweep) {
                    assertThat(read).as("%s", junction).doesNotContainAnyElementsOf(visit.sources());
                    read.addAll(visit.sources());
                    // The memories of the edges a neuron owns are fixed; its sources must lie in just these.
                    assertThat(visit.sources().stream()
                                    .map(source -> source % memories)
                                    .sorted())
                            .as("%s", junction)
                            .isEqualTo(IntStream.range(
                                            visit.firstEdge(),
                                            visit.firstEdge() + visit.sources().size())
                                    .mapToObj(edge -> edge % memories)
                                    .sorted()
                                    .toList());
                }
                assertThat(read).as("%s", junction).hasSize(junction.inputs());
            }
        }
    }

    @Test
    void typeTwoReadsWordAfterWordFromAStartPerSweepAndMemory() {
        Set<Set<Integer>> startsOfDifferentSweeps = new HashSet<>();
        for (Junction junction : junctions()) {
            for (List<Visit> sweep : sweeps(junction, PatternFamily.CLASH_FREE_2, 3)) {
                for (int memory = 0; memory < memories(junction); memory++) {
                    Set<Integer> starts = possibleStarts(junction, sweep, memory);
                    assertThat(starts).as("%s, memory %d", junction, memory).isNotEmpty();
                    startsOfDifferentSweeps.add(starts);
                }
            }
        }
        assertThat(startsOfDifferentSweeps).hasSizeGreaterThan(20);
    }

    @Test
    void typeThreeReadsWordAfterWordFromTheSameStartInAllSweeps() {
        for (Junction junction : junctions()) {
            List<List<Visit>> sweeps = sweeps(junction, PatternFamily.CLASH_FREE_3, 3);
            for (int memory = 0; memory < memories(junction); memory++) {
                Set<Integer> common = possibleStarts(junction, sweeps.get(0), memory);
                for (List<Visit> sweep : sweeps) {
                    common.retainAll(possibleStarts(junction, sweep, memory));
                }
                assertThat(common).as("%s, memory %d", junction, memory).isNotEmpty();
            }
        }
    }

    @Test
    void theOrderOfTypeOneIsNoRotation() {
        Junction junction = new Junction(800, 40, 2);

        assertThat(sweeps(junction, PatternFamily.CLASH_FREE_1, 3))
                .allSatisfy(
                        sweep -> assertThat(possibleStarts(junction, sweep, 0)).isEmpty());
    }

    @ParameterizedTest
    @EnumSource(names = {"CLASH_FREE_1", "CLASH_FREE_2"})
    void asPublishedEdgesAreLostWhereANeuronStraddlesTwoSweepsAndHereTheyAreNot(PatternFamily family) {
        Junction junction = new Junction(12, 8, 6);
        int lost = 0;
        for (int seed = 0; seed < 100; seed++) {
            lost += junction.edges() - publishedEdges(junction, family, new Random(seed));
            assertThat(Pattern.generate(junction, new Recipe(family, seed)).sources())
                    .hasSize(junction.edges());
        }
        assertThat(lost).isPositive();
    }

    @ParameterizedTest
    @EnumSource(names = {"CLASH_FREE_1", "CLASH_FREE_2"})
    void asPublishedNoEdgeIsLostWhereTheInDegreeDividesTheInputs(PatternFamily family) {
        Junction junction = new Junction(800, 40, 2);
        for (int seed = 0; seed < 100; seed++) {
            assertThat(publishedEdges(junction, family, new Random(seed))).isEqualTo(junction.edges());
        }
    }

    private static List<Junction> junctions() {
        return PatternFamilyTest.junctions().stream()
                .filter(junction -> junction.edges() <= 12_000)
                .toList();
    }

    /** How many different edges types 1 and 2 have when nothing is done about duplicates. */
    private static int publishedEdges(Junction junction, PatternFamily family, Random random) {
        int memories = memories(junction);
        int depth = junction.inputs() / memories;
        BitSet edges = new BitSet();
        for (int sweep = 0; sweep < junction.outDegree(); sweep++) {
            for (int memory = 0; memory < memories; memory++) {
                int phi = random.nextInt(depth);
                List<Integer> order = new ArrayList<>(IntStream.range(0, depth)
                        .mapToObj(t -> (phi + t) % depth)
                        .toList());
                if (family == PatternFamily.CLASH_FREE_1) {
                    Collections.shuffle(order, random);
                }
                for (int cycle = 0; cycle < depth; cycle++) {
                    int edge = sweep * junction.inputs() + cycle * memories + memory;
                    int source = order.get(cycle) * memories + memory;
                    edges.set(edge / junction.inDegree() * junction.inputs() + source);
                }
            }
        }
        return edges.cardinality();
    }

    /** The sweeps of a pattern: what a straddling neuron read in the first of its sweeps is what was missing there. */
    private static List<List<Visit>> sweeps(Junction junction, PatternFamily family, long seed) {
        Pattern pattern = Pattern.generate(junction, new Recipe(family, seed));
        List<List<Visit>> sweeps = new ArrayList<>();
        Set<Integer> unread = new TreeSet<>();
        for (int neuron = 0; neuron < junction.outputs(); neuron++) {
            int edge = neuron * junction.inDegree();
            Set<Integer> sources = new TreeSet<>();
            for (int k = 0; k < junction.inDegree(); k++) {
                sources.add(pattern.source(neuron, k));
            }
            int leftInSweep = (junction.inputs() - edge % junction.inputs()) % junction.inputs();
            if (leftInSweep > 0 && leftInSweep < sources.size()) {
                Set<Integer> last = new TreeSet<>(unread);
                assertThat(sources).as("%s, neuron %d", junction, neuron).containsAll(last);
                sweeps.get(sweeps.size() - 1).add(new Visit(edge, last));
                sources.removeAll(last);
                unread.clear();
                edge += leftInSweep;
            }
            if (unread.isEmpty()) {
                sweeps.add(new ArrayList<>());
                IntStream.range(0, junction.inputs()).forEach(unread::add);
            }
            sweeps.get(sweeps.size() - 1).add(new Visit(edge, sources));
            unread.removeAll(sources);
        }
        assertThat(sweeps).hasSize(junction.outDegree());
        return sweeps;
    }

    /** The starts from which a memory, read word after word, gives each neuron the words that it has. */
    private static Set<Integer> possibleStarts(Junction junction, List<Visit> sweep, int memory) {
        int memories = memories(junction);
        int depth = junction.inputs() / memories;
        // The neuron that reads the memory in each cycle; and the neuron that has each word.
        int[] readers = new int[depth];
        int[] holders = new int[depth];
        for (int v = 0; v < sweep.size(); v++) {
            Visit visit = sweep.get(v);
            for (int edge = visit.firstEdge();
                    edge < visit.firstEdge() + visit.sources().size();
                    edge++) {
                if (edge % memories == memory) {
                    readers[edge % junction.inputs() / memories] = v;
                }
            }
            for (int source : visit.sources()) {
                if (source % memories == memory) {
                    holders[source / memories] = v;
                }
            }
        }
        Set<Integer> starts = new TreeSet<>();
        for (int start = 0; start < depth; start++) {
            int phi = start;
            if (IntStream.range(0, depth).allMatch(t -> readers[t] == holders[(phi + t) % depth])) {
                starts.add(start);
            }
        }
        return starts;
    }

    private static int memories(Junction junction) {
        return BigInteger.valueOf(junction.inputs())
                .gcd(BigInteger.valueOf(junction.outputs()))
                .intValueExact();
    }
}
