package io.sparsesplit.trainer.data;

import io.sparsesplit.model.image.GreyImage;
import java.util.Arrays;

/** Grey images of one size with their classes. Immutable. */
public final class LabelledImages {

    private final int width;
    private final int height;
    private final byte[] pixels;
    private final byte[] labels;

    /**
     * Images from their pixels.
     *
     * @param pixels one unsigned byte each, image after image, row after row; not copied
     * @param labels one unsigned byte per image; not copied
     * @throws IllegalArgumentException when there are not as many images as labels
     */
    public LabelledImages(int width, int height, byte[] pixels, byte[] labels) {
        if ((long) labels.length * width * height != pixels.length) {
            throw new IllegalArgumentException("%d bytes of pixels are not %d images of %d x %d"
                    .formatted(pixels.length, labels.length, width, height));
        }
        this.width = width;
        this.height = height;
        this.pixels = pixels;
        this.labels = labels;
    }

    public int size() {
        return labels.length;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The class of an image. */
    public int label(int image) {
        return Byte.toUnsignedInt(labels[image]);
    }

    /** The picture of an image. */
    public GreyImage image(int image) {
        int length = width * height;
        return GreyImage.ofBytes(width, height, Arrays.copyOfRange(pixels, image * length, (image + 1) * length));
    }

    /** Images {@code from} to {@code to - 1}. */
    public LabelledImages range(int from, int to) {
        int length = width * height;
        return new LabelledImages(
                width,
                height,
                Arrays.copyOfRange(pixels, from * length, to * length),
                Arrays.copyOfRange(labels, from, to));
    }
}
