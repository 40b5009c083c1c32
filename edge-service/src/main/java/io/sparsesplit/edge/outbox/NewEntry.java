package io.sparsesplit.edge.outbox;

import io.sparsesplit.model.codec.Frame;

/**
 * An inference to be put into the outbox.
 *
 * @param model whose features these are
 * @param frame the encoded features
 * @param classIndex what the edge thinks meanwhile
 * @param confidence the probability of that
 */
public record NewEntry(KnownModel model, Frame frame, int classIndex, float confidence) {}
