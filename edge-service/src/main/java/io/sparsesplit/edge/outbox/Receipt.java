package io.sparsesplit.edge.outbox;

import java.util.UUID;

/** What became of a {@link Draft}. */
public sealed interface Receipt {

    /** It is on the disk, under this id. */
    record Kept(UUID id) implements Receipt {}

    /** There is no room for it. */
    record Full() implements Receipt {}

    /** It could not be written. */
    record Failed() implements Receipt {}
}
