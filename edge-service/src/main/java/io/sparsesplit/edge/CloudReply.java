package io.sparsesplit.edge;

import io.sparsesplit.model.network.Classification;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking the cloud.
 *
 * @param reason {@link Reason#CLOUD_ANSWERED}, or what went wrong
 * @param classification the cloud's answer; null when something went wrong
 * @param payload length of the encoded features sent
 * @param sent bytes on the wire, HTTP included
 * @param received bytes on the wire, HTTP included
 */
record CloudReply(Reason reason, @Nullable Classification classification, int payload, long sent, long received) {

    /** The cloud was not asked at all. */
    static CloudReply notAsked(Reason reason) {
        return new CloudReply(reason, null, 0, 0, 0);
    }
}
