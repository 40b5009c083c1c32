package io.sparsesplit.trainer.history;

import io.sparsesplit.trainer.progress.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the history of one training while it runs: a row on the terminal and in a file for each epoch, a record of what it runs
 * with, and a tracker that is told as well. All of it goes on when the training does.
 */
public final class History {

    /** Rows that are printed of a training, at most. */
    private static final int MOST_ROWS = 150;

    private final PrintWriter err;
    private final HistoryFile file;
    private final Path recordFile;
    private final SafeTracker tracker;
    private RunRecord run;
    private boolean headed;

    /**
     * Begins a history, or goes on with the one beside the checkpoint.
     *
     * @param checkpoint checkpoint of the training; the files are beside it, with {@code .history.csv} and {@code .run.json} in
     *     place of {@code .checkpoint}
     * @param resumed whether the training goes on from the checkpoint
     * @param begun record of the run
     * @param tracker tracker to tell; null for none
     * @param err stream for rows and remarks
     * @throws IOException when the record cannot be written
     */
    public History(Path checkpoint, boolean resumed, RunRecord begun, @Nullable RunTracker tracker, PrintWriter err)
            throws IOException {
        this.err = err;
        this.recordFile = beside(checkpoint, ".run.json");
        Path rows = beside(checkpoint, ".history.csv");
        if (!resumed) {
            Files.deleteIfExists(rows);
        }
        this.file = new HistoryFile(rows);
        this.run = resumed && Files.exists(recordFile) ? begun.continuing(RunRecord.read(recordFile)) : begun;
        this.tracker = new SafeTracker(tracker, this::print);
        String identity = this.tracker.begin(run, run.trackedAs());
        if (identity != null) {
            run = run.trackedAs(identity);
        }
        Files.createDirectories(recordFile.toAbsolutePath().getParent());
        writeRecord();
    }

    /**
     * Prints and keeps an epoch. Rows of the same and of later epochs, from before the training was stopped, are replaced. Of a
     * training of many epochs only some {@value #MOST_ROWS} are printed; all are kept.
     *
     * @throws IOException when the row cannot be written
     */
    public void epoch(EpochRecord epoch) throws IOException {
        if (!headed) {
            print(EpochRow.HEADER);
            headed = true;
        }
        int every = (epoch.epochs() + MOST_ROWS - 1) / MOST_ROWS;
        if (epoch.epoch() % every == 0 || epoch.epoch() == epoch.epochs()) {
            print(EpochRow.of(epoch));
        }
        file.append(epoch);
        tracker.epoch(epoch);
    }

    /**
     * Prints and keeps a sentence on what happened, for example that a phase was undone.
     *
     * @throws IOException when it cannot be written
     */
    public void remark(String sentence) throws IOException {
        print(sentence);
        run = run.with(sentence);
        writeRecord();
    }

    /** Returns all epochs so far, in their order. */
    public List<EpochRecord> epochs() {
        return file.epochs();
    }

    /** Returns the record of the run as it is now. */
    public RunRecord run() {
        return run;
    }

    /**
     * Ends the history of a training that was published: the tracker gets the final figures, and the files beside the checkpoint
     * are removed.
     *
     * @param figures final figures by name, for example test accuracies in percent
     * @param published published files by name, for trackers that keep files
     */
    public void published(Map<String, Double> figures, Map<String, byte[]> published) throws IOException {
        tracker.end(figures, published, true);
        file.delete();
        Files.deleteIfExists(recordFile);
    }

    /** Ends the history of a training that was stopped or refused. The files stay, so that it can go on. */
    public void stopped() {
        tracker.end(Map.of(), Map.of(), false);
    }

    private void print(String line) {
        err.println(Progress.aboveBar(line));
        err.flush();
    }

    private void writeRecord() throws IOException {
        Path unfinished = recordFile.resolveSibling(recordFile.getFileName() + ".part");
        Files.write(unfinished, run.bytes());
        Files.move(unfinished, recordFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path beside(Path checkpoint, String ending) {
        return checkpoint.resolveSibling(
                String.valueOf(checkpoint.getFileName()).replaceFirst("\\.checkpoint$", "") + ending);
    }
}
