package io.sparsesplit.edge.offload;

import io.sparsesplit.edge.outcome.Deadline;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.service.tracing.Trace;
import java.util.concurrent.CompletableFuture;

/**
 * An image on its way to the cloud, and what becomes of it.
 *
 * @param offload what travels
 * @param deadline moment at which the image must be answered
 * @param trace trace that the image's request belongs to
 * @param answer completed by the cloud's answer, or by a {@link CloudException} or {@link CallNotMadeException}
 */
record PendingOffload(Offload offload, Deadline deadline, Trace trace, CompletableFuture<Classification> answer) {

    static PendingOffload of(Offload offload, Deadline deadline, Trace trace) {
        return new PendingOffload(offload, deadline, trace, new CompletableFuture<>());
    }
}
