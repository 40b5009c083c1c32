package io.sparsesplit.trainer.history;

import io.sparsesplit.trainer.data.LabelledImages;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holds the number of images of each class in each part of a data set.
 *
 * @param labels names of the classes
 * @param parts parts of the data set, for example train, validation and test
 * @param warnings sentences on what is wrong with the data, for example that a class is missing from a part
 */
public record DataCounts(List<String> labels, List<Part> parts, List<String> warnings) {

    /**
     * Holds the number of images of each class in one part of a data set.
     *
     * @param name name of the part
     * @param counts number of images of each class, in the order of the labels
     */
    public record Part(String name, List<Integer> counts) {

        /** Counts the images of a part. */
        public static Part of(String name, LabelledImages images, int classes) {
            int[] counts = new int[classes];
            for (int i = 0; i < images.size(); i++) {
                counts[images.label(i)]++;
            }
            return new Part(name, IntStream.of(counts).boxed().toList());
        }

        /** Returns the number of all images. */
        public int images() {
            return counts.stream().mapToInt(Integer::intValue).sum();
        }
    }

    /**
     * Checks that each part counts all classes.
     *
     * @throws IllegalArgumentException when a part does not
     */
    public DataCounts {
        for (Part part : parts) {
            if (part.counts().size() != labels.size()) {
                throw new IllegalArgumentException("there are %d classes, but '%s' counts %d"
                        .formatted(labels.size(), part.name(), part.counts().size()));
            }
        }
    }
}
