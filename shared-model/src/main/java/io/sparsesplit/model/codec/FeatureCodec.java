package io.sparsesplit.model.codec;

/** Turns the features of one image into a payload and back. Immutable and safe to share between threads. */
public sealed interface FeatureCodec permits Float32Codec, Uint8Codec {

    /** Which encoding this is. */
    Codec codec();

    /** Length of the feature vector. */
    int features();

    /** Number of classes; 0 when the exit's class does not travel. */
    int classes();

    /**
     * The payload of some features.
     *
     * @param features as many as {@link #features()}, finite
     * @throws IllegalArgumentException when there are more, or fewer, or there is no such class
     */
    byte[] encode(Features features);

    /**
     * The features of a payload, as far as the encoding keeps them.
     *
     * @throws MalformedFrameException when the payload is not one that {@link #encode} makes
     */
    Features decode(byte[] payload);
}
