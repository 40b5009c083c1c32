package io.sparsesplit.trainer.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * Fits a network to images. A batch is cut into shards of fixed size, whose gradients are summed in order: the result
 * depends on the seed and on nothing else, whatever the number of threads.
 */
final class Trainer implements AutoCloseable {

    /** Images per shard: long enough rows for vector instructions, enough shards for several threads. */
    static final int SHARD = 128;

    /** Share of the steps in which what travels gets dearer, from nothing. */
    private static final double RAMP = 0.2;

    private final TrainableNetwork network;
    private final Hyperparameters hyperparameters;
    private final Inputs inputs;
    private final Augmentation augmentation;
    private final Adam adam;
    private final List<Shard> shards = new ArrayList<>();
    private final ExecutorService threads;
    private final Phase phase;
    private double meanLoss;
    private double meanBits;

    /** A training of everything, for the classes. */
    Trainer(TrainableNetwork network, Hyperparameters hyperparameters, Inputs inputs) {
        this(network, hyperparameters, inputs, Phase.joint(network));
    }

    /** A training of what a phase trains, for what it wants. */
    Trainer(TrainableNetwork network, Hyperparameters hyperparameters, Inputs inputs, Phase phase) {
        this.phase = phase;
        this.network = network;
        this.hyperparameters = hyperparameters;
        this.inputs = inputs;
        this.augmentation =
                new Augmentation(hyperparameters.augmentation(), inputs.preprocessing(), hyperparameters.seed());
        this.adam = new Adam(network.all(), phase.frozen(), hyperparameters.weightDecay());
        for (int from = 0; from < hyperparameters.batch(); from += SHARD) {
            shards.add(new Shard(network, hyperparameters.exitWeight(), SHARD, phase));
        }
        this.threads = Executors.newFixedThreadPool(Math.min(hyperparameters.threads(), shards.size()), task -> {
            Thread thread = new Thread(task, "train");
            thread.setDaemon(true);
            return thread;
        });
    }

    Phase phase() {
        return phase;
    }

    TrainableNetwork network() {
        return network;
    }

    /** Images that are trained on. */
    int images() {
        return inputs.size();
    }

    /** Of the last epoch, over its images. */
    double meanLoss() {
        return meanLoss;
    }

    /** That an image's features took in the last epoch. */
    double meanBits() {
        return meanBits;
    }

    /** Returns the number of optimiser steps of all epochs. */
    int steps() {
        return hyperparameters.epochs() * ((inputs.size() + hyperparameters.batch() - 1) / hyperparameters.batch());
    }

    Adam adam() {
        return adam;
    }

    /**
     * One pass over the images, in an order that depends on the seed and the epoch alone.
     *
     * @param epoch counted from 0
     * @param progress told of the images of each batch
     */
    void epoch(int epoch, IntConsumer progress) {
        int[] order = shuffled(inputs.size(), hyperparameters.seed() * 1_000_003 + epoch);
        int batch = hyperparameters.batch();
        int stepsPerEpoch = (inputs.size() + batch - 1) / batch;
        double sum = 0;
        double bits = 0;
        for (int step = 0; step < stepsPerEpoch; step++) {
            int from = step * batch;
            int images = Math.min(batch, inputs.size() - from);
            int now = epoch * stepsPerEpoch + step;
            int steps = hyperparameters.epochs() * stepsPerEpoch;
            double loss = gradients(epoch, order, from, images, Math.min(1, now / (RAMP * steps)));
            adam.step(shards.get(0).gradients(), hyperparameters.learningRate(now, steps));
            sum += loss * images;
            bits += learnCode(images);
            progress.accept(images);
        }
        meanLoss = sum / inputs.size();
        meanBits = bits / inputs.size();
    }

    /** Tells the code what travelled in the batch; the bits that it took. */
    private double learnCode(int images) {
        Rate rate = phase.rate();
        if (rate == null) {
            return 0;
        }
        double bits = 0;
        int[] counts = rate.lengths().batchCounts();
        for (int start = 0; start < images; start += SHARD) {
            Shard shard = shards.get(start / SHARD);
            bits += shard.bits();
            for (int i = 0; i < counts.length; i++) {
                counts[i] += shard.counts()[i];
            }
        }
        rate.lengths().learn(counts);
        return bits;
    }

    /** Leaves the gradients of a batch in the first shard's; the mean loss of the batch. */
    double gradients(int epoch, int[] order, int from, int images, double rateShare) {
        List<Callable<Shard>> tasks = new ArrayList<>();
        for (int start = 0; start < images; start += SHARD) {
            Shard shard = shards.get(start / SHARD);
            int first = from + start;
            int count = Math.min(SHARD, images - start);
            tasks.add(() -> {
                shard.run(inputs, augmentation, epoch, order, first, count, images, rateShare);
                return shard;
            });
        }
        double loss = 0;
        try {
            for (Future<Shard> done : threads.invokeAll(tasks)) {
                Shard shard = done.get();
                loss += shard.loss();
                if (shard != shards.get(0)) {
                    shards.get(0).gradients().add(shard.gradients());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("training was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a training thread failed", e);
        }
        return loss / images;
    }

    Gradients gradients() {
        return shards.get(0).gradients();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static int[] shuffled(int length, long seed) {
        Random random = new Random(seed);
        int[] order = new int[length];
        for (int i = 0; i < length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
