package io.sparsesplit.edge.outbox;

import java.util.UUID;

/** What became of a {@link NewEntry}. */
public sealed interface EnqueueResult {

    /** The entry is on the disk, under this id. */
    record Kept(UUID id) implements EnqueueResult {}

    /** The outbox has no room for the entry. */
    record Full() implements EnqueueResult {}

    /** The entry could not be written. */
    record Failed() implements EnqueueResult {}
}
