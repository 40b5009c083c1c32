package io.sparsesplit.edge;

import io.sparsesplit.model.codec.Codec;
import org.jspecify.annotations.Nullable;

/**
 * What went between edge and cloud for one image, in bytes.
 *
 * @param codec of the features; null when nothing was sent
 * @param payload length of the encoded features
 * @param frame length of these and the frame around them, without any HTTP
 * @param sent on the wire, HTTP included
 * @param received on the wire, HTTP included
 */
record Travelled(@Nullable Codec codec, int payload, int frame, long sent, long received) {

    /** The cloud was not asked. */
    static final Travelled NOTHING = new Travelled(null, 0, 0, 0, 0);
}
