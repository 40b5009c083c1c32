package io.sparsesplit.trainer.data;

import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.model.image.Picture;
import io.sparsesplit.model.image.Preprocessing;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Some images of a whole, in an order of their own. */
final class SomeExamples implements Examples {

    private final Examples whole;
    private final int[] images;

    /** @param images their numbers in the whole; not copied */
    SomeExamples(Examples whole, int[] images) {
        this.whole = whole;
        this.images = images;
    }

    @Override
    public int size() {
        return images.length;
    }

    @Override
    public String label(int image) {
        return whole.label(images[image]);
    }

    @Override
    public String place(int image) {
        return whole.place(images[image]);
    }

    @Override
    public Picture picture(int image, ImageDecoder decoder) throws IOException {
        return whole.picture(images[image], decoder);
    }

    @Override
    public byte[] file(int image) throws IOException {
        return whole.file(images[image]);
    }

    @Override
    public byte[] content(int image) throws IOException {
        return whole.content(images[image]);
    }

    @Override
    public @Nullable String group(int image) {
        return whole.group(images[image]);
    }

    @Override
    public Preprocessing defaults() {
        return whole.defaults();
    }
}
