package io.sparsesplit.trainer.train;

import io.sparsesplit.trainer.progress.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import me.tongfei.progressbar.ProgressBar;

/** Progress of a training on the error stream, and a word on how to go on when the program is stopped. */
final class TrainingProgress implements Fitting.Listener, AutoCloseable {

    private final int epochs;
    private final PrintWriter err;
    private final ProgressBar bar;
    private final Thread farewell;
    /** Epochs that a checkpoint has; read by another thread when the program is stopped. */
    private final AtomicInteger epochsKept = new AtomicInteger();

    /**
     * Progress of a training that has not begun.
     *
     * @param epochs number of epochs of all phases
     * @param images number of images of an epoch
     */
    TrainingProgress(int epochs, int images, PrintWriter err) {
        this.epochs = epochs;
        this.err = err;
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
    public void epoch(Trainer trainer, EpochResult result, boolean kept) {
        if (kept) {
            epochsKept.set(result.epoch());
        }
        bar.setExtraMessage(" %d/%d %s loss %.3f exit %.1f tail %.1f%s"
                .formatted(
                        result.epoch(),
                        result.epochs(),
                        result.phase(),
                        result.loss(),
                        result.validation().exitAccuracy(),
                        result.validation().tailAccuracy(),
                        result.bits() > 0 ? " bytes %.1f".formatted(result.bits() / Byte.SIZE) : ""));
    }

    private void sayHowToGoOn() {
        err.printf(
                "%nStopped. %s%n",
                epochsKept.get() == 0
                        ? "No epoch was complete, nothing was kept."
                        : "The same command with --resume goes on after epoch %d of %d."
                                .formatted(epochsKept.get(), epochs));
        err.flush();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(farewell);
        bar.close();
    }
}
