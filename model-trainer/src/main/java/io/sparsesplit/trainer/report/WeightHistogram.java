package io.sparsesplit.trainer.report;

import io.sparsesplit.trainer.train.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * How the weights of one trained layer are spread: an object of {@code weights.json}. Biases do not count, nor do edges that do
 * not exist.
 *
 * @param table of the run
 * @param row of the run
 * @param recipe of the run
 * @param seed of the run
 * @param layer from 1, the layer behind the input
 * @param outDegree of the junction
 * @param edges of the bins, ascending, one more than there are bins
 * @param counts weights in each bin, which has its lower edge but not its upper one
 * @param nearZero share of weights w with |w| &lt; {@value #NEAR_ZERO}, in percent
 */
public record WeightHistogram(
        Table table,
        String row,
        Recipe recipe,
        long seed,
        int layer,
        int outDegree,
        List<Double> edges,
        List<Integer> counts,
        double nearZero) {

    public static final String FILE = "weights.json";

    /** Of the file, so that it does not depend on which run ended first. */
    public static final Comparator<WeightHistogram> ORDER = Comparator.comparing(WeightHistogram::table)
            .thenComparing(WeightHistogram::row)
            .thenComparing(WeightHistogram::recipe)
            .thenComparing(WeightHistogram::seed)
            .thenComparing(WeightHistogram::layer);

    /** A weight below this does next to nothing: inputs are at most 1. */
    public static final double NEAR_ZERO = 0.05;

    /** Bins have a width of 1 / 20. */
    private static final int BINS_PER_UNIT = 20;

    private static final int LARGEST = 1000;

    public WeightHistogram {
        edges = List.copyOf(edges);
        counts = List.copyOf(counts);
        require(layer >= 1, "layer must be 1 or more, not " + layer);
        require(!counts.isEmpty(), "there are no bins");
        require(
                edges.size() == counts.size() + 1,
                "%d bins have %d edges, not %d".formatted(counts.size(), counts.size() + 1, edges.size()));
        for (int i = 1; i < edges.size(); i++) {
            require(edges.get(i) > edges.get(i - 1), "the edges of the bins do not ascend at " + edges.get(i));
        }
        require(counts.stream().allMatch(count -> count >= 0), "a count is negative");
        require(nearZero >= 0 && nearZero <= 100, "nearZero must be 0 to 100 percent, not " + nearZero);
    }

    /** The file {@value #FILE} of a folder. */
    public static RecordFile<WeightHistogram> in(Path folder) {
        return new RecordFile<>(folder.resolve(FILE), WeightHistogram.class, "table", "row", "recipe", "seed", "layer");
    }

    /**
     * Counts the weights of a layer, in bins of 0.05.
     *
     * @throws IllegalArgumentException when there are no weights, or one is not a number or beyond {@value #LARGEST}
     */
    public static WeightHistogram of(Run run, int layer, float[] weights) {
        require(weights.length > 0, "there are no weights");
        int[] bins = new int[weights.length];
        int near = 0;
        for (int i = 0; i < weights.length; i++) {
            require(Math.abs(weights[i]) <= LARGEST, "weight %d is %s".formatted(i, weights[i]));
            bins[i] = (int) Math.floor(weights[i] * (double) BINS_PER_UNIT);
            near += Math.abs(weights[i]) < NEAR_ZERO ? 1 : 0;
        }
        int first = Arrays.stream(bins).min().orElseThrow();
        int last = Arrays.stream(bins).max().orElseThrow();
        List<Integer> counts = new ArrayList<>(Collections.nCopies(last - first + 1, 0));
        for (int bin : bins) {
            counts.set(bin - first, counts.get(bin - first) + 1);
        }
        List<Double> edges = new ArrayList<>();
        for (int bin = first; bin <= last + 1; bin++) {
            edges.add((double) bin / BINS_PER_UNIT);
        }
        return new WeightHistogram(
                run.table(),
                run.row(),
                run.recipe(),
                run.seed(),
                layer,
                run.outDegree().get(layer - 1),
                edges,
                counts,
                100.0 * near / weights.length);
    }

    /** How many weights. */
    int weights() {
        return counts.stream().mapToInt(count -> count).sum();
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
