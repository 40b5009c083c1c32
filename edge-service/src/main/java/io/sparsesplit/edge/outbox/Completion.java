package io.sparsesplit.edge.outbox;

import io.sparsesplit.model.network.Classification;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How the wait of an inference ends.
 *
 * @param state any but pending
 * @param refined the cloud's answer, if it gave one
 * @param reason why it gave none, if it did not
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
