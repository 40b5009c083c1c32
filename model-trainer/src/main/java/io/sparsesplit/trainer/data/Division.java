package io.sparsesplit.trainer.data;

import io.sparsesplit.model.image.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How images are divided that are not divided yet. Each has a place between 0 and 1 that depends on its content and the seed
 * alone: equal images never come to different parts, and when images are added the others stay where they are.
 *
 * @param validation images of a given training set to hold out; null for a twelfth, at most {@value #USUAL_VALIDATION}
 * @param shares of a data set that is not divided at all
 * @param seed of the places
 */
record Division(@Nullable Integer validation, Shares shares, long seed) {

    static final Division USUAL = new Division(null, Shares.USUAL, 1);

    private static final int USUAL_VALIDATION = 5000;
    private static final int USUAL_FRACTION = 12;

    /** Images and where they belong. */
    record Parts(Examples train, Examples validation, Examples test, String rule) {}

    /** A whole by the shares. What cannot be read counts as training, where reading it will tell why. */
    Parts byShares(Examples whole) {
        requireNoCount();
        double[] places = places(whole);
        double test = shares.test() / 100.0;
        double validation = test + shares.validation() / 100.0;
        return new Parts(
                whole.some(between(places, validation, 1)),
                whole.some(between(places, test, validation)),
                whole.some(between(places, 0, test)),
                "%s %% for training, validation and test, by content, seed %d".formatted(shares, seed));
    }

    /** A training set of which those with the lowest places are held out, equal ones together. */
    Parts heldOut(Examples train, Examples test) {
        if (train.size() == 0) {
            return new Parts(train, train, test, "test as given");
        }
        double[] places = places(train);
        double[] ascending = places.clone();
        Arrays.sort(ascending);
        double last = ascending[count(train) - 1];
        return new Parts(
                train.some(between(places, Math.nextUp(last), 1)),
                train.some(between(places, 0, Math.nextUp(last))),
                test,
                "test as given, validation held out of training by content, seed %d".formatted(seed));
    }

    /** A training set of which the last images are held out. */
    Parts lastHeldOut(Examples train, Examples test) {
        int size = train.size();
        int from = size - count(train);
        return new Parts(
                train.some(IntStream.range(0, from).toArray()),
                train.some(IntStream.range(from, size).toArray()),
                test,
                "test as given, validation the last of the training images");
    }

    /** Three parts that are given. */
    Parts given(Examples train, Examples validation, Examples test) {
        requireNoCount();
        return new Parts(train, validation, test, "as given");
    }

    private int count(Examples train) {
        int size = train.size();
        if (validation == null) {
            return Math.max(1, Math.min(USUAL_VALIDATION, size / USUAL_FRACTION));
        }
        if (validation < 1 || validation >= size) {
            throw new DataException("--validation must be 1 to %d, fewer than there are training images, not %d"
                    .formatted(size - 1, validation));
        }
        return validation;
    }

    private void requireNoCount() {
        if (validation != null) {
            throw new DataException(
                    "--validation %d is for data whose training images are given, but none for validation;"
                                    .formatted(validation)
                            + " here leave it out (--shares divides data that is not divided at all)");
        }
    }

    private double[] places(Examples examples) {
        return IntStream.range(0, examples.size())
                .parallel()
                .mapToDouble(image -> place(examples, image))
                .toArray();
    }

    private double place(Examples examples, int image) {
        byte[] content;
        try {
            content = examples.content(image);
        } catch (IOException | ImageException e) {
            return Math.nextDown(1.0);
        }
        byte[] digest = Digest.of(ByteBuffer.allocate(Long.BYTES).putLong(seed).array(), content);
        return (ByteBuffer.wrap(digest).getLong() >>> 11) * 0x1p-53;
    }

    private static int[] between(double[] places, double from, double to) {
        return IntStream.range(0, places.length)
                .filter(image -> places[image] >= from && places[image] < to)
                .toArray();
    }
}
