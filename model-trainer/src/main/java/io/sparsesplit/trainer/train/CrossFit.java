package io.sparsesplit.trainer.train;

import io.sparsesplit.trainer.calibrate.Scores;
import io.sparsesplit.trainer.data.Dataset;
import io.sparsesplit.trainer.data.LabelledImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Scores of all images that are not test images, each by a network that has not seen it (cross-fitting; Chernozhukov et al.,
 * 2018). The images are dealt into folds; for each fold a network of its own is trained on the others by the same recipe, its
 * state chosen by the validation images among them. A small data set then calibrates with every image, where a held-out tenth
 * could promise nothing. The networks of the folds know less than the published one, so that what they lose is, if anything,
 * more.
 */
final class CrossFit {

    private final SplitTrainer trainer;
    private final Dataset dataset;
    private final LabelledImages pool;
    private final int[] foldOf;
    private final int folds;

    /**
     * A cross-fit of a data set.
     *
     * @param foldOf fold of each image, 0 to {@code folds - 1}: the training images, then the validation images
     * @param folds number of folds, 2 or more
     */
    CrossFit(SplitTrainer trainer, Dataset dataset, int[] foldOf, int folds) {
        this.trainer = trainer;
        this.dataset = dataset;
        this.pool = dataset.train().followedBy(dataset.validation());
        this.foldOf = foldOf;
        this.folds = folds;
    }

    /** Returns all images that are not test images: the training images, then the validation images. */
    LabelledImages pool() {
        return pool;
    }

    /** Returns the number of images that the networks of all folds are trained on, over all epochs. */
    long trainedImages() {
        long images = 0;
        for (int fold = 0; fold < folds; fold++) {
            images += (long) trainer.epochs() * outside(fold, 0, dataset.train().size()).length;
        }
        return images;
    }

    /**
     * Trains the networks of the folds, several at a time, and asks each about its fold.
     *
     * @param teaching what a teacher says of the training images; null without one
     * @param checkpoints checkpoint of each fold, from which the fold goes on where it exists; null for none
     * @param listener hears of images; called by several threads
     * @return scores of the pool's images, in their order
     */
    Scores scores(
            @Nullable SoftTargets teaching,
            @Nullable IntFunction<Checkpoint> checkpoints,
            TrainingRun.Listener listener)
            throws IOException {
        int threads = Math.min(folds, trainer.hyperparameters().threads());
        ExecutorService executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "fold");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Scores>> running = IntStream.range(0, folds)
                    .mapToObj(fold -> executor.submit(() ->
                            scores(fold, teaching, checkpoints == null ? null : checkpoints.apply(fold), listener)))
                    .toList();
            List<Scores> done = new ArrayList<>();
            for (Future<Scores> future : running) {
                done.add(future.get());
            }
            return Scores.inOrder(
                    done, IntStream.range(0, folds).mapToObj(this::inside).toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("training was interrupted", e);
        } catch (ExecutionException e) {
            throw unwrapped(e.getCause());
        } finally {
            executor.shutdownNow();
        }
    }

    private Scores scores(
            int fold, @Nullable SoftTargets teaching, @Nullable Checkpoint checkpoint, TrainingRun.Listener listener)
            throws IOException {
        int trainImages = dataset.train().size();
        int[] train = outside(fold, 0, trainImages);
        TrainedSplit trained = trainer.onOneThread()
                .train(
                        dataset.preprocessing(),
                        pool.select(train),
                        teaching == null ? null : teaching.select(train),
                        pool.select(outside(fold, trainImages, pool.size())),
                        checkpoint,
                        checkpoint != null && checkpoint.exists(),
                        listener);
        return trained.scores(pool.select(inside(fold)));
    }

    private int[] outside(int fold, int from, int to) {
        return IntStream.range(from, to).filter(image -> foldOf[image] != fold).toArray();
    }

    private int[] inside(int fold) {
        return IntStream.range(0, pool.size())
                .filter(image -> foldOf[image] == fold)
                .toArray();
    }

    private static RuntimeException unwrapped(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException e) {
            return e;
        }
        if (cause instanceof IOException e) {
            return new UncheckedIOException(e);
        }
        return new IllegalStateException("the training of a fold failed", cause);
    }
}
