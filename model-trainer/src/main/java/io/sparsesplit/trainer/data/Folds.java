package io.sparsesplit.trainer.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Folds of images for cross-fitting: stratified, so that each class is spread evenly over the folds, with images of one key in
 * one fold. Folds depend on labels, keys and seed alone, not on the order of images.
 */
public final class Folds {

    private final int folds;
    private final int[] labels;
    private final int[][] counts;
    private final int[] sizes;

    private Folds(int[] labels, int folds) {
        this.folds = folds;
        this.labels = labels;
        this.counts = new int[folds][Arrays.stream(labels).max().orElse(0) + 1];
        this.sizes = new int[folds];
    }

    /**
     * Returns the fold of each image.
     *
     * @param labels class of each image, 0 or more
     * @param keys key of each image, see {@link LabelledImages#groupKey}: images of one key stay together
     * @param folds 2 or more, no more than there are keys
     * @param seed of the order in which keys are dealt out
     * @return 0 to {@code folds - 1} for each image
     * @throws IllegalArgumentException when there are fewer keys than folds, or fewer than two folds
     */
    public static int[] of(int[] labels, long[] keys, int folds, long seed) {
        if (labels.length != keys.length) {
            throw new IllegalArgumentException(
                    "there are %d labels, but %d keys".formatted(labels.length, keys.length));
        }
        int[] bundleOf =
                Bundles.of(keys.length, List.of(Arrays.stream(keys).boxed().toList()));
        List<int[]> bundles = Bundles.members(bundleOf);
        if (folds < 2 || folds > bundles.size()) {
            throw new IllegalArgumentException(
                    "%d folds cannot be made of %d different images: 2 or more are needed, and one image for each"
                            .formatted(folds, bundles.size()));
        }
        long[] order = Arrays.stream(keys).map(key -> place(key, seed)).toArray();
        int[] result = new int[labels.length];
        Folds dealt = new Folds(labels, folds);
        bundles.stream()
                .sorted(Comparator.<int[]>comparingInt(images -> -images.length)
                        .thenComparingInt(images -> labels[images[0]])
                        .thenComparingLong(images -> order[images[0]]))
                .forEach(images -> {
                    int fold = dealt.add(images);
                    Arrays.stream(images).forEach(image -> result[image] = fold);
                });
        return result;
    }

    /** Adds a bundle to the fold that has fewest of its classes so far, the smallest of those that are equal. */
    private int add(int[] images) {
        int best = IntStream.range(0, folds)
                .boxed()
                .min(Comparator.<Integer>comparingLong(fold -> Arrays.stream(images)
                                .mapToLong(image -> counts[fold][labels[image]])
                                .sum())
                        .thenComparingInt(fold -> sizes[fold]))
                .orElseThrow();
        Arrays.stream(images).forEach(image -> counts[best][labels[image]]++);
        sizes[best] += images.length;
        return best;
    }

    private static long place(long key, long seed) {
        return Digest.of(ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(seed)
                        .putLong(key)
                        .array())
                .high();
    }
}
