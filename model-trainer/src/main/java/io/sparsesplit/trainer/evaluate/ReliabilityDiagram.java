package io.sparsesplit.trainer.evaluate;

import io.sparsesplit.trainer.statistics.Interval;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Counts how often answers of a confidence are right, in {@value #BINS} bins of equal width (Guo et al., On Calibration of Modern
 * Neural Networks, ICML 2017).
 */
public final class ReliabilityDiagram {

    /** Number of bins. */
    public static final int BINS = 10;

    /**
     * Counts the answers with confidences of one range.
     *
     * @param low lower end of the range, included
     * @param high upper end of the range, excluded unless it is 1
     * @param answers number of answers
     * @param correct number of right ones among them
     * @param confidence their mean confidence, 0 to 1; 0 when there are none
     */
    public record Bin(double low, double high, int answers, int correct, double confidence) {

        /** Returns the share of right answers, 0 to 1; 0 when there are none. */
        public double accuracy() {
            return answers == 0 ? 0 : (double) correct / answers;
        }

        /** Returns the 95 % interval of the share of right answers. */
        public Interval interval() {
            return Interval.of(correct, answers);
        }
    }

    private final int[] answers = new int[BINS];
    private final int[] correct = new int[BINS];
    private final double[] confidences = new double[BINS];

    /**
     * Counts an answer.
     *
     * @param confidence probability that the classifier gives its answer, 0 to 1
     */
    public void add(double confidence, boolean right) {
        int bin = Math.max(0, Math.min(BINS - 1, (int) (confidence * BINS)));
        answers[bin]++;
        correct[bin] += right ? 1 : 0;
        confidences[bin] += confidence;
    }

    /** Returns all bins, from the lowest confidence to the highest, those without answers included. */
    public List<Bin> bins() {
        return IntStream.range(0, BINS)
                .mapToObj(b -> new Bin(
                        (double) b / BINS,
                        (b + 1.0) / BINS,
                        answers[b],
                        correct[b],
                        answers[b] == 0 ? 0 : confidences[b] / answers[b]))
                .toList();
    }

    /**
     * Returns the expected calibration error: the mean distance between confidence and share of right answers, each bin weighted
     * by its answers.
     *
     * @return error, 0 to 1; 0 when there are no answers
     */
    public double expectedCalibrationError() {
        int all = IntStream.of(answers).sum();
        return all == 0
                ? 0
                : bins().stream()
                                .mapToDouble(bin -> bin.answers() * Math.abs(bin.accuracy() - bin.confidence()))
                                .sum()
                        / all;
    }
}
