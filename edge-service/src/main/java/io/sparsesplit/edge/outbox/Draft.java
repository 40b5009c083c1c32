package io.sparsesplit.edge.outbox;

import io.sparsesplit.model.codec.Codec;

/**
 * An inference to be put into the outbox.
 *
 * @param model whose features these are
 * @param codec they are encoded with
 * @param payload the encoded features
 * @param classIndex what the edge thinks meanwhile
 * @param confidence the probability of that
 */
public record Draft(ModelName model, Codec codec, byte[] payload, int classIndex, float confidence) {}
