package io.sparsesplit.trainer.train;

import io.sparsesplit.trainer.evaluate.Evaluation;
import io.sparsesplit.trainer.progress.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBar;

/** Runs a training epoch by epoch, with progress and a checkpoint after each, and says how to go on when it is stopped. */
final class Epochs {

    private final Trainer trainer;
    private final Checkpoint checkpoint;
    private final int count;
    private final PrintWriter err;
    private volatile int done;

    /**
     * A training of so many epochs.
     *
     * @param err told when Ctrl-C ends the program
     */
    Epochs(Trainer trainer, Checkpoint checkpoint, int count, PrintWriter err) {
        this.trainer = trainer;
        this.checkpoint = checkpoint;
        this.count = count;
        this.err = err;
    }

    /**
     * Runs all epochs that are left.
     *
     * @param resume whether to begin with the checkpoint
     * @param validation asked after each epoch, for the eye alone
     * @throws IllegalArgumentException when there is no checkpoint to resume from, or it cannot be used
     */
    void run(boolean resume, Supplier<Evaluation> validation) throws IOException {
        done = resume ? resumed() : 0;
        Thread farewell = new Thread(this::sayHowToGoOn);
        Runtime.getRuntime().addShutdownHook(farewell);
        long images = trainer.images();
        try (ProgressBar bar = Progress.bar("train")
                .setInitialMax(count * images)
                .setUnit(" images", 1)
                .startsFrom(done * images, Duration.ZERO)
                .build()) {
            for (int epoch = done; epoch < count; epoch++) {
                trainer.epoch(epoch, bar::stepBy);
                checkpoint.write(trainer, epoch + 1);
                done = epoch + 1;
                Evaluation now = validation.get();
                bar.setExtraMessage(" %d/%d loss %.3f exit %.1f tail %.1f"
                        .formatted(done, count, trainer.meanLoss(), now.exitAccuracy(), now.tailAccuracy()));
            }
        }
        Runtime.getRuntime().removeShutdownHook(farewell);
    }

    private int resumed() {
        if (!checkpoint.exists()) {
            throw new IllegalArgumentException("there is no checkpoint to resume from; start without --resume");
        }
        return checkpoint.read(trainer);
    }

    private void sayHowToGoOn() {
        err.printf(
                "%nStopped. %s%n",
                done == 0
                        ? "No epoch was complete, nothing was kept."
                        : "The same command with --resume goes on after epoch %d of %d.".formatted(done, count));
        err.flush();
    }
}
