package io.sparsesplit.edge.outcome;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that travelled between edge and cloud, for one image or for all images of a call.
 *
 * @param codec codec of the features, or {@code image} for the image itself; null when nothing was sent
 * @param payload length of the encoded features, or of the image
 * @param frame length of the payload and the frame around it, without any HTTP
 * @param sent bytes on the wire to the cloud, HTTP included
 * @param received bytes on the wire from the cloud, HTTP included
 */
public record TransferBytes(@Nullable String codec, int payload, int frame, long sent, long received) {

    /** Nothing travelled, as the cloud was not asked. */
    public static final TransferBytes NOTHING = new TransferBytes(null, 0, 0, 0, 0);
}
