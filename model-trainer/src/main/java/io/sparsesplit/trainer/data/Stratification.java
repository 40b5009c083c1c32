package io.sparsesplit.trainer.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Takes images out of a whole, so many of each class, bundle by bundle in the order of their places. Each class keeps at
 * least one bundle in the whole.
 */
final class Stratification {

    /** Images that stay together, with their place between 0 and 1. */
    private static final class Bundle {
        final int[] images;
        final double place;

        Bundle(int[] images, double place) {
            this.images = images;
            this.place = place;
        }
    }

    private final int[] classOf;
    private final List<Bundle> left;
    private final int[] images;
    private final int[] bundles;
    private final int[] bundlesLeft;

    /**
     * A whole of which nothing is taken yet.
     *
     * @param classes number of classes
     * @param classOf class of each image, 0 to {@code classes - 1}; -1 for an image that is never taken
     * @param bundleOf bundle of each image, as {@link Bundles#of} numbers them
     * @param placeOf place of each image; that of a bundle is the lowest of its images'
     */
    Stratification(int classes, int[] classOf, int[] bundleOf, double[] placeOf) {
        this.classOf = classOf;
        this.images = new int[classes];
        this.bundles = new int[classes];
        this.left = new ArrayList<>();
        for (int[] members : Bundles.members(bundleOf)) {
            if (Arrays.stream(members).noneMatch(image -> classOf[image] < 0)) {
                double place = Arrays.stream(members)
                        .mapToDouble(image -> placeOf[image])
                        .min()
                        .orElse(0);
                left.add(new Bundle(members, place));
                Arrays.stream(members).forEach(image -> images[classOf[image]]++);
                classesOf(members).forEach(c -> bundles[c]++);
            }
        }
        left.sort(Comparator.comparingDouble(bundle -> bundle.place));
        this.bundlesLeft = bundles.clone();
    }

    /** Number of images of a class. */
    int images(int classIndex) {
        return images[classIndex];
    }

    /** Number of bundles with images of a class: how many images of it can be told apart. */
    int bundles(int classIndex) {
        return bundles[classIndex];
    }

    /**
     * Takes bundles as long as each brings the number of images closer to what is wanted. A class of which none were taken so
     * gives its smallest bundle.
     *
     * @param wanted images of each class
     * @param leave bundles that a class which has more keeps for others
     * @return the images, in ascending order
     */
    int[] take(int[] wanted, int leave) {
        int[] missing = wanted.clone();
        List<Bundle> taken = new ArrayList<>();
        for (Bundle bundle : left) {
            if (gain(bundle, missing) > 0 && spares(bundle, leave)) {
                take(bundle, missing, taken);
            }
        }
        left.removeAll(new HashSet<>(taken));
        for (int c = 0; c < wanted.length; c++) {
            if (wanted[c] > 0 && missing[c] == wanted[c]) {
                takeSmallest(c, leave, missing, taken);
            }
        }
        return taken.stream()
                .flatMapToInt(bundle -> Arrays.stream(bundle.images))
                .sorted()
                .toArray();
    }

    private void takeSmallest(int classIndex, int leave, int[] missing, List<Bundle> taken) {
        left.stream()
                .filter(bundle -> classesOf(bundle.images).anyMatch(c -> c == classIndex) && spares(bundle, leave))
                .min(Comparator.comparingInt(bundle -> bundle.images.length))
                .ifPresent(bundle -> {
                    take(bundle, missing, taken);
                    left.remove(bundle);
                });
    }

    private void take(Bundle bundle, int[] missing, List<Bundle> taken) {
        taken.add(bundle);
        classesOf(bundle.images).forEach(c -> bundlesLeft[c]--);
        Arrays.stream(bundle.images).forEach(image -> missing[classOf[image]]--);
    }

    /** Returns how much closer to the wanted numbers a bundle brings, summed over classes. */
    private int gain(Bundle bundle, int[] missing) {
        if (bundle.images.length == 1) {
            return missing[classOf[bundle.images[0]]];
        }
        return classesOf(bundle.images)
                .map(c -> {
                    int count = (int) Arrays.stream(bundle.images)
                            .filter(image -> classOf[image] == c)
                            .count();
                    return Math.abs(missing[c]) - Math.abs(missing[c] - count);
                })
                .sum();
    }

    private boolean spares(Bundle bundle, int leave) {
        return classesOf(bundle.images)
                .allMatch(c -> bundlesLeft[c] > leave || (bundles[c] <= leave && bundlesLeft[c] > 1));
    }

    private IntStream classesOf(int[] members) {
        return Arrays.stream(members).map(image -> classOf[image]).distinct();
    }
}
