package io.sparsesplit.trainer.report;

import io.sparsesplit.model.pattern.Junction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A network as the paper writes it, {@code [inputs | hidden | classes]}. The junction to the classes is dense, so the last
 * out-degree is the number of classes.
 *
 * @param inputs length of the input vector
 * @param hidden neurons of each hidden layer
 * @param outDegree of each junction, one more than there are hidden layers
 */
public record Shape(int inputs, List<Integer> hidden, List<Integer> outDegree) {

    /** @throws IllegalArgumentException when there are too few or too many out-degrees, or one is not feasible */
    public Shape {
        hidden = List.copyOf(hidden);
        outDegree = List.copyOf(outDegree);
        if (outDegree.size() != hidden.size() + 1) {
            throw new IllegalArgumentException("%d hidden layers have %d junctions, but there are %d out-degrees"
                    .formatted(hidden.size(), hidden.size() + 1, outDegree.size()));
        }
        junctions(inputs, hidden, outDegree);
    }

    public List<Junction> junctions() {
        return junctions(inputs, hidden, outDegree);
    }

    /** Edges and biases. */
    public int parameters() {
        return junctions().stream()
                .mapToInt(junction -> Math.addExact(junction.edges(), junction.outputs()))
                .reduce(0, Math::addExact);
    }

    /** Whether no edge is missing. */
    public boolean isDense() {
        return junctions().stream().allMatch(Junction::isDense);
    }

    /** The hidden layers, for example {@code 40 40}. */
    String hiddenText() {
        return spaced(hidden);
    }

    /** The out-degrees, for example {@code 2 9 10}. */
    String outDegreeText() {
        return spaced(outDegree);
    }

    private static List<Junction> junctions(int inputs, List<Integer> hidden, List<Integer> outDegree) {
        List<Junction> junctions = new ArrayList<>();
        int left = inputs;
        for (int i = 0; i < outDegree.size(); i++) {
            int right = i < hidden.size() ? hidden.get(i) : outDegree.get(i);
            junctions.add(new Junction(left, right, outDegree.get(i)));
            left = right;
        }
        return List.copyOf(junctions);
    }

    private static String spaced(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
