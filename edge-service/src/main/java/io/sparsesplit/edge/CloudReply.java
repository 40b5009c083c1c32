package io.sparsesplit.edge;

import io.sparsesplit.model.decision.Decision.Budget;
import io.sparsesplit.model.network.Classification;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking the cloud.
 *
 * @param reason {@link Reason#CLOUD_ANSWERED}, or what went wrong
 * @param classification the cloud's answer; null when something went wrong
 * @param travelled what it cost
 * @param budget what there was to spend; null when there is no budget, or it was not looked at
 * @param id under which it will be asked later; null when that is not so
 */
record CloudReply(
        Reason reason,
        @Nullable Classification classification,
        Travelled travelled,
        @Nullable Budget budget,
        @Nullable UUID id) {

    CloudReply(Reason reason, @Nullable Classification classification, Travelled travelled) {
        this(reason, classification, travelled, null, null);
    }

    /** The cloud was not asked at all. */
    static CloudReply notAsked(Reason reason) {
        return new CloudReply(reason, null, Travelled.NOTHING);
    }

    /** The cloud will be asked later. */
    static CloudReply queued(UUID id) {
        return new CloudReply(Reason.QUEUED, null, Travelled.NOTHING, null, id);
    }

    /** The same, with what there was to spend. */
    CloudReply with(@Nullable Budget available) {
        return new CloudReply(reason, classification, travelled, available, id);
    }
}
