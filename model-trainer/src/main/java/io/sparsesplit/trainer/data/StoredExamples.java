package io.sparsesplit.trainer.data;

import io.sparsesplit.model.image.Fit;
import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.model.image.Picture;
import io.sparsesplit.model.image.Preprocessing;

/** Grey images of one size that lie in memory, one file's worth of them. */
final class StoredExamples implements Examples {

    private final String place;
    private final int width;
    private final int height;
    private final byte[][] pictures;
    private final String[] labels;
    private final int[] numbers;

    /**
     * Images of one file.
     *
     * @param place where an image lies, with {@code %d} for its number
     * @param pictures one unsigned byte for each pixel, row after row; not copied, and shared with what is made of them
     * @param labels of each image; not copied
     * @param numbers of each image in the file; not copied
     */
    StoredExamples(String place, int width, int height, byte[][] pictures, String[] labels, int[] numbers) {
        this.place = place;
        this.width = width;
        this.height = height;
        this.pictures = pictures;
        this.labels = labels;
        this.numbers = numbers;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public String label(int image) {
        return labels[image];
    }

    @Override
    public String place(int image) {
        return place.formatted(numbers[image]);
    }

    @Override
    public Picture picture(int image, ImageDecoder decoder) {
        return picture(image).inChannels(decoder.preprocessing().channels());
    }

    @Override
    public byte[] file(int image) {
        return Png.encode(picture(image));
    }

    @Override
    public byte[] content(int image) {
        return pictures[image];
    }

    /** Such files usually hold strokes, as MNIST's do. */
    @Override
    public Preprocessing defaults() {
        return Preprocessing.of(Fit.STROKES, width, height, Picture.GREY);
    }

    private Picture picture(int image) {
        return new Picture(width, height, Picture.GREY, content(image));
    }
}
