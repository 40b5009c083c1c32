package io.sparsesplit.edge.offload;

import io.sparsesplit.edge.outcome.Deadline;
import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.service.Trace;
import java.util.concurrent.CompletableFuture;

/**
 * An image on its way to the cloud, and what becomes of it.
 *
 * @param offload what travels
 * @param deadline when the image must be answered
 * @param trace it belongs to
 * @param answer of the cloud, when there is one, or why there is none
 */
record PendingOffload(Offload offload, Deadline deadline, Trace trace, CompletableFuture<Classification> answer) {

    static PendingOffload of(Offload offload, Deadline deadline, Trace trace) {
        return new PendingOffload(offload, deadline, trace, new CompletableFuture<>());
    }

    EdgeModel model() {
        return offload.model();
    }
}
