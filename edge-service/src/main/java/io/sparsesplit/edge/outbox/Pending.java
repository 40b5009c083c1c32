package io.sparsesplit.edge.outbox;

import io.sparsesplit.model.codec.Frame;
import java.util.UUID;

/**
 * An inference that waits for the cloud.
 *
 * @param accepted when it was put in, in milliseconds since 1970
 * @param frame its features
 */
record Pending(UUID id, long accepted, Frame frame) {}
