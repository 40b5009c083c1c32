package io.sparsesplit.trainer.replay;

import io.sparsesplit.trainer.data.LabelOrder;
import io.sparsesplit.trainer.evaluate.Performance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The labels of a replay's answers beside the true ones.
 *
 * @param labels names of all classes that are a truth or an answer, in order
 * @param all all answers
 * @param edge answers that the edge gave because an exit was confident
 */
record AnsweredLabels(List<String> labels, Performance all, Performance edge) {

    /**
     * An answer and the truth.
     *
     * @param truth name of the true class
     * @param answer name of the class answered
     * @param confidence probability of the answer, 0 to 1
     * @param local whether an exit was confident
     */
    record Pair(String truth, String answer, double confidence, boolean local) {}

    /** Counts answers. */
    static AnsweredLabels of(List<Pair> pairs) {
        List<String> names = new ArrayList<>();
        for (Pair pair : pairs) {
            names.add(pair.truth());
            names.add(pair.answer());
        }
        List<String> labels = LabelOrder.sorted(names);
        Map<String, Integer> numbers = new HashMap<>();
        labels.forEach(label -> numbers.put(label, numbers.size()));
        Performance all = new Performance(labels.size());
        Performance edge = new Performance(labels.size());
        for (Pair pair : pairs) {
            int truth = numbers.getOrDefault(pair.truth(), 0);
            int answer = numbers.getOrDefault(pair.answer(), 0);
            all.add(truth, answer, pair.confidence());
            if (pair.local()) {
                edge.add(truth, answer, pair.confidence());
            }
        }
        return new AnsweredLabels(labels, all, edge);
    }
}
