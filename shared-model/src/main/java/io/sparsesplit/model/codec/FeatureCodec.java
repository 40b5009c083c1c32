package io.sparsesplit.model.codec;

/**
 * Turns the features of one image into a payload and back. Immutable and safe to share between threads.
 *
 * <p>Where {@link #classes()} is not 0 the class of the last exit travels before the features, as one byte unless the codec
 * says otherwise.
 */
public sealed interface FeatureCodec
        permits Float32Codec, Uint8Codec, PackedCodec, RunLengthCodec, DeflateCodec, EntropyCodec {

    /** Which encoding this is. */
    Codec codec();

    /** Length of the feature vector. */
    int features();

    /** Number of classes; 0 when the exit's class does not travel. */
    int classes();

    /**
     * The payload of some features.
     *
     * @param features as many as {@link #features()}, finite; its class is not looked at when none travels
     * @throws IllegalArgumentException when there are more, or fewer, or they are not finite, or there is no such class
     */
    byte[] encode(Features features);

    /**
     * The features of a payload, as far as the encoding keeps them. Their class is 0 when none travels.
     *
     * @throws MalformedFrameException when the payload is not one that {@link #encode} makes
     */
    Features decode(byte[] payload);
}
