package io.sparsesplit.trainer.train;

import io.sparsesplit.model.network.SplitPoint;
import io.sparsesplit.model.pattern.Junction;
import io.sparsesplit.model.pattern.PatternFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The shape of a network.
 *
 * @param junctions from the input to the classes
 * @param families of each junction's pattern
 * @param split where it is cut
 * @param exitAfter after which layers of the head exits stand, ascending, the last at the split or before it; none for a network that
 *     is measured as a whole
 */
public record Topology(
        List<Junction> junctions, List<PatternFamily> families, SplitPoint split, List<Integer> exitAfter) {

    public Topology {
        int last = exitAfter.isEmpty() ? split.headJunctions() : exitAfter.get(exitAfter.size() - 1);
        if (last > split.headJunctions()) {
            throw new IllegalArgumentException(
                    "no exit can stand behind the split: the network is split after junction %d, the last exit is after %d"
                            .formatted(split.headJunctions(), last));
        }
    }

    /**
     * A shape from the numbers of its neurons.
     *
     * @param neurons of each layer, the input first
     * @param outDegrees of each junction
     * @param families one for all sparse junctions, or one per junction; a junction with all edges is always dense
     * @param splitAfter how many junctions lie on the edge
     * @throws IllegalArgumentException when a number is missing or not feasible
     */
    static Topology of(
            List<Integer> neurons,
            List<Integer> outDegrees,
            List<PatternFamily> families,
            int splitAfter,
            List<Integer> exitAfter) {
        int count = neurons.size() - 1;
        if (outDegrees.size() != count) {
            throw new IllegalArgumentException("%d layers have %d junctions, but %d out-degrees are given"
                    .formatted(neurons.size(), count, outDegrees.size()));
        }
        if (families.size() != 1 && families.size() != count) {
            throw new IllegalArgumentException(
                    "%d patterns are given for %d junctions: give one for all, or one for each"
                            .formatted(families.size(), count));
        }
        List<Junction> junctions = new ArrayList<>();
        List<PatternFamily> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Junction junction = junction(i + 1, neurons.get(i), neurons.get(i + 1), outDegrees.get(i));
            junctions.add(junction);
            chosen.add(junction.isDense() ? PatternFamily.DENSE : families.get(families.size() == 1 ? 0 : i));
        }
        return new Topology(
                List.copyOf(junctions), List.copyOf(chosen), new SplitPoint(splitAfter, count), List.copyOf(exitAfter));
    }

    /** The same with a tail that reads the exit's class behind the features; its first junction must be dense. */
    Topology readingExitClass() {
        int head = split.headJunctions();
        Junction first = junctions.get(head);
        if (!first.isDense()) {
            throw new IllegalArgumentException(
                    ("the exit's class is read by all neurons of the tail's first layer, but junction %d"
                                    + " has out-degree %d: make it %d, or say --no-exit-class")
                            .formatted(head + 1, first.outDegree(), first.outputs()));
        }
        List<Junction> wider = new ArrayList<>(junctions);
        wider.set(head, Junction.dense(first.inputs() + classes(), first.outputs()));
        return new Topology(List.copyOf(wider), families, split, exitAfter);
    }

    /** The same with a dense layer of some neurons at the end of the head, and behind it, in the tail, one like that before it. */
    Topology withBottleneck(int width) {
        int head = split.headJunctions();
        int features = junctions.get(head - 1).outputs();
        if (width < 1 || width >= features) {
            throw new IllegalArgumentException("--bottleneck must be narrower than the %d features at the split, not %d"
                    .formatted(features, width));
        }
        List<Junction> longer = new ArrayList<>(junctions);
        longer.addAll(head, List.of(Junction.dense(features, width), Junction.dense(width, features)));
        List<PatternFamily> more = new ArrayList<>(families);
        more.addAll(head, List.of(PatternFamily.DENSE, PatternFamily.DENSE));
        return new Topology(List.copyOf(longer), List.copyOf(more), new SplitPoint(head + 1, longer.size()), exitAfter);
    }

    /** A shape without exits, to be trained and measured as a whole. */
    public static Topology whole(List<Integer> neurons, List<Integer> outDegrees, List<PatternFamily> families) {
        int junctions = neurons.size() - 1;
        return of(neurons, outDegrees, families, SplitPoint.midpoint(junctions).headJunctions(), List.of());
    }

    /** Of each layer, the input first. */
    List<Integer> neurons() {
        return Stream.concat(Stream.of(inputs()), junctions.stream().map(Junction::outputs))
                .toList();
    }

    List<Integer> outDegrees() {
        return junctions.stream().map(Junction::outDegree).toList();
    }

    int inputs() {
        return junctions.get(0).inputs();
    }

    /** Weights and biases of all layers, exits included. */
    public int parameters() {
        int sum = 0;
        for (Junction junction : junctions) {
            sum += junction.edges() + junction.outputs();
        }
        for (int after : exitAfter) {
            sum += (junctions.get(after - 1).outputs() + 1) * classes();
        }
        return sum;
    }

    /** Whether the tail's first layer reads, behind the features, the exit's class: an input for each class. */
    boolean readsExitClass() {
        int head = split.headJunctions();
        return junctions.get(head).inputs() != junctions.get(head - 1).outputs();
    }

    int classes() {
        return junctions.get(junctions.size() - 1).outputs();
    }

    private static Junction junction(int number, int inputs, int outputs, int outDegree) {
        try {
            return new Junction(inputs, outputs, outDegree);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("junction %d: %s".formatted(number, e.getMessage()), e);
        }
    }
}
