package io.sparsesplit.benchmarks;

import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Layer;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.train.Hyperparameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Trains a sparse network as dense layers with masks, on EJML's products. Each thread has a part of every batch. */
final class MaskedDenseTrainer implements AutoCloseable {

    private final Hyperparameters hyperparameters;
    private final List<MaskedDenseLayer> layers;
    private final List<MaskedDenseShard> shards = new ArrayList<>();
    private final ExecutorService threads;
    private final float[][] inputs;
    private final int[] labels;
    private int steps;
    private double meanLoss;

    /**
     * A training before its first epoch.
     *
     * @param initial layers to begin with
     * @param images learned as they are, whatever the share of distorted ones
     */
    MaskedDenseTrainer(
            List<Layer> initial, Hyperparameters hyperparameters, Preprocessing preprocessing, LabelledImages images) {
        this.hyperparameters = hyperparameters;
        this.layers = initial.stream().map(MaskedDenseLayer::new).toList();
        int lanes = ceilDiv(hyperparameters.batch(), hyperparameters.threads());
        for (int i = 0; i < hyperparameters.threads(); i++) {
            shards.add(new MaskedDenseShard(layers, lanes));
        }
        this.threads = Executors.newFixedThreadPool(hyperparameters.threads(), task -> {
            Thread thread = new Thread(task, "masked-dense");
            thread.setDaemon(true);
            return thread;
        });
        this.inputs = new float[images.size()][];
        this.labels = new int[images.size()];
        for (int image = 0; image < labels.length; image++) {
            inputs[image] = preprocessing.input(images.picture(image));
            labels[image] = images.label(image);
        }
    }

    List<MaskedDenseLayer> layers() {
        return layers;
    }

    /** Of the last epoch, over its images. */
    double meanLoss() {
        return meanLoss;
    }

    /** One pass over the images in random order. */
    void epoch(int epoch) {
        int[] order = shuffled(labels.length, hyperparameters.seed() + epoch);
        int batch = hyperparameters.batch();
        int stepsInAll = hyperparameters.epochs() * ceilDiv(order.length, batch);
        double sum = 0;
        for (int from = 0; from < order.length; from += batch) {
            sum += gradients(order, from, Math.min(batch, order.length - from));
            double rate = hyperparameters.learningRate(steps, stepsInAll);
            steps++;
            for (int i = 0; i < layers.size(); i++) {
                MaskedDenseShard first = shards.get(0);
                layers.get(i)
                        .step(
                                first.weightGradients(i),
                                first.biasGradients(i),
                                steps,
                                rate,
                                hyperparameters.weightDecay());
            }
        }
        meanLoss = sum / order.length;
    }

    /** Leaves the gradients of a batch in the first shard's; the loss summed over the batch. */
    private double gradients(int[] order, int from, int images) {
        List<Callable<MaskedDenseShard>> tasks = new ArrayList<>();
        int part = ceilDiv(images, shards.size());
        for (int start = 0; start < images; start += part) {
            MaskedDenseShard shard = shards.get(start / part);
            int first = from + start;
            int count = Math.min(part, images - start);
            tasks.add(() -> {
                shard.run(inputs, labels, order, first, count, images);
                return shard;
            });
        }
        double loss = 0;
        try {
            for (Future<MaskedDenseShard> done : threads.invokeAll(tasks)) {
                MaskedDenseShard shard = done.get();
                loss += shard.loss();
                if (shard != shards.get(0)) {
                    shards.get(0).add(shard);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("training was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a training thread failed", e);
        }
        return loss;
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

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}
