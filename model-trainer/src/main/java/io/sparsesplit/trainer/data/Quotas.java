package io.sparsesplit.trainer.data;

import java.util.Comparator;
import java.util.stream.IntStream;

/** How many images of each class make up a given number, in proportion to the classes (largest remainders). */
final class Quotas {

    private Quotas() {}

    /** Returns how many classes can give an image and keep another one. */
    static int divisible(Stratification images, int classes) {
        return (int)
                IntStream.range(0, classes).filter(c -> images.bundles(c) > 1).count();
    }

    /**
     * Returns the images to take of each class, {@code total} together. When there are enough, each class that can spare one
     * gives at least one.
     */
    static int[] of(Stratification images, int classes, int total) {
        int[] weights = IntStream.range(0, classes)
                .map(c -> images.bundles(c) > 1 ? images.images(c) : 0)
                .toArray();
        long all = IntStream.of(weights).asLongStream().sum();
        double[] share = IntStream.of(weights)
                .mapToDouble(weight -> all == 0 ? 0 : (double) total * weight / all)
                .toArray();
        int[] quotas = IntStream.range(0, classes).map(c -> (int) share[c]).toArray();
        int left = total - IntStream.of(quotas).sum();
        Comparator<Integer> byRemainder = Comparator.comparingDouble(c -> quotas[c] - share[c]);
        IntStream.range(0, classes)
                .boxed()
                .filter(c -> weights[c] > 0)
                .sorted(byRemainder)
                .limit(left)
                .forEach(c -> quotas[c]++);
        if (total >= divisible(images, classes)) {
            IntStream.range(0, classes)
                    .filter(c -> quotas[c] == 0 && weights[c] > 0)
                    .forEach(c -> {
                        quotas[c] = 1;
                        quotas[largest(quotas)]--;
                    });
        }
        return quotas;
    }

    private static int largest(int[] quotas) {
        return IntStream.range(0, quotas.length)
                .boxed()
                .max(Comparator.<Integer>comparingInt(c -> quotas[c]).thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
    }
}
