package io.sparsesplit.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.trainer.train.Recipe;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FewestParametersTest {

    private final List<Run> runs = new ArrayList<>();

    @Test
    void theSmallestSparseNetworkWhoseMeanReachesTheAccuracyCounts() {
        sparse(20, 97.0, 97.4);
        sparse(40, 97.3, 97.4);
        sparse(60, 99.0, 99.0);
        assertThat(fewest().sparse().orElseThrow().parameters())
                .isEqualTo(sparse(40).parameters());
    }

    @Test
    void betweenTwoDenseNetworksParametersAreInterpolatedOverTheirLogarithm() {
        sparse(20, 97.4);
        dense(10, 97.0);
        dense(40, 97.7);
        double geometricMean =
                Math.sqrt((double) dense(10).parameters() * dense(40).parameters());
        assertThat(fewest().denseParameters(fewest().dense().orElseThrow())).isCloseTo(geometricMean, within(1e-6));
        assertThat(fewest().denseText(fewest().dense().orElseThrow())).endsWith(" (interpolated)");
        assertThat(fewest().reduction().orElseThrow())
                .isCloseTo(geometricMean / sparse(20).parameters(), within(1e-9));
    }

    @Test
    void aDenseNetworkThatHitsTheAccuracyIsTakenAsItIs() {
        dense(10, 97.0);
        dense(40, 97.38);
        assertThat(fewest().denseText(fewest().dense().orElseThrow())).isEqualTo("32,450");
    }

    @Test
    void nothingIsExtrapolated() {
        sparse(20, 97.4);
        dense(10, 97.0);
        assertThat(fewest().dense()).isEmpty();
        assertThat(fewest().reduction()).isEmpty();
        dense(40, 98.0);
        runs.removeIf(run -> run.row().equals("dense 10"));
        assertThat(fewest().denseText(fewest().dense().orElseThrow())).isEqualTo("32,450");
    }

    private FewestParameters fewest() {
        return new FewestParameters(
                new Results(RunGroup.of(runs), List.of(), List.of(), List.of(), TransportVariants.of(List.of())),
                FewestParameters.PAPERS_BEST_DENSE);
    }

    private void sparse(int hidden, double... accuracies) {
        add("sparse " + hidden, sparse(hidden), accuracies);
    }

    private void dense(int hidden, double... accuracies) {
        add("dense " + hidden, dense(hidden), accuracies);
    }

    private void add(String row, Shape shape, double... accuracies) {
        for (int i = 0; i < accuracies.length; i++) {
            runs.add(SampleResults.run(Table.FEWEST, row, Recipe.BEST, shape, i + 1, null, accuracies[i]));
        }
    }

    private static Shape sparse(int hidden) {
        return new Shape(800, List.of(hidden), List.of(hidden / 10, 10));
    }

    private static Shape dense(int hidden) {
        return new Shape(800, List.of(hidden), List.of(hidden, 10));
    }
}
