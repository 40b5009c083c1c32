package io.sparsesplit.edge;

import org.jspecify.annotations.Nullable;

/**
 * What went between edge and cloud for one image, in bytes.
 *
 * @param codec of the features, or {@code image} for the image itself; null when nothing was sent
 * @param payload length of the encoded features, or of the image
 * @param frame length of these and the frame around them, without any HTTP
 * @param sent on the wire, HTTP included
 * @param received on the wire, HTTP included
 */
record Travelled(@Nullable String codec, int payload, int frame, long sent, long received) {

    /** The cloud was not asked. */
    static final Travelled NOTHING = new Travelled(null, 0, 0, 0, 0);
}
