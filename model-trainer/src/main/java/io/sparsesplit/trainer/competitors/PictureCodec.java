package io.sparsesplit.trainer.competitors;

/** Turns a grey picture of a fixed size into a message, and the message into what the cloud sees of it. Thread-safe. */
interface PictureCodec {

    /** Of what the cloud sees, in pixels. */
    int width();

    /** Of what the cloud sees, in pixels. */
    int height();

    /**
     * The message of a picture.
     *
     * @param picture row after row, unsigned
     */
    byte[] encode(byte[] picture);

    /**
     * What the cloud sees: {@code height * width} pixels, row after row, unsigned.
     *
     * @param message made by {@link #encode}
     */
    byte[] decode(byte[] message);

    /** Whether the cloud sees the picture as it is. */
    default boolean isLossless() {
        return false;
    }

    /** The same as {@code decode(encode(picture))}, perhaps found sooner. */
    default byte[] seen(byte[] picture) {
        return decode(encode(picture));
    }

    /**
     * What an ideal coder would take for a picture under the codec's model, in bits; without a model, what is taken.
     *
     * @param message of the picture
     */
    default double idealBits(byte[] picture, byte[] message) {
        return (double) Byte.SIZE * message.length;
    }
}
