package io.sparsesplit.edge;

import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.Features;
import io.sparsesplit.model.codec.Frame;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.service.Trace;
import java.util.concurrent.CompletableFuture;

/**
 * One image's features for the cloud, and what becomes of them.
 *
 * @param model whose features they are
 * @param frame that carries them
 * @param deadline when the image must be answered
 * @param trace it belongs to
 * @param answer of the cloud, when there is one, or why there is none
 */
record Offload(EdgeModel model, Frame frame, Deadline deadline, Trace trace, CompletableFuture<Classification> answer) {

    static Offload of(EdgeModel model, FeatureCodec codec, Features features, Deadline deadline, Trace trace) {
        Frame frame = new Frame(codec.codec(), model.fingerprint().toBytes(), codec.encode(features));
        return new Offload(model, frame, deadline, trace, new CompletableFuture<>());
    }
}
