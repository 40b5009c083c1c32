package io.sparsesplit.edge.outbox;

import java.util.UUID;

/** What became of a {@link NewEntry}. */
public sealed interface EnqueueResult {

    /** It is on the disk, under this id. */
    record Kept(UUID id) implements EnqueueResult {}

    /** There is no room for it. */
    record Full() implements EnqueueResult {}

    /** It could not be written. */
    record Failed() implements EnqueueResult {}
}
