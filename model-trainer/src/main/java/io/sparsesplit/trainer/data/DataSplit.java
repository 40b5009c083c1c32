package io.sparsesplit.trainer.data;

import io.sparsesplit.model.image.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How images are divided that are not divided yet. Each has a place between 0 and 1 that depends on its content, or on its group,
 * and the seed alone. Each class gives its share of images to each part, those with the lowest places first. Equal images and
 * images of one group never come to different parts, and when images are added most others stay where they are.
 *
 * @param validation images of a given training set to hold out; null for a twelfth, at most {@value #USUAL_VALIDATION}, but at
 *     least one of each class
 * @param shares of a data set that is not divided at all
 * @param seed of the places
 */
record DataSplit(@Nullable Integer validation, Shares shares, long seed) {

    static final DataSplit USUAL = new DataSplit(null, Shares.USUAL, 1);

    private static final int USUAL_VALIDATION = 5000;
    private static final int USUAL_FRACTION = 12;

    /** Different images of a class from which on each of three parts gets one. */
    private static final int ENOUGH = 3;

    /** Images and where they belong. */
    record Parts(Examples train, Examples validation, Examples test, String rule) {}

    /**
     * Divides a whole by the shares, class by class. A class of {@value #ENOUGH} different images or more is in every part. What
     * cannot be read counts as training, where reading it will tell why.
     */
    Parts byShares(Examples whole) {
        requireNoCount();
        Stratification images = stratification(whole);
        int classes = DataSource.labels(whole).size();
        int[] test = images.take(wanted(images, classes, shares.test()), ENOUGH - 1);
        int[] validation = images.take(wanted(images, classes, shares.validation()), 1);
        return new Parts(
                whole.some(others(whole.size(), test, validation)),
                whole.some(validation),
                whole.some(test),
                "%s %% of each class for training, validation and test, by content, seed %d".formatted(shares, seed));
    }

    /** Holds images of each class out of a training set, those with the lowest places, equal ones together. */
    Parts heldOut(Examples train, Examples test) {
        if (train.size() == 0) {
            return new Parts(train, train, test, "test as given");
        }
        Stratification images = stratification(train);
        int[] held = images.take(Quotas.of(images, DataSource.labels(train).size(), count(train, images)), 1);
        return new Parts(
                train.some(others(train.size(), held)),
                train.some(held),
                test,
                "test as given, validation held out of each class of training by content, seed %d".formatted(seed));
    }

    /** Holds the last images of a training set out. */
    Parts lastHeldOut(Examples train, Examples test) {
        int size = train.size();
        int from = size - count(train, null);
        return new Parts(
                train.some(IntStream.range(0, from).toArray()),
                train.some(IntStream.range(from, size).toArray()),
                test,
                "test as given, validation the last of the training images");
    }

    /** Takes three parts as they are given. */
    Parts given(Examples train, Examples validation, Examples test) {
        requireNoCount();
        return new Parts(train, validation, test, "as given");
    }

    private int[] wanted(Stratification images, int classes, int percent) {
        return IntStream.range(0, classes)
                .map(c -> Math.max(
                        (int) Math.round(images.images(c) * percent / 100.0), images.bundles(c) >= ENOUGH ? 1 : 0))
                .toArray();
    }

    private int count(Examples train, @Nullable Stratification images) {
        int size = train.size();
        if (validation == null) {
            int each = images == null
                    ? 1
                    : Quotas.divisible(images, DataSource.labels(train).size());
            return Math.max(Math.max(1, each), Math.min(USUAL_VALIDATION, size / USUAL_FRACTION));
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

    private Stratification stratification(Examples examples) {
        int size = examples.size();
        List<String> labels = DataSource.labels(examples);
        Map<String, Integer> numbers = new HashMap<>();
        labels.forEach(label -> numbers.put(label, numbers.size()));
        @Nullable
        Digest[] contents = IntStream.range(0, size)
                .parallel()
                .mapToObj(image -> content(examples, image))
                .toArray(Digest[]::new);
        List<@Nullable String> groups = IntStream.range(0, size)
                .mapToObj(image -> (@Nullable String) examples.group(image))
                .toList();
        double[] places = new double[size];
        int[] classes = new int[size];
        for (int image = 0; image < size; image++) {
            Digest content = contents[image];
            String group = groups.get(image);
            classes[image] = content == null ? -1 : numbers.getOrDefault(examples.label(image), -1);
            places[image] = group != null
                    ? digest(group.getBytes(StandardCharsets.UTF_8)).place()
                    : content == null ? 0 : content.place();
        }
        return new Stratification(
                labels.size(), classes, Bundles.of(size, List.of(Arrays.asList(contents), groups)), places);
    }

    /** Returns the digest that places an image; null when it cannot be read. */
    private @Nullable Digest content(Examples examples, int image) {
        try {
            return digest(examples.content(image));
        } catch (IOException | ImageException e) {
            return null;
        }
    }

    private Digest digest(byte[] content) {
        return Digest.of(ByteBuffer.allocate(Long.BYTES).putLong(seed).array(), content);
    }

    private static int[] others(int size, int[]... taken) {
        boolean[] gone = new boolean[size];
        for (int[] images : taken) {
            for (int image : images) {
                gone[image] = true;
            }
        }
        return IntStream.range(0, size).filter(image -> !gone[image]).toArray();
    }
}
