/**
 * Answers now, refined later: what the edge's exit doubted is kept in a database until the cloud has completed it.
 *
 * <p>{@link io.sparsesplit.edge.outbox.Outbox} is the way in; it owns the {@code OutboxStore}, which speaks SQL. The {@code Sender}
 * takes what is pending to the cloud by an {@link io.sparsesplit.edge.outbox.RefinementClient}. What became of it is read from the store
 * alone: by {@code GET /inferences/{id}}, by listeners to server-sent events, and by the webhook.
 */
@NullMarked
package io.sparsesplit.edge.outbox;

import org.jspecify.annotations.NullMarked;
