package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.model.network.Criterion;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures how often a promise is broken: samples are drawn again and again from one pool of images, each calibrates, and what
 * was asked for is held against what is true.
 *
 * <p>The pool is taken for all images there are, so that what is true is known exactly: it is what a threshold does on the
 * pool. Drawn with replacement, a sample is just what the theory speaks of. Drawn without, it splits the pool, and the target can
 * be held against the rest as well. The rest is harder on a promise than the truth is, being a sample itself, and without the
 * very images that the calibration saw; the pool is a little easier, as the sample is a part of it.
 */
final class Resplits {

    private final Scores pool;
    private final Criterion criterion;
    private final int sampleImages;
    private final int samples;
    private final long seed;

    /**
     * Makes an experiment, which draws nothing yet.
     *
     * @param pool images that no weight was fitted to
     * @param sampleImages number of images that calibrate each time, at least five and fewer than the pool has
     * @param samples number of samples
     */
    Resplits(Scores pool, Criterion criterion, int sampleImages, int samples, long seed) {
        this.pool = pool;
        this.criterion = criterion;
        this.sampleImages = sampleImages;
        this.samples = samples;
        this.seed = seed;
    }

    /**
     * Calibrates on every sample.
     *
     * @param ways ways to choose a threshold, and to claim something of it, from the threshold images of a sample
     * @param drawn action that is run after each sample
     * @return how often the claims of each way were broken, on the same samples
     */
    List<Reliability> draw(boolean withReplacement, List<Function<ThresholdSweep, Claims>> ways, Runnable drawn) {
        Random random = new Random(seed);
        List<Reliability> reliabilities =
                Stream.generate(Reliability::new).limit(ways.size()).toList();
        for (int s = 0; s < samples; s++) {
            int[] images = withReplacement ? withReplacement(random) : permutation(random);
            Calibration calibration = new Calibration(pool.select(Arrays.copyOf(images, sampleImages)), criterion);
            ThresholdSweep path = calibration.path();
            ThresholdSweep truth = calibration.path(pool);
            ThresholdSweep rest =
                    calibration.path(pool.select(Arrays.copyOfRange(images, sampleImages, images.length)));
            for (int w = 0; w < ways.size(); w++) {
                reliabilities.get(w).add(ways.get(w).apply(path), truth, rest);
            }
            drawn.run();
        }
        return reliabilities;
    }

    /** Returns as many images as the pool has: behind the sample stand others, drawn alike. */
    private int[] withReplacement(Random random) {
        return IntStream.range(0, pool.images())
                .map(i -> random.nextInt(pool.images()))
                .toArray();
    }

    private int[] permutation(Random random) {
        int[] images = IntStream.range(0, pool.images()).toArray();
        for (int i = images.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int image = images[i];
            images[i] = images[j];
            images[j] = image;
        }
        return images;
    }
}
