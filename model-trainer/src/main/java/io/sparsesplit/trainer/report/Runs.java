package io.sparsesplit.trainer.report;

import io.sparsesplit.trainer.train.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All runs, kept in {@code reproduce.json}, sorted by table, row, recipe and seed. A run is in the file as soon as it is added,
 * so that an interrupted reproduction goes on where it was.
 */
public final class Runs {

    public static final String FILE = "reproduce.json";

    private static final Comparator<Run> ORDER = Comparator.comparing(Run::table)
            .thenComparing(Run::row)
            .thenComparing(Run::recipe)
            .thenComparing(Run::seed);

    private final RecordFile<Run> file;
    private final List<Run> runs;

    private Runs(RecordFile<Run> file, List<Run> runs) {
        this.file = file;
        this.runs = runs;
    }

    /**
     * The runs that there are so far; none when there is no file.
     *
     * @param folder of {@value #FILE}
     * @throws ResultsException when the file is damaged, naming the run
     */
    public static Runs read(Path folder) {
        Path path = folder.resolve(FILE);
        RecordFile<Run> file = new RecordFile<>(path, Run.class, "table", "row", "recipe", "seed");
        List<Run> runs = new ArrayList<>(file.read());
        runs.sort(ORDER);
        for (int i = 1; i < runs.size(); i++) {
            Run run = runs.get(i);
            if (run.isSameAs(runs.get(i - 1))) {
                throw new ResultsException("%s has two runs of table %s, row %s, recipe %s, seed %d: delete one of them"
                        .formatted(path, run.table(), run.row(), run.recipe(), run.seed()));
            }
        }
        return new Runs(file, runs);
    }

    /** The runs, sorted. */
    public synchronized List<Run> all() {
        return List.copyOf(runs);
    }

    /** Whether a run is there and was made by just this command; by another one, it is to be made anew. */
    public synchronized boolean has(Table table, String row, Recipe recipe, long seed, String command) {
        return runs.stream()
                .anyMatch(run -> run.table() == table
                        && run.row().equals(row)
                        && run.recipe() == recipe
                        && run.seed() == seed
                        && run.command().equals(command));
    }

    /** Replaces all runs, and the file. */
    synchronized void replace(List<Run> others) {
        runs.clear();
        runs.addAll(others);
        runs.sort(ORDER);
        file.write(runs);
    }

    /** Adds a run in place of the one with the same table, row, recipe and seed, if any, and replaces the file. */
    public synchronized void add(Run run) {
        runs.removeIf(run::isSameAs);
        runs.add(run);
        runs.sort(ORDER);
        file.write(runs);
    }
}
