package io.sparsesplit.model.pattern;

import java.util.Arrays;
import java.util.Random;

/**
 * Clash-free patterns (Dey et al., JETCAS 2019): the left neurons lie in {@code z} memories of {@code depth = inputs / z}
 * words, neuron {@code row * z + memory} in word {@code row}. Edges are visited in {@code outDegree} sweeps of
 * {@code depth} cycles; each cycle reads one word of each memory, so that no two reads clash. Edge number
 * {@code k = (sweep * depth + cycle) * z + memory} belongs to right neuron {@code k / inDegree}.
 *
 * <ul>
 *   <li>type 1: each memory is read in a fresh random order in every sweep,
 *   <li>type 2: from a fresh random start in every sweep, then word after word, round and round,
 *   <li>type 3: from the same random start in all sweeps.
 * </ul>
 *
 * <p>When {@code inDegree} does not divide {@code inputs}, a right neuron may straddle two sweeps, and types 1 and 2 as
 * published can join it to the same left neuron twice. Here the order of a sweep is drawn among those that begin, for as
 * many cycles as the straddling neuron takes, with words which that neuron has not read at the end of the sweep before.
 * Such an order always exists, since a neuron reads no memory more than {@code depth} times.
 *
 * <p>The number of memories is {@code gcd(inputs, outputs)}.
 */
final class ClashFree {

    private final Junction junction;
    private final Random random;
    private final int memories;
    private final int depth;

    ClashFree(Junction junction, Random random) {
        this.junction = junction;
        this.random = random;
        this.memories = Density.gcd(junction.inputs(), junction.outputs());
        this.depth = junction.inputs() / memories;
    }

    int[] type1() {
        int[] sources = new int[junction.edges()];
        for (int memory = 0; memory < memories; memory++) {
            int[] rows = rotation(0);
            for (int sweep = 0; sweep < junction.outDegree(); sweep++) {
                // The last rows of the sweep before are kept out of the first draw, then mixed in behind the head.
                shuffle(rows, 0, depth - cyclesBefore(sweep, memory));
                shuffle(rows, cyclesAfter(sweep, memory), depth);
                write(rows, sweep, memory, sources);
            }
        }
        return sources;
    }

    int[] type2() {
        int[] sources = new int[junction.edges()];
        for (int memory = 0; memory < memories; memory++) {
            int start = random.nextInt(depth);
            for (int sweep = 0; sweep < junction.outDegree(); sweep++) {
                int before = cyclesBefore(sweep, memory);
                int after = cyclesAfter(sweep, memory);
                int starts = before == 0 || after == 0 ? depth : depth - before - after + 1;
                start = (start + random.nextInt(starts)) % depth;
                write(rotation(start), sweep, memory, sources);
            }
        }
        return sources;
    }

    int[] type3() {
        int[] sources = new int[junction.edges()];
        for (int memory = 0; memory < memories; memory++) {
            int[] rows = rotation(random.nextInt(depth));
            for (int sweep = 0; sweep < junction.outDegree(); sweep++) {
                write(rows, sweep, memory, sources);
            }
        }
        return sources;
    }

    /** How often the right neuron that straddles into a sweep read a memory in the sweep before. */
    private int cyclesBefore(int sweep, int memory) {
        int inputs = junction.inputs();
        return visits(memory, inputs) - visits(memory, inputs - edgesBefore(sweep));
    }

    /** How often the right neuron that straddles into a sweep reads a memory in it. */
    private int cyclesAfter(int sweep, int memory) {
        int before = edgesBefore(sweep);
        return before == 0 ? 0 : visits(memory, junction.inDegree() - before);
    }

    private int edgesBefore(int sweep) {
        return sweep * junction.inputs() % junction.inDegree();
    }

    /** Visits to a memory among the first edges of a sweep. */
    private int visits(int memory, int edges) {
        return (edges - memory + memories - 1) / memories;
    }

    private int[] rotation(int start) {
        int[] rows = new int[depth];
        Arrays.setAll(rows, cycle -> (start + cycle) % depth);
        return rows;
    }

    private void write(int[] rows, int sweep, int memory, int[] sources) {
        for (int cycle = 0; cycle < depth; cycle++) {
            sources[(sweep * depth + cycle) * memories + memory] = rows[cycle] * memories + memory;
        }
    }

    private void shuffle(int[] values, int from, int to) {
        for (int i = to - 1; i > from; i--) {
            int j = from + random.nextInt(i - from + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }
}
