package io.sparsesplit.trainer.predict;

import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.model.image.ImageDecoder.Limits;
import io.sparsesplit.model.image.Picture;
import io.sparsesplit.model.image.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads image files as the edge reads the bodies of requests, and shows what the network sees of them. */
final class ImageReader {

    /** Larger than an edge accepts by default, since no file is sent anywhere: 64 MiB and 50 million pixels. */
    private static final Limits LIMITS = new Limits(64 << 20, 50_000_000);

    private final Preprocessing preprocessing;
    private final ImageDecoder decoder;

    ImageReader(Preprocessing preprocessing) {
        this.preprocessing = preprocessing;
        this.decoder = new ImageDecoder(preprocessing, LIMITS);
    }

    /**
     * Returns the samples of an image file, as {@link Preprocessing#picture} makes them.
     *
     * @throws IOException when the file cannot be read
     * @throws io.sparsesplit.model.image.ImageException when the file is no image that can be used
     */
    byte[] samples(Path file) throws IOException {
        if (Files.isRegularFile(file) && Files.size(file) > LIMITS.maxBytes()) {
            throw ImageDecoder.tooManyBytes(LIMITS.maxBytes());
        }
        return preprocessing.picture(decoder.picture(Files.readAllBytes(file)));
    }

    /** Returns the picture that the network sees; samples that are none of its inputs are black. */
    Picture seen(byte[] samples) {
        byte[] inputs = new byte[samples.length];
        for (int input = 0; input < preprocessing.selected(); input++) {
            int sample = preprocessing.sample(input);
            inputs[sample] = samples[sample];
        }
        return new Picture(preprocessing.width(), preprocessing.height(), preprocessing.channels(), inputs);
    }
}
