package io.sparsesplit.trainer.report;

import java.util.List;

/**
 * Accuracies in percent of runs that differ in nothing but their seed.
 *
 * @param mean of all
 * @param deviation sample standard deviation; 0 for a single run
 * @param worst the smallest
 * @param runs how many
 */
record Sample(double mean, double deviation, double worst, int runs) {

    static Sample of(List<Double> values) {
        double sum = 0;
        double worst = Double.POSITIVE_INFINITY;
        for (double value : values) {
            sum += value;
            worst = Math.min(worst, value);
        }
        double mean = sum / values.size();
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new Sample(mean, Math.sqrt(squares / Math.max(1, values.size() - 1)), worst, values.size());
    }

    /** For example {@code 97.47 ± 0.07}; a single run has no deviation. */
    @Override
    public String toString() {
        return runs == 1
                ? Notation.percent(mean)
                : "%s ± %s".formatted(Notation.percent(mean), Notation.percent(deviation));
    }
}
