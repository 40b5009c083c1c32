package io.sparsesplit.trainer.data;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many images of each class a part of a data set has.
 *
 * @param part training, validation or test
 * @param images number of images of each class, in the order of the network's outputs
 */
public record ClassCounts(String part, List<Integer> images) {

    /** How many times as many images the largest class of a balanced part has, at most, as the smallest. */
    public static final int BALANCED = 2;

    public ClassCounts {
        images = List.copyOf(images);
    }

    static ClassCounts of(String part, LabelledImages images, int classes) {
        return new ClassCounts(
                part, IntStream.of(images.counts(classes)).boxed().toList());
    }

    /** Number of images of all classes. */
    public int total() {
        return images.stream().mapToInt(Integer::intValue).sum();
    }

    /** Number of images of the largest class. */
    public int largest() {
        return Collections.max(images);
    }

    /** Number of images of the smallest class. */
    public int smallest() {
        return Collections.min(images);
    }

    /** Share of the largest class, 0 to 1: what always answering it would get right. */
    public double majority() {
        return total() == 0 ? 0 : (double) largest() / total();
    }

    /** Returns whether the largest class has less than {@value #BALANCED} times as many images as the smallest. */
    public boolean isBalanced() {
        return largest() < (long) BALANCED * smallest();
    }
}
