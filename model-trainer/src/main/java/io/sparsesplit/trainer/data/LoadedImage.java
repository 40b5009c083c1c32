package io.sparsesplit.trainer.data;

import org.jspecify.annotations.Nullable;

/** An image made fit for a network. */
final class LoadedImage {

    private final byte[] picture;
    private final int classIndex;
    private final Digest content;
    private final Examples examples;
    private final int number;

    /**
     * An image.
     *
     * @param picture as the network sees it; not copied
     * @param content digest of the picture before it was fitted
     * @param examples that it is one of
     * @param number among these
     */
    LoadedImage(byte[] picture, int classIndex, Digest content, Examples examples, int number) {
        this.picture = picture;
        this.classIndex = classIndex;
        this.content = content;
        this.examples = examples;
        this.number = number;
    }

    byte[] picture() {
        return picture;
    }

    int classIndex() {
        return classIndex;
    }

    Digest content() {
        return content;
    }

    /** Returns the name of its group; null when it has none. */
    @Nullable
    String group() {
        return examples.group(number);
    }

    /** Where it lies. */
    String place() {
        return examples.place(number);
    }
}
