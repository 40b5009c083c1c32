package io.sparsesplit.trainer.evaluate;

import io.sparsesplit.model.network.Classification;
import org.jspecify.annotations.Nullable;

/**
 * What each part of a model says of one image.
 *
 * @param exit answer of the last exit, whether it is confident or not
 * @param tail answer of the tail, whether it is asked or not
 * @param confident answer of the exit that is confident enough to be served; null when none is
 * @param idealBits length of the features' ideal code, in bits
 * @param payloadBytes length of the encoded features, in bytes
 */
public record Prediction(
        Classification exit,
        Classification tail,
        @Nullable Classification confident,
        double idealBits,
        int payloadBytes) {

    /** Whether the edge answers without the cloud. */
    public boolean isLocal() {
        return confident != null;
    }

    /** The answer that a client gets while the cloud is there. */
    public Classification served() {
        return confident == null ? tail : confident;
    }
}
