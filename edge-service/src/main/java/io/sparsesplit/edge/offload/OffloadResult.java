package io.sparsesplit.edge.offload;

import io.sparsesplit.edge.outcome.AnswerReason;
import io.sparsesplit.edge.outcome.TransferBytes;
import io.sparsesplit.model.decision.Decision.Budget;
import io.sparsesplit.model.network.Classification;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells what came of letting the cloud answer an image.
 *
 * @param reason {@link AnswerReason#CLOUD_ANSWERED}, or why the cloud did not answer
 * @param classification the cloud's answer; null when it did not answer
 * @param transfer bytes that travelled for the image
 * @param budget bytes that there were to spend; null when there is no budget, or it was not looked at
 * @param id where the cloud's later answer can be asked for; null when none is to come
 */
public record OffloadResult(
        AnswerReason reason,
        @Nullable Classification classification,
        TransferBytes transfer,
        @Nullable Budget budget,
        @Nullable UUID id) {

    /** Returns the result for an image that the cloud was not asked about. */
    public static OffloadResult notAsked(AnswerReason reason) {
        return new OffloadResult(reason, null, TransferBytes.NOTHING, null, null);
    }

    /** Returns the result for an image that the cloud will be asked about later. */
    public static OffloadResult queued(UUID id) {
        return new OffloadResult(AnswerReason.QUEUED, null, TransferBytes.NOTHING, null, id);
    }

    /** Returns the same result with the bytes that there were to spend. */
    OffloadResult with(@Nullable Budget available) {
        return new OffloadResult(reason, classification, transfer, available, id);
    }
}
