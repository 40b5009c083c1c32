package io.sparsesplit.edge.outbox;

import io.sparsesplit.model.network.Classification;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How the wait of an inference ends.
 *
 * @param id id of the inference
 * @param state any state but pending
 * @param refined the cloud's answer; null when it gave none
 * @param reason why the cloud gave no answer; null when it did
 */
record Completion(
        UUID id,
        State state,
        @Nullable Classification refined,
        @Nullable String reason) {

    static Completion refined(UUID id, Classification answer) {
        return new Completion(id, State.REFINED, answer, null);
    }

    static Completion failed(UUID id, String reason) {
        return new Completion(id, State.FAILED, null, reason);
    }
}
