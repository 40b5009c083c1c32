package io.sparsesplit.trainer.train;

import io.sparsesplit.trainer.history.EpochRecord;
import io.sparsesplit.trainer.history.History;
import io.sparsesplit.trainer.progress.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Progress of a training on the error stream, and a word on how to go on when the program is stopped. */
final class TrainingProgress implements TrainingRun.Listener, AutoCloseable {

    private final int epochs;
    private final PrintWriter err;
    private final @Nullable History history;
    private final ProgressBar bar;
    private final Thread farewell;
    /** Epochs that a checkpoint has; read by another thread when the program is stopped. */
    private final AtomicInteger epochsKept = new AtomicInteger();

    /**
     * Progress of a training that has not begun.
     *
     * @param epochs number of epochs of all phases
     * @param images number of images of an epoch
     * @param history history that keeps a row for each epoch; null for none
     */
    TrainingProgress(int epochs, int images, @Nullable History history, PrintWriter err) {
        this.epochs = epochs;
        this.err = err;
        this.history = history;
        this.bar = Progress.bar("train")
                .setInitialMax((long) epochs * images)
                .setUnit(" images", 1)
                .startsFrom(0, Duration.ZERO)
                .build();
        this.farewell = new Thread(this::sayHowToGoOn);
        Runtime.getRuntime().addShutdownHook(farewell);
    }

    @Override
    public void images(long more) {
        bar.stepBy(more);
    }

    @Override
    public void epoch(Trainer trainer, EpochResult result, boolean kept) throws IOException {
        if (kept) {
            epochsKept.set(result.epoch());
        }
        if (history != null) {
            history.epoch(record(result));
        }
    }

    private static EpochRecord record(EpochResult result) {
        Validation validation = result.validation();
        boolean measured = validation.images() > 0;
        return new EpochRecord(
                result.epoch(),
                result.epochs(),
                result.phase(),
                result.learningRate(),
                result.loss(),
                measured ? validation.exitAccuracy() : Double.NaN,
                measured ? validation.exitLoss() : Double.NaN,
                measured ? validation.tailAccuracy() : Double.NaN,
                measured ? validation.tailLoss() : Double.NaN,
                result.bits() > 0 ? result.bits() : Double.NaN,
                result.seconds(),
                result.images() / result.seconds(),
                result.best() ? "best" : "");
    }

    private void sayHowToGoOn() {
        err.printf(
                "%nStopped. %s%n",
                epochsKept.get() == 0
                        ? "No epoch was complete, nothing was kept."
                        : "The same command goes on after epoch %d of %d.".formatted(epochsKept.get(), epochs));
        err.flush();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(farewell);
        bar.close();
    }
}
