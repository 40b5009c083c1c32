package io.sparsesplit.model.codec;

/** Turns the features of one image into a payload and back. Immutable and safe to share between threads. */
public sealed interface FeatureCodec permits Float32Codec, Uint8Codec {

    /** Which encoding this is. */
    Codec codec();

    /** Length of the feature vector. */
    int features();

    /**
     * The payload of some features.
     *
     * @param features length {@link #features()}, finite
     * @throws IllegalArgumentException when there are more features, or fewer
     */
    byte[] encode(float[] features);

    /**
     * The features of a payload.
     *
     * @return length {@link #features()}
     * @throws MalformedFrameException when the payload is not one of this codec and length
     */
    float[] decode(byte[] payload);
}
