package io.sparsesplit.trainer.report;

import java.util.Collections;
import java.util.List;

/**
 * What was measured of runs that differ in nothing but their seed: accuracies in percent, or bytes.
 *
 * @param mean of all
 * @param deviation sample standard deviation; 0 for a single run
 * @param worst the smallest, where more is better, otherwise the largest
 * @param runs how many
 */
record Sample(double mean, double deviation, double worst, int runs) {

    /** Of what is better the more there is, as accuracies are. */
    static Sample of(List<Double> values) {
        return of(values, Collections.min(values));
    }

    /** Of what is better the less there is, as bytes are. */
    static Sample ofCosts(List<Double> values) {
        return of(values, Collections.max(values));
    }

    private static Sample of(List<Double> values, double worst) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.size();
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new Sample(mean, Math.sqrt(squares / Math.max(1, values.size() - 1)), worst, values.size());
    }

    /** For example {@code −0.12 ± 0.03}. */
    String asDifference() {
        return Notation.difference(mean) + deviationText();
    }

    /** For example {@code 97.47 ± 0.07}; a single run has no deviation. */
    @Override
    public String toString() {
        return Notation.percent(mean) + deviationText();
    }

    private String deviationText() {
        return runs == 1 ? "" : " ± " + Notation.percent(deviation);
    }
}
