package io.sparsesplit.trainer.data;

import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.model.image.Picture;
import io.sparsesplit.model.image.Preprocessing;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Labelled images as they lie on disk, whatever a network makes of them. Safe to share between threads. */
public interface Examples {

    int size();

    /** The name of an image's class. */
    String label(int image);

    /** Where an image lies, for messages. */
    String place(int image);

    /**
     * The picture of an image, not fitted yet.
     *
     * @throws IOException when it cannot be read
     * @throws io.sparsesplit.model.image.ImageException when it cannot be decoded
     */
    Picture picture(int image, ImageDecoder decoder) throws IOException;

    /**
     * An image file of the image: its own, or a PNG when it has none.
     *
     * @throws IOException when it cannot be read
     */
    byte[] file(int image) throws IOException;

    /**
     * The bytes that tell an image from others.
     *
     * @throws IOException when they cannot be read
     * @throws io.sparsesplit.model.image.ImageException when they are no image's
     */
    byte[] content(int image) throws IOException;

    /** Returns the name of the group that an image belongs to, which no division tears apart; null when it has none. */
    default @Nullable String group(int image) {
        return null;
    }

    /** The preprocessing to train with when nobody says otherwise: all pixels, brightness 0 to 1. */
    Preprocessing defaults();

    /** Some of these images. */
    default Examples some(int[] images) {
        return new SomeExamples(this, images);
    }
}
