package io.sparsesplit.trainer.reproduce;

import io.sparsesplit.trainer.report.RecordFile;
import io.sparsesplit.trainer.report.Run;
import io.sparsesplit.trainer.report.Table;
import io.sparsesplit.trainer.report.WeightHistogram;
import io.sparsesplit.trainer.train.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The histograms of weights for the report's figure: a dense and a sparse network of the paper, and the sparse one at its best. */
final class Weights {

    private static final long SEED = 1;
    private static final String SPARSE = "sparse 2450";
    private static final String DENSE = "deep 16650";

    private final RecordFile<WeightHistogram> file;

    Weights(Path folder) {
        file = WeightHistogram.in(folder);
    }

    /** Adds a network's histograms in place of those of the same row, if they are wanted. */
    void add(Reproduction.Made made) {
        Run run = made.run();
        if (!isWanted(run)) {
            return;
        }
        List<WeightHistogram> histograms = new ArrayList<>(file.read());
        histograms.removeIf(other ->
                other.table() == run.table() && other.row().equals(run.row()) && other.recipe() == run.recipe());
        for (int layer = 1; layer <= made.network().layers().size(); layer++) {
            histograms.add(WeightHistogram.of(
                    run, layer, made.network().layers().get(layer - 1).weights()));
        }
        histograms.sort(WeightHistogram.ORDER);
        file.write(histograms);
    }

    private static boolean isWanted(Run run) {
        return run.table() == Table.I
                && run.seed() == SEED
                && (run.row().equals(SPARSE) || (run.row().equals(DENSE) && run.recipe() == Recipe.PAPER));
    }
}
