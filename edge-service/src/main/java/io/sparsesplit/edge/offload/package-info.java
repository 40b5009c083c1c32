/** Calls to the cloud: for images that a client waits for, and for those of the outbox. */
@NullMarked
package io.sparsesplit.edge.offload;

import org.jspecify.annotations.NullMarked;
