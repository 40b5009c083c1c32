package io.sparsesplit.edge;

import java.util.Collections;
import java.util.List;

import io.sparsesplit.model.network.Classification;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking the cloud.
 *
 * @param reason {@link Reason#CLOUD_ANSWERED}, or what went wrong
 * @param classification the cloud's answer; null when something went wrong
 * @param travelled what it cost
 */
record CloudReply(Reason reason, @Nullable Classification classification, Travelled travelled) {

    /** The cloud was not asked for any of so many images. */
    static List<CloudReply> notAsked(Reason reason, int images) {
        return Collections.nCopies(images, notAsked(reason));
    }

    /** The cloud was not asked at all. */
    static CloudReply notAsked(Reason reason) {
        return new CloudReply(reason, null, Travelled.NOTHING);
    }
}
