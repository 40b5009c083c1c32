package io.sparsesplit.trainer.evaluate;

import io.sparsesplit.trainer.statistics.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Writes performances as members of JSON objects. Accuracies, shares and intervals are in percent, calibration errors in 0 to 1.
 *
 * @param labels names of the classes
 */
public record EvaluationFigures(List<String> labels) {

    /** Number of classes above which a matrix is left out; its counts are in the confusions as well. */
    private static final int MOST_IN_MATRIX = 100;

    /** Returns all figures of an evaluation: performances of exit, tail, cascade and edge, and the worst mistakes. */
    public Map<String, Object> of(Evaluation evaluation) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("images", evaluation.images());
        figures.put("labels", labels);
        ConfusionMatrix confusion = evaluation.cascade().confusion();
        figures.put("majorityClass", labels.get(confusion.majority()));
        figures.put("majorityShare", confusion.majorityShare());
        figures.put("exit", of(evaluation.exit()));
        figures.put("exitLossNats", evaluation.exitLoss());
        figures.put("tail", of(evaluation.tail()));
        figures.put("tailLossNats", evaluation.tailLoss());
        figures.put("cascade", of(evaluation.cascade()));
        figures.put("edge", of(evaluation.edge()));
        figures.put("edgeByClass", edgeByClass(confusion, evaluation.edge().confusion()));
        figures.put(
                "worstMistakes",
                evaluation.worstMistakes().stream().map(this::mistake).toList());
        return figures;
    }

    /** Returns the figures of one performance. */
    public Map<String, Object> of(Performance performance) {
        ConfusionMatrix confusion = performance.confusion();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("images", confusion.images());
        figures.put("correct", confusion.correct());
        figures.put("accuracy", confusion.accuracy());
        figures.put("accuracyInterval", percent(confusion.accuracyInterval()));
        figures.put("balancedAccuracy", confusion.balancedAccuracy());
        figures.put("expectedCalibrationError", performance.reliability().expectedCalibrationError());
        figures.put("reliability", performance.reliability().bins());
        figures.put(
                "classes",
                IntStream.range(0, confusion.classes())
                        .mapToObj(c -> classFigures(confusion, c))
                        .toList());
        if (confusion.classes() <= MOST_IN_MATRIX) {
            figures.put("confusionMatrix", matrix(confusion));
        }
        figures.put(
                "confusions",
                confusion.confusions().stream()
                        .map(one -> Map.of(
                                "truth", labels.get(one.truth()),
                                "answer", labels.get(one.answer()),
                                "images", one.images()))
                        .toList());
        return figures;
    }

    /** Returns the share of each class that the edge answers, and how often it is right there, in percent. */
    public List<Map<String, Object>> edgeByClass(ConfusionMatrix all, ConfusionMatrix edge) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int c = 0; c < all.classes(); c++) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("label", labels.get(c));
            row.put("images", all.images(c));
            row.put("answered", edge.images(c));
            row.put("answeredShare", 100.0 * edge.images(c) / Math.max(1, all.images(c)));
            row.put("correct", edge.correct(c));
            row.put("correctShare", edge.recall(c));
            row.put("correctInterval", percent(edge.recallInterval(c)));
            rows.add(row);
        }
        return rows;
    }

    private Map<String, Object> classFigures(ConfusionMatrix confusion, int c) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("label", labels.get(c));
        figures.put("images", confusion.images(c));
        figures.put("recall", confusion.recall(c));
        figures.put("recallInterval", percent(confusion.recallInterval(c)));
        figures.put("answers", confusion.answers(c));
        figures.put("precision", confusion.precision(c));
        figures.put("precisionInterval", percent(confusion.precisionInterval(c)));
        return figures;
    }

    private Map<String, Object> mistake(Mistake mistake) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("image", mistake.image());
        figures.put("truth", labels.get(mistake.truth()));
        figures.put("answer", labels.get(mistake.answer()));
        figures.put("confidence", mistake.confidence());
        figures.put("answeredBy", mistake.local() ? "edge" : "cloud");
        return figures;
    }

    private static int[][] matrix(ConfusionMatrix confusion) {
        return IntStream.range(0, confusion.classes())
                .mapToObj(truth -> IntStream.range(0, confusion.classes())
                        .map(answer -> confusion.count(truth, answer))
                        .toArray())
                .toArray(int[][]::new);
    }

    private static List<Double> percent(Interval interval) {
        return List.of(100 * interval.low(), 100 * interval.high());
    }
}
