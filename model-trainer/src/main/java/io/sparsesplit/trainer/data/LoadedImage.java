package io.sparsesplit.trainer.data;

import java.nio.ByteBuffer;

/** An image made fit for a network. */
final class LoadedImage {

    private final byte[] picture;
    private final int classIndex;
    private final ByteBuffer content;
    private final String place;

    /**
     * An image.
     *
     * @param picture as the network sees it; not copied
     * @param content digest of the picture before it was fitted
     * @param place where it lies
     */
    LoadedImage(byte[] picture, int classIndex, ByteBuffer content, String place) {
        this.picture = picture;
        this.classIndex = classIndex;
        this.content = content;
        this.place = place;
    }

    byte[] picture() {
        return picture;
    }

    int classIndex() {
        return classIndex;
    }

    ByteBuffer content() {
        return content;
    }

    String place() {
        return place;
    }
}
